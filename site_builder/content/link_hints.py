"""What a link that leads nowhere could have meant. Knows the snapshot, and no files.

In a text an article is linked by its .md file, whatever address its page has: that file is proposed where
somebody wrote an address, or the name that the page would have elsewhere.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from functools import cached_property

from site_builder.content.article import SourcePath
from site_builder.content.index import section_permalink
from site_builder.content.permalinks import slugify
from site_builder.content.snapshot import Snapshot
from site_builder.problems import nearest

_PAGE_ENDINGS = (".html", ".htm")
_MOST_COMPARED = 300_000  # names with which spellings are compared: a few seconds


def relative_to(path: SourcePath, source: str) -> str:
    """A path below content/ as it is written in the file that messages call `source`."""
    here = source.removeprefix("content/")
    return posixpath.relpath(path, posixpath.dirname(here) or ".")


def is_like_a_page(target: str) -> bool:
    """Whether a path could be that of a page: it ends in .html or has no ending."""
    name = target.rstrip("/").rpartition("/")[2]
    return name.endswith(_PAGE_ENDINGS) or "." not in name


class Hints:
    """What links of one site could have meant: by name for each of them, by spelling for the first ones.

    Spelling is compared with every name that there is. On a site where a great many links are broken that
    would take hours, and the same few causes are behind most of them.
    """

    def __init__(
        self, snapshot: Snapshot, sources: Collection[SourcePath], permalinks: Collection[str]
    ) -> None:
        """`sources` are all articles in content/, `permalinks` all that the site promises."""
        self.sources = sources
        self.permalinks = permalinks
        self._entries = snapshot.entries
        self._left = _MOST_COMPARED

    def article(self, target: str, *, near: bool = True) -> SourcePath:
        """The article that a path or address looks like; "" where none does.

        The one whose file or page it is but for the ending; else one whose name it ends with, where there is
        one such; else, if `near` ones are wanted, the nearest by the spelling of file or page.
        """
        if not is_like_a_page(target):
            return ""
        stem = target.strip("/")
        for ending in _PAGE_ENDINGS:
            stem = stem.removesuffix(ending)
        stem = stem.removesuffix("/index")
        if stem in self._names:
            return self._names[stem]
        alike = self._by_last_part.get(stem.rpartition("/")[2], set())
        if len(alike) == 1:
            return min(alike)
        return self._names.get(self.nearest(stem, self._names), "") if near else ""

    def article_at(self, permalink: str) -> SourcePath:
        """The article with this very permalink; "" where none has it."""
        return self._by_permalink.get(permalink, "")

    def nearest(self, word: str, known: Collection[str]) -> str:
        """As `problems.nearest`; "" also once enough has been compared."""
        if self._left <= 0:
            return ""
        self._left -= len(known)
        return nearest(word, known)

    def question(self, word: str, known: Collection[str]) -> str:
        """As `problems.did_you_mean`, by `nearest`."""
        near = self.nearest(word, known)
        return f"did you mean '{near}'?" if near else ""

    @cached_property
    def _names(self) -> dict[str, SourcePath]:
        """Articles by file and by page, without endings and outer slashes."""
        names = {path.rpartition(".")[0]: path for path in sorted(self.sources)}
        names.update((link.strip("/"), path) for link, path in self._by_permalink.items())
        return names

    @cached_property
    def _by_last_part(self) -> dict[str, set[SourcePath]]:
        found: dict[str, set[SourcePath]] = {}
        for name, path in self._names.items():
            found.setdefault(name.rpartition("/")[2], set()).add(path)
        return found

    @cached_property
    def _by_permalink(self) -> dict[str, SourcePath]:
        return {entry.permalink: path for path, entry in sorted(self._entries.items())}


def empty_list(address: str, snapshot: Snapshot) -> tuple[str, str]:
    """Of the page of a tag, section or source that has no article now: what is so, and the way out.

    Both are "" for any other address.
    """
    settings, index = snapshot.settings, snapshot.index
    lists = [("tag", "has the tag", id_, term.permalink) for id_, term in index.terms.items()]
    lists += [("section", "is in the section", id_, section_permalink(id_)) for id_ in settings.sections]
    lists += [("source", "is from the source", id_, f"/sources/{slugify(id_)}/") for id_ in settings.sources]
    for kind, words, id_, permalink in lists:
        key = f"{kind}s" if kind == "tag" else kind
        if permalink == f"{address.rstrip('/')}/" and (kind, id_) not in index.lists:
            return (
                f"no published article {words} '{id_}' now, so there is no page '{address}'",
                f"Take the link out, or publish an article with `{key}: {id_}`.",
            )
    return "", ""
