"""Which sources are others than those that the last build has read. Knows no target.

Settings are judged by what they say: of those that no build reads, such as the targets themselves, a change
asks for no build.
"""

from __future__ import annotations

from pathlib import Path

from site_builder.configuring import configure
from site_builder.files import digest_of
from site_builder.incremental.reads import query_id
from site_builder.memory import Memory
from site_builder.options import Where
from site_builder.problems import ProblemsFound
from site_builder.sources import Folders, Sources

_NOT_BUILT = frozenset({"check", "deploy"})  # settings that are for other verbs than `build`


def changed_sources(memory: Memory, where: Where, folders: Folders) -> list[str]:
    """The sources that have changed since the last build that succeeded, came or went; in order, as users
    call them.
    """
    sources, seen = Sources(where, folders), memory.sources.whole()
    suspects = sources.suspects(seen)
    changed = {
        name for name in suspects if name not in seen or _digest(sources.files[name]) != seen[name].digest
    }
    changed |= sources.gone(seen)
    settings = {name for name in changed if name.startswith("config/")}
    if settings and not _asks_for_build(memory, where):
        changed -= settings
    found = {folders.shown(name) for name in changed}
    if memory.summary.scanned != sources.problems:  # such as a link that leads out of the site
        found |= {problem.place.source for problem in {*memory.summary.scanned} ^ {*sources.problems}}
    return sorted(found)


def _asks_for_build(memory: Memory, where: Where) -> bool:
    """Whether settings have changed that the last build has read, or may have."""
    from site_builder.steps.taking import settings_digests  # which loads what a build needs

    try:
        now = settings_digests(configure(where).settings)
    except ProblemsFound:
        return True
    before = memory.summary.settings
    changed = {key for key in now.keys() | before.keys() if now.get(key) != before.get(key)}
    if not changed <= _NOT_BUILT:
        return True
    ids = {query_id(("config", key)) for key in changed}  # a layout may read any setting
    return bool(memory.asking.askers(ids)) or any(id_ in shared for id_ in ids for shared in memory.sets)


def _digest(file: str) -> str:
    try:
        return digest_of(Path(file).read_bytes())
    except OSError:
        return ""
