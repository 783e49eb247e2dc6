"""States of a target that readers have seen, kept on this machine so that one can go back to them.

For targets with one place for each file, whose former bytes are gone when it is written over. They are not
kept there, where a text that was withdrawn could still be asked for. All of it may be lost: then there is
nothing to go back to. Knows no target.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

import msgspec

from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.manifest import File, Manifest
from site_builder.files import digest_of

FOLDER = "deployed"  # below .site-builder/, with a file for each target

_QUICK = 1  # of zlib's levels: pages become a quarter of their size, and no first deploy is felt to wait
_SCHEMA = """
CREATE TABLE IF NOT EXISTS states (key TEXT PRIMARY KEY, before TEXT, manifest BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (digest TEXT PRIMARY KEY, body BLOB);
CREATE TABLE IF NOT EXISTS going_back (from_key TEXT PRIMARY KEY, to_key TEXT) WITHOUT ROWID;
"""


class KeptStates:
    """The states of one target, each with the one that was seen before it."""

    def __init__(self, file: Path, keep: int) -> None:
        """`keep` is how many there are to be, the live one too."""
        self._file = file
        self._most = keep

    def keep(self, state: Manifest, before: Manifest, output: Path) -> None:
        """Keep a state that is about to become live, of the files of an output folder.

        `before` is what is live now, from a deploy of this machine or of another; what one can go back to
        from it stays until the new one is `shown`. Raises OSError and sqlite3.Error where it cannot be kept.
        """
        try:
            self._keep(state, before, output)
        except sqlite3.OperationalError:  # which says nothing of what is in the file
            raise
        except sqlite3.DatabaseError:
            self._file.unlink()
            self._keep(state, before, output)

    def _keep(self, state: Manifest, before: Manifest, output: Path) -> None:
        with self._opened() as states:
            states.execute("DELETE FROM going_back")
            _add_bodies(states, state.files, output)
            earlier = _key(before)
            known = earlier if _manifest(states, earlier) else _ELSEWHERE
            _add_state(states, state, known if before.generation else _NOTHING)
            _forget_all_but(states, [*_chain(states, _key(state), self._most + 1)])

    def before(self, live: Manifest, shown: str, *, is_interrupted: bool) -> Manifest:
        """What readers saw on the target before the live state.

        Where a deploy was interrupted, it is the live state itself, some of which they see no more; where it
        was a way back, the state that it led to. Raises DeployFailed where it is not known here.
        """
        if not live.generation:
            raise DeployFailed(f"nothing was deployed to {shown}", "Deploy first.")
        if not self._file.is_file():
            raise _not_kept(shown)
        with self._opened() as states:
            key = _key(live)
            wanted = _value(states, "SELECT to_key FROM going_back WHERE from_key = ?", key)
            wanted = str(wanted or (key if is_interrupted else _before(states, key)))
            if found := _manifest(states, wanted):
                return found
            if wanted == _NOTHING:
                message = f"{shown} shows its first deploy: nothing was there before it"
                raise DeployFailed(message, "To show something else, deploy it.")
            raise _not_kept(shown) if wanted in (_ELSEWHERE, key) else self._too_far(shown)

    def _too_far(self, shown: str) -> DeployFailed:
        """It was kept, and others are kept now."""
        steps = f"{self._most - 1} {'step' if self._most == 2 else 'steps'}"
        return DeployFailed(
            f"with `keep: {self._most}` one can go {steps} back on {shown}, and no further",
            f"{_BY_SOURCES}\nTo go further back in future, write  keep: {self._most + 1}  at the target.",
        )

    def bring(self, state: Manifest, paths: Collection[str], folder: Path) -> None:
        """Write files of a state into a folder. Raises DeployFailed where one is lost, and OSError."""
        with self._opened() as states:
            for path in paths:
                packed = _value(states, "SELECT body FROM bodies WHERE digest = ?", state.files[path].digest)
                body = _unpacked(packed)
                if digest_of(body) != state.files[path].digest:
                    raise DeployFailed(f"'{path}' as it was is lost in {self._file}", _BY_SOURCES)
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(body)

    def begin_to_go_back(self, live: Manifest, wanted: Manifest, again: Manifest) -> None:
        """Before the live state gives way to the wanted one, which is then called `again`."""
        with self._opened() as states:
            states.execute("REPLACE INTO going_back VALUES (?, ?)", (_key(live), _key(wanted)))
            _add_state(states, again, _before(states, _key(wanted)))

    def shown(self, state: Manifest) -> None:
        """Readers see it: forget what came after it, and what lies too far before it."""
        with self._opened() as states:
            states.execute("DELETE FROM going_back")
            _forget_all_but(states, [*_chain(states, _key(state), self._most)])

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as states, states:
            states.executescript(_SCHEMA)
            yield states


def unreadable(shown: str, error: sqlite3.Error) -> DeployFailed:
    """What is kept is damaged."""
    return DeployFailed(f"what is kept of {shown} on this machine cannot be read: {error}", _BY_SOURCES)


def _not_kept(shown: str) -> DeployFailed:
    """Somebody else knows it, or nobody does any more."""
    return DeployFailed(
        f"what readers saw on {shown} before the last deploy is not kept on this machine",
        f"{_BY_SOURCES}\nIt is kept by the machine that deployed it, in .site-builder/{FOLDER}/.",
    )


_BY_SOURCES = "Build the earlier state of your sources again and deploy it: only what differs travels."
_NOTHING, _ELSEWHERE = "nothing", "elsewhere"  # in the place of a key: what was seen before a state


def _key(state: Manifest) -> str:
    """What a state is known by: its number alone may come twice, where a target was emptied."""
    files = msgspec.json.encode(state.files, order="sorted")
    return f"{state.generation}-{blake2b(files, digest_size=16).hexdigest()}"


def _add_state(states: sqlite3.Connection, state: Manifest, before: str) -> None:
    packed = zlib.compress(msgspec.json.encode(state), _QUICK)
    states.execute("REPLACE INTO states VALUES (?, ?, ?)", (_key(state), before, packed))


def _add_bodies(states: sqlite3.Connection, files: Mapping[str, File], output: Path) -> None:
    known = {digest for (digest,) in states.execute("SELECT digest FROM bodies")}
    new = {file.digest: path for path, file in files.items() if file.digest not in known}
    bodies = ((digest, (output / path).read_bytes()) for digest, path in new.items())
    # One that was changed meanwhile is not deployed either.
    right = ((digest, zlib.compress(body, _QUICK)) for digest, body in bodies if digest_of(body) == digest)
    states.executemany("REPLACE INTO bodies VALUES (?, ?)", right)


def _chain(states: sqlite3.Connection, key: str, most: int) -> Iterator[str]:
    """A state and those that were seen before it, one after the other."""
    while most and _manifest(states, key):
        yield key
        key = _before(states, key)
        most -= 1


def _before(states: sqlite3.Connection, key: str) -> str:
    """The state that was seen before one, as a key, `_NOTHING` or `_ELSEWHERE`."""
    return str(_value(states, "SELECT before FROM states WHERE key = ?", key) or _ELSEWHERE)


def _forget_all_but(states: sqlite3.Connection, kept: Collection[str]) -> None:
    wanted: set[str] = set()
    for key in kept:
        if manifest := _manifest(states, key):
            wanted.update(file.digest for file in manifest.files.values())
    gone = [(key,) for (key,) in states.execute("SELECT key FROM states") if key not in kept]
    states.executemany("DELETE FROM states WHERE key = ?", gone)
    lost = [(digest,) for (digest,) in states.execute("SELECT digest FROM bodies") if digest not in wanted]
    states.executemany("DELETE FROM bodies WHERE digest = ?", lost)


def _manifest(states: sqlite3.Connection, key: str) -> Manifest | None:
    packed = _value(states, "SELECT manifest FROM states WHERE key = ?", key)
    try:
        return msgspec.json.decode(_unpacked(packed), type=Manifest) if packed else None
    except msgspec.DecodeError as error:
        raise sqlite3.DatabaseError(f"a list of files is damaged: {error}") from error


def _unpacked(packed: object) -> bytes:
    try:
        return zlib.decompress(packed) if isinstance(packed, bytes) else b""
    except zlib.error:
        return b""


def _value(states: sqlite3.Connection, query: str, key: str) -> object:
    found = states.execute(query, (key,)).fetchone()
    return found[0] if found else None
