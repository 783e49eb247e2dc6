"""Suggests tags for articles that are there already, as an import does for new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from site_builder.configuring import configure
from site_builder.content.front_matter import Split, read_front_matter
from site_builder.content.taxonomy import Vocabulary
from site_builder.front_matter_settings import FrontMatter
from site_builder.importing.tagging.suggesting import TagCount, Tagger
from site_builder.options import Where
from site_builder.problems import ProblemsFound
from site_builder.reading import folders_of
from site_builder.retagging.article_tags import with_tags
from site_builder.retagging.renaming import FileChange
from site_builder.sources import ARTICLE, Sources
from site_builder.texts import decode


class Suggestion(msgspec.Struct, frozen=True):
    """What an article has and what it speaks of."""

    name: str  # "content/2012/03/homs.md"
    path: Path
    tags: tuple[str, ...]  # as typed
    missing: tuple[TagCount, ...]  # suggested, and neither there nor wider than what is there
    others: tuple[TagCount, ...]  # under the bar, or not in the vocabulary

    def written(self) -> FileChange | None:
        """The article with what is missing; None when nothing is. Raises ProblemsFound and OSError."""
        data = self.path.read_bytes()
        after = with_tags(data.decode(), self.name, [count.tag for count in self.missing]).encode()
        return FileChange(self.name, self.path, data, after) if after != data else None


def suggest(where: Where, files: Sequence[Path]) -> Iterator[Suggestion]:
    """A suggestion for each of the site's articles, or for the given files, in the order of their paths.

    Raises NoProject, and ProblemsFound for settings and articles that cannot be read.
    """
    configured = configure(where)
    settings = configured.settings
    tagger = Tagger.of(settings)
    vocabulary = Vocabulary(settings.tags)
    if files:
        paths = {file.as_posix(): file for file in files}
    else:
        content = Sources(where, folders_of(configured)).of("content")
        articles = (name for name in content if name.endswith(ARTICLE) and not name.startswith("pages/"))
        paths = {f"{settings.content_dir}/{name}": Path(content[name]) for name in articles}
    for name, path in sorted(paths.items()):
        front, parts = _read(name, path)
        has = {vocabulary.resolve(tag) or tag for tag in front.tags}
        has |= {wider for tag in tuple(has) for wider in vocabulary.ancestors(tag)}
        counts = tagger.suggest(front.title, [(parts.body_line, parts.body)], front.dateline)
        counts = tuple(count for count in counts if count.tag not in has)
        yield Suggestion(
            name,
            path,
            front.tags,
            tuple(count for count in counts if count.suggested),
            tuple(count for count in counts if not count.suggested),
        )


def _read(name: str, path: Path) -> tuple[FrontMatter, Split]:
    text, problems = decode(path.read_bytes(), name)
    if text is None:
        raise ProblemsFound(problems)
    front, parts, _, problems = read_front_matter(text, name, {})
    if front is None or parts is None:
        raise ProblemsFound(problems)
    return front, parts
