"""What families look at: a site as it would be published now, and what stands in the output folder.

Nothing here is rendered or read before it is asked for, but for the facts of all outputs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from site_builder.checking.facts import PAGES, Facts
from site_builder.checking.kept_facts import KeptFacts
from site_builder.checking.leading import Leading
from site_builder.config import Configured
from site_builder.content.article import Article
from site_builder.content.front_matter import place_of
from site_builder.content.plan import Output
from site_builder.content.snapshot import Snapshot
from site_builder.layouts import LayoutText
from site_builder.options import CONFIG
from site_builder.problems import Place, Problem
from site_builder.settings import Settings
from site_builder.silence import CONTENT
from site_builder.sources import ARTICLE, Seen


class Made(Struct, frozen=True):
    """Where the bytes of one output lie, as a build would publish them now."""

    file: str  # a file in the output folder, or one that was rendered for the check
    digest: str
    size: int  # bytes


class Standing(Struct, frozen=True, kw_only=True):
    """How the output folder stands to the last build and to the sources. Paths are below it."""

    is_there: bool = False  # whether a build has ever published into it
    altered: tuple[str, ...] = ()  # whose bytes are not those that a build has written
    missing: tuple[str, ...] = ()  # that a build has written and that are gone
    old: tuple[str, ...] = ()  # whose sources have changed since, and their bytes with them
    unbuilt: tuple[str, ...] = ()  # that the sources promise and no build has made
    left: tuple[tuple[str, str], ...] = ()  # no longer promised: path, and the source that asked for it


@dataclass(frozen=True)
class Site:
    """One site at one moment."""

    configured: Configured
    snapshot: Snapshot
    now: datetime
    output_folder: str  # as messages call it
    plan: Mapping[str, Output]  # by path
    told: tuple[Problem, ...]  # what a build tells of it
    made: Mapping[str, Made]  # by output path; without those whose layout fails
    facts: Mapping[str, Facts]  # by output path; of pages, feeds, style sheets and data
    standing: Standing
    seen: Mapping[str, Seen]  # what is known of the bytes of each source, by name
    content: Mapping[str, str]  # files below content/ and where they lie
    static: Mapping[str, str]
    own_layouts: Mapping[str, str]  # the site's own layouts and assets, and where they lie
    default_layouts: Collection[str]  # names of the default layouts and assets
    layouts: Mapping[str, LayoutText]  # all layouts by name, the default ones too
    used_layouts: Collection[str]  # names of the site's own that an output asked for
    kept: KeptFacts
    programs: Collection[str] = ()  # texts of the site's own extensions, which may ask for messages too
    jobs: int = 1  # processes that may look through many files
    next_change: datetime | None = None  # when the next waiting article will appear
    _places: dict[tuple[str, str], Place] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.configured.settings

    @cached_property
    def leading(self) -> Leading:
        """Follows addresses in outputs."""
        return Leading(self.snapshot.links, self.plan)

    @cached_property
    def is_whole(self) -> bool:
        """Whether every article could be read and every output be made: else nobody knows what uses what."""
        articles = (path for path in self.content if path.endswith(ARTICLE))
        return len(self.made) == len(self.plan) and all(path in self.snapshot.entries for path in articles)

    @cached_property
    def published(self) -> tuple[str, ...]:
        """The articles and pages that may be published, below content/."""
        return tuple(path for path in self.snapshot.entries if self.snapshot.is_published(path))

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The output paths of all pages, in the order of the plan, without redirects and the 404 page."""
        return tuple(
            path for path in self.facts if path.endswith(PAGES) and self.plan[path].kind not in _NO_PAGES
        )

    def body(self, path: str) -> bytes:
        """The bytes of an output. Raises OSError."""
        return Path(self.made[path].file).read_bytes()

    def claimant(self, path: str) -> str:
        """The source that an output belongs to, below the site's folder; "" where it belongs to none."""
        output = self.plan.get(path)
        return output.claimant if output else ""

    def article_of(self, path: str) -> Article | None:
        """The article whose page an output is."""
        name = self.claimant(path).removeprefix(CONTENT)
        return self.snapshot.articles[name] if self.snapshot.is_published(name) else None

    def in_front_matter(self, path: str, key: str) -> Place:
        """Where a key of an article's front matter stands; `path` is below content/."""
        if (path, key) not in self._places:
            self._places[path, key] = place_of(self.snapshot.articles[path], key)
        return self._places[path, key]

    def in_settings(self, path: str) -> Place:
        """Where a value of the settings stands, or what is nearest to it."""
        try:
            return self.configured.places.nearest(path)
        except KeyError:  # of settings that were not read for this
            return Place(CONFIG)

    def in_output(self, path: str, typed: str = "") -> Place:
        """Where something is written in an output; the output as a whole where it is not found."""
        shown = f"{self.output_folder}/{path}"
        try:
            text = self.body(path).decode("utf-8", "replace") if typed and self.made[path].file else ""
        except OSError:
            text = ""
        return place_in(text, shown, typed)

    def in_source(self, source: str, typed: str) -> Place:
        """Where something is written in a source below content/; the source as a whole where it is not."""
        file = self.content.get(source.removeprefix(CONTENT))
        try:
            text = Path(file).read_text("utf-8", "replace") if file and typed else ""
        except OSError:
            text = ""
        return place_in(text, source, typed)


def place_in(text: str, shown: str, typed: str) -> Place:
    """The first place of `typed` in a text; the file as a whole where it is not there."""
    at = text.find(typed) if typed else -1
    if at < 0:
        return Place(shown)
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return Place(shown, text.count("\n", 0, at) + 1, at - start + 1, len(typed), line)


_NO_PAGES = frozenset({"redirect", "not_found", "newsletter"})
