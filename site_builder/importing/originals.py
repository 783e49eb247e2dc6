"""Which originals were imported before, found by their bytes. Reads `content/_raw/`, and writes nothing.

And what editors have put back there, which is not to be cut another time.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from site_builder.importing.article_file import RAW_FOLDER
from site_builder.importing.ledger import Origin, read_ledger, read_notes
from site_builder.importing.undo import undone_lines


class Earlier(Struct, frozen=True):
    """An import of the same bytes that was made before, under whatever options."""

    stem: str  # of its article's path below the content folder
    suffix: str  # of its original
    origin: Origin
    notes: tuple[str, ...]  # that it left for an editor

    @property
    def path(self) -> str:
        """Where it wrote its article, below the content folder."""
        return f"{self.stem}.md"


class Originals:
    """The originals of a digest. Looks through their folder once, so that a run of thousands does not."""

    def __init__(self, content_folder: Path) -> None:
        self._folder = content_folder / RAW_FOLDER
        self._by_size: dict[int, list[Path]] = {}
        for file in sorted(self._folder.rglob("*")):
            if file.suffix not in {"", ".yaml", ".new", ".tmp"} and file.is_file():
                self.add(file, file.stat().st_size)

    def add(self, file: Path, size: int) -> None:
        """Know of one more."""
        self._by_size.setdefault(size, []).append(file)

    def find(self, raw: bytes) -> Earlier | None:
        """The earlier import of the same bytes; of several, that of the first path.

        Sizes are compared before bytes. The article's path is that of the original, not what a ledger says,
        which anybody may have edited.
        """
        for original in sorted(self._by_size.get(len(raw), ())):
            if earlier := self._imported(original, raw):
                return earlier
        return None

    def _imported(self, original: Path, raw: bytes) -> Earlier | None:
        try:
            if original.read_bytes() != raw:
                return None
            text = original.with_suffix(".yaml").read_text("utf-8", "replace")
        except OSError:
            return None
        origin = read_ledger(text)
        # Beside an original of the same name with another suffix may lie the ledger of that one.
        if origin is None or Path(origin.original).suffix != original.suffix:
            return None
        stem = original.relative_to(self._folder).with_suffix("").as_posix()
        return Earlier(stem, original.suffix, origin, read_notes(text))


def spared_lines(content_folder: Path) -> dict[str, frozenset[str]]:
    """By source: the shapes of lines that editors have put back, so that no import cuts them again.

    A ledger that cannot be read has none. See `undo.line_shape`.
    """
    spared: dict[str, frozenset[str]] = {}
    for file in sorted((content_folder / RAW_FOLDER).rglob("*.yaml")):
        try:
            text = file.read_text("utf-8", "replace")
            # Few ledgers have any, and reading one as YAML takes a hundred times as long as this look.
            if ", undone: " not in text:
                continue
            source, shapes = undone_lines(text)
        except (OSError, ValueError):
            continue
        spared[source] = spared.get(source, frozenset()) | shapes
    return spared
