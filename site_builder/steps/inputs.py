"""Everything that a build reads, beside what is remembered of it. Strata 1 and 2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from site_builder.config import Configured
from site_builder.configuring import configure
from site_builder.content.edition_files import FOLDER
from site_builder.content.entry import Entry
from site_builder.content.parse import ParseRules
from site_builder.executors import Workers
from site_builder.extensions import NONE, Extensions
from site_builder.incremental.stamps import now
from site_builder.layout_files import ASSETS, read_layouts
from site_builder.layouts import Layouts
from site_builder.locking import STATE
from site_builder.memory import Memory, entries_of
from site_builder.options import Options, Progress
from site_builder.problems import Problem, ProblemsFound
from site_builder.reading import folders_of, is_edition, read_extensions, see
from site_builder.silence import without_silenced
from site_builder.sources import ARTICLE, EXTENSIONS, Folders, Seen, Sources, config_files
from site_builder.steps.articles import Articles, read_articles, rules_digest


@dataclass(frozen=True)
class Inputs:
    """A site as it lies on disk, and what of it is new since it was last published."""

    configured: Configured
    folders: Folders
    rules: str  # digest of what parsing reads of the settings
    sources: Sources
    seen: dict[str, Seen]  # of every source
    fresh: dict[str, Seen]  # of those that were read again
    lost: Set[str]  # sources that are not there any more
    files_changed: bool  # whether any file came, went or changed that is neither article nor layout
    layouts: Layouts
    extensions: Extensions  # which may have problems, and are then good for nothing
    articles: Articles
    problems: tuple[Problem, ...]  # of single files that are no articles

    def edition_names(self) -> Iterator[str]:
        """The names of the editions that are put together by hand."""
        names = (name for name in self.sources.of("content") if is_edition(name))
        return (name.removeprefix(FOLDER).rpartition(".")[0] for name in names)

    def refused(self, found: Iterable[Problem]) -> ProblemsFound:
        """What to raise where problems keep the rest from being tried: they, with all that are known and not
        silenced.
        """
        of_sources = (*self.configured.problems, *self.sources.problems, *self.problems)
        all_found = (*of_sources, *self.articles.problems(), *found)
        entries: Mapping[str, Entry] = entries_of(self.articles.with_texts(), Entry)
        check = self.configured.settings.check
        told = without_silenced(
            all_found, check, lambda path: entries[path].check_ignore if path in entries else ()
        )
        return ProblemsFound(told)


def read_inputs(
    options: Options, memory: Memory, sources: Sources | None, progress: Progress | None
) -> Inputs:
    """Read the settings and whatever the disk says has changed. Raises NoProject and ProblemsFound.

    `sources` are those that were looked up by the folders of the last build, if there was one.
    """
    # Looked at before they are used: what is written in between is then found by the next build.
    settings = {
        f"config/{name}": see(f"config/{name}", str(path), now())
        for name, path in config_files(options.where).items()
    }
    configured = configure(options.where)
    folders = folders_of(configured, options.output)
    if sources is None or folders != memory.summary.folders:
        sources = Sources(options.where, folders)
    known = memory.sources.whole()
    suspects = [*sources.files] if options.full else sources.suspects(known)
    fresh = {
        name: see(name, sources.files[name], sources.read) for name in suspects if not name.endswith(ARTICLE)
    }
    fresh.update({name: seen for name, seen in settings.items() if name in fresh})
    lost = sources.gone(known)
    rules = ParseRules.of(configured.settings)
    workers = Workers(options.jobs, options.executor)
    articles = read_articles(memory, sources, suspects, lost, rules, workers, progress)
    seen = {**known, **fresh, **articles.seen}
    for name in lost:
        del seen[name]
    extensions = read_extensions(sources.of(EXTENSIONS), memory.extensions or NONE)
    if not extensions.problems:
        memory.extensions = extensions
    layouts, in_layouts = read_layouts(
        sources.of("layouts"),
        sources.of("default"),
        folders.layouts,
        options.where.folder / STATE / "layouts",
        memory.layouts,
        extensions.filters,
        configured.settings.language,
        extensions.texts.values(),
    )
    memory.layouts = layouts
    changed = {name for name, now in fresh.items() if name not in known or known[name].digest != now.digest}
    changed.update(lost)
    return Inputs(
        configured=configured,
        folders=folders,
        rules=rules_digest(rules),
        sources=sources,
        seen=seen,
        fresh={**fresh, **articles.seen},
        lost=lost,
        files_changed=any(not _is_text(name) for name in changed),
        layouts=layouts,
        extensions=extensions,
        articles=articles,
        problems=in_layouts,
    )


def _is_text(name: str) -> bool:
    """Whether a source is an article, a layout, an extension or a file of settings: these are compared on
    their own.
    """
    role, _, rest = name.partition("/")
    is_layout = role in {"layouts", "default"} and not rest.startswith(ASSETS)
    return is_layout or role in {"config", EXTENSIONS} or (role == "content" and rest.endswith(ARTICLE))
