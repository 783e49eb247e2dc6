"""What a deploy has to do: pure. From what the site promises and what is known to be on the target.

First what everything else needs, then what leads to it; what is taken away goes last, in the opposite
order. So wherever a deploy breaks off, no page leads to what is not there and none lacks an asset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from site_builder.deploying.manifest import UNSURE, File, Journal, Known, Manifest
from site_builder.publish.manifest import parents
from site_builder.turns import LASTING

KEPT = 2  # generations for which lasting files stay that no page needs any more
_MANY, _SHARE = 20, 4  # so many files, or one in so many, may be removed without a word


class Plan(Struct, frozen=True, kw_only=True):
    """One deploy. Groups are done one after the other; the files of one in any order."""

    cleared: tuple[str, ...]  # removed first, since a new file needs their place
    written: tuple[tuple[str, ...], ...]  # groups by turn, by path within each
    removed: tuple[tuple[str, ...], ...]  # groups by turn, the last first
    journal: Journal
    manifest: Manifest
    is_needed: bool  # False where the target is as it should be

    @property
    def to_write(self) -> tuple[str, ...]:
        """Every file that travels, in order."""
        return tuple(path for group in self.written for path in group)

    @property
    def to_remove(self) -> tuple[str, ...]:
        """Every file that goes, in order."""
        return (*self.cleared, *(path for group in self.removed for path in group))


def plan_deploy(
    wanted: Mapping[str, File], known: Known, about: Manifest, *, counted: int = 0, full: bool = False
) -> Plan:
    """The plan that makes a target hold the wanted files.

    `about` is what the new manifest says beside its files; `counted` the number of the last deploy, where
    that was gone back from; `full` sends every file, whatever is known.
    """
    base, there = known.manifest, known.files
    is_another = known.is_new or base.files != wanted
    # Finishing what broke off at its very end makes no new one.
    generation = max(base.generation, counted) + 1 if is_another else base.generation
    fresh = [
        path
        for path, file in wanted.items()
        if full or (known_file := there.get(path)) is None or known_file.digest != file.digest
    ]
    gone = {path: file for path, file in there.items() if path not in wanted}
    former = dict(_kept(gone, known, generation))
    removed = [path for path in gone if path not in former]
    cleared = _in_the_way(removed, fresh)
    touched = {path: File(UNSURE, wanted[path].turn) for path in fresh}
    touched |= {path: File(UNSURE, there[path].turn) for path in removed}
    return Plan(
        cleared=tuple(sorted(cleared)),
        written=tuple(_groups(fresh, wanted)),
        removed=tuple(reversed([*_groups((p for p in removed if p not in cleared), there)])),
        journal=Journal(generation=generation, files={**_news(known), **touched}),
        manifest=Manifest(
            builder=about.builder,
            site=about.site,
            made=about.made,
            generation=generation,
            files=dict(wanted),
            former=former,
        ),
        is_needed=bool(fresh or removed or known.is_interrupted or is_another),
    )


def too_many(plan: Plan, known: Known, limit: str) -> int:
    """How many files may be removed, where the plan removes more; 0 where it does not.

    `limit` is a number, a number with a percent sign, or "" for one in four, and 20 in any case.
    """
    count, ours = len(plan.to_remove), len(known.files)
    if limit.endswith("%"):
        most = ours * int(limit[:-1]) // 100
    else:
        most = int(limit) if limit else max(_MANY, ours // _SHARE)
    return max(1, most) if count > most else 0


def _kept(gone: Mapping[str, File], known: Known, generation: int) -> Iterator[tuple[str, tuple[File, int]]]:
    """The lasting files that no page needs any more and some reader's page may."""
    for path, file in gone.items():
        if file.turn == LASTING:
            dropped = known.manifest.former.get(path, (file, generation))[1]
            if generation - dropped < KEPT:
                yield path, (file, dropped)


def _news(known: Known) -> dict[str, File]:
    """What is known of the target's files by a journal alone: the next one must say it too."""
    base = known.manifest
    return {
        path: file
        for path, file in known.files.items()
        if known.is_interrupted and base.files.get(path) != file and base.former.get(path, (None,))[0] != file
    }


def _groups(paths: Iterable[str], files: Mapping[str, File]) -> Iterator[tuple[str, ...]]:
    ordered = sorted((files[path].turn, path) for path in paths)
    for _, group in groupby(ordered, key=lambda pair: pair[0]):
        yield tuple(path for _, path in group)


def _in_the_way(removed: Iterable[str], fresh: Iterable[str]) -> set[str]:
    """Files where a new folder must stand, and files in a folder where a new file must."""
    removed = [*removed]
    if not removed:
        return set()
    files = {*fresh}
    folders = {folder for path in files for folder in parents(path)}
    return {path for path in removed if path in folders or not files.isdisjoint(parents(path))}
