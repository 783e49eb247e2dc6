"""The sources of a site as they were last saved, looked at as far as there is reason to.

Knows no build: it is told of which sources one was made.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Iterable, Mapping, Set

from site_builder.configuring import configure
from site_builder.files import digest_of, read_steadily
from site_builder.incremental.stamps import Stamp, now
from site_builder.options import Where
from site_builder.problems import ProblemsFound
from site_builder.reading import folders_of
from site_builder.sources import ARTICLE, Folders, Seen, Sources

USUAL = Folders("content", "layouts", "static", "output")
_SAVING = 0.5  # seconds that a file may stay empty while it is saved


class SavedSources:
    """What lies on the disk of one site, look after look."""

    def __init__(self, where: Where, output: str) -> None:
        """`output` is the output folder where that of the settings is not wanted, else ""."""
        self.last: Sources | None = None  # those of the last build
        self._where = where
        self._output = output
        self._unsettled: Set[str] = set()  # sources that may change without their stamps
        self._failed: dict[str, Stamp] | None = None  # what the last build failed over

    def now(
        self, folders: Folders | None, touched: Collection[str] | None
    ) -> tuple[Sources, list[str] | None]:
        """The sources as they are after any save that is going on, and which of them alone were looked at,
        where that was enough.

        `folders` are those of the last build, if there was one; `touched` the files that may have changed,
        None where it could be any. Some editors make a file empty and then write it: one that has just
        become empty is looked at again a little later, and is believed to be meant so when it stays. Raises
        NoProject.
        """
        until = time.monotonic() + _SAVING
        while True:
            sources, names = self._look(folders, touched)
            since = now() - int(_SAVING * 1e9)
            known = sources.stamps
            stamps = known.values() if names is None else [known[n] for n in {*names, *self._unsettled}]
            if time.monotonic() > until or not any(s[0] == 0 and s[1] > since for s in stamps):
                return sources, names
            time.sleep(0.01)

    def _look(
        self, folders: Folders | None, touched: Collection[str] | None
    ) -> tuple[Sources, list[str] | None]:
        if touched is not None and self.last and not self.has_failed and all(map(_is_file, touched)):
            names = self.last.names
            if all(path in names for path in touched):
                looked = {names[path] for path in touched}
                return self.last.looked_at(looked | self._unsettled), [*looked]
        return Sources(self._where, folders or self._folders_of_settings()), None

    def are_articles(self, touched: Collection[str]) -> bool:
        """Whether all of these are articles that the last build has read, and they are there."""
        names = self.last.names if self.last and not self.has_failed else {}
        known = (names.get(path, "") for path in touched)
        return all(n.startswith("content/") and n.endswith(ARTICLE) for n in known) and all(
            map(_is_file, touched)
        )

    def _folders_of_settings(self) -> Folders:
        """Where the sources lie on a site that no build is remembered of, be its settings right or not."""
        try:
            return folders_of(configure(self._where), self._output)
        except ProblemsFound:
            return USUAL

    @property
    def has_failed(self) -> bool:
        """Whether the last build failed."""
        return self._failed is not None

    def failed_before(self, sources: Sources) -> bool:
        """Whether the last build failed over the very same."""
        return self._failed == sources.stamps

    def overtaken(self, sources: Sources, names: Collection[str]) -> bool:
        """Whether any of these sources has been saved again since they were looked at."""
        read = {*names, *self._unsettled} & sources.files.keys()
        return sources.looked_at(read).stamps != sources.stamps

    def built(self, sources: Sources, seen: Mapping[str, Seen]) -> None:
        """A build was made of these, which remembers them as `seen`."""
        self.last, self._failed = sources, None
        self._unsettled = {*sources.suspects(seen)}

    def failed(self, sources: Sources) -> None:
        """A build of these failed."""
        self.last, self._failed = sources, dict(sources.stamps)

    def forget(self) -> None:
        """Trust nothing that was looked at before."""
        self.last = None


def changed_among(names: Iterable[str], sources: Sources, known: Mapping[str, Seen]) -> list[str]:
    """Those of the sources that are others than is known: of some only the stamp is not trusted yet. One
    that is gone has changed.
    """
    return [name for name in names if _is_changed(sources.files[name], known.get(name))]


def _is_changed(path: str, known: Seen | None) -> bool:
    try:
        return known is None or digest_of(read_steadily(path)[0]) != known.digest
    except OSError:
        return True


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False
