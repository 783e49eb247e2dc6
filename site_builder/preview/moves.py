"""Where pages of articles went: addresses that an article had, and files that have another name now.

Knows this run of the preview only. Pure: files and addresses are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

_MOST = 20_000  # former addresses that are remembered; the oldest are forgotten first


class Moves:
    """What has moved so far."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}  # former address → the source that had its page there
        self._names: dict[str, str] = {}  # former name of a source → the next one

    def note(
        self, before: Mapping[str, str], address: Callable[[str], str], renamed: Mapping[str, str]
    ) -> None:
        """One build: the addresses that some sources had `before`, "" for none, what says where they are
        now, and which sources have another name since.
        """
        for old, new in renamed.items():
            self._names[old] = new
            self._names.pop(new, None)  # it is there again
        for name, former in before.items():
            if former and address(renamed.get(name, name)) != former:
                self._sources.pop(former, None)
                self._sources[former] = name
        while len(self._sources) > _MOST:
            del self._sources[next(iter(self._sources))]

    def source_of(self, former: str, known: str = "") -> str:
        """The source, by its name now, of the page that was at an address; "" where none was.

        `known` is what the asker takes for the source, from before this run.
        """
        name, seen = self._sources.get(former, known), set()
        while name in self._names and name not in seen:
            seen.add(name)
            name = self._names[name]
        return name


def renamed_files(gone: Mapping[str, str], come: Mapping[str, str]) -> dict[str, str]:
    """Which files that are gone are there under another name, each with the digest of its bytes.

    Equal bytes tell; and where one article is gone and one has come, it is taken for the same. Ties go to the
    name that comes first.
    """
    found: dict[str, str] = {}
    by_digest = {digest: name for name, digest in sorted(come.items(), reverse=True)}
    for name, digest in sorted(gone.items()):
        if digest in by_digest:
            found[name] = by_digest.pop(digest)
    rest_gone, rest_come = _articles(gone.keys() - found.keys()), _articles(come.keys() - set(found.values()))
    if len(rest_gone) == len(rest_come) == 1:
        found[rest_gone[0]] = rest_come[0]
    return found


def _articles(names: Collection[str]) -> list[str]:
    return [name for name in names if name.startswith("content/") and name.endswith(".md")]
