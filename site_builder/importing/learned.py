"""What earlier imports teach of each source: lines that recur in its texts, and lines that editors put back.

Reads `content/_raw/`, and writes nothing. Of a source with a great many originals the newest are enough.
"""

from __future__ import annotations

import re
from pathlib import Path

from site_builder.importing.article_file import RAW_FOLDER
from site_builder.importing.ledger import TEXT
from site_builder.importing.originals import spared_lines
from site_builder.importing.plain.furniture import recurring_lines
from site_builder.importing.reader import Habits

MOST = 500  # originals of one source; paths begin with the year, so the last ones are the newest
_HEAD = 2000  # bytes of a ledger that hold what it is about
# A ledger is YAML; reading thousands of them as such, for three words, would take longer than an import.
_SOURCE = re.compile(r"^source: \"?([^\"\n]+?)\"?$", re.MULTILINE)
_OF = re.compile(rf"^of: \"?{TEXT}\"?$", re.MULTILINE)
_ORIGINAL = re.compile(r"^original: \"?([^\"\n]+?)\"?$", re.MULTILINE)


def habits_of(content_folder: Path) -> dict[str, Habits]:
    """By the keys of sources. A ledger or an original that cannot be read teaches nothing."""
    originals: dict[str, list[Path]] = {}
    for file in sorted((content_folder / RAW_FOLDER).rglob("*.yaml")):
        try:
            with file.open("rb") as ledger:
                head = ledger.read(_HEAD).decode("utf-8", "replace")
        except OSError:
            continue
        source, original = _SOURCE.search(head), _ORIGINAL.search(head)
        if source and original and _OF.search(head):
            originals.setdefault(source[1], []).append(content_folder / original[1])
    spared = spared_lines(content_folder)
    return {
        source: Habits(_recurring(originals.get(source, [])[-MOST:]), spared.get(source, frozenset()))
        for source in sorted({*originals, *spared})
    }


def _recurring(originals: list[Path]) -> dict[str, int]:
    texts = []
    for file in originals:
        try:
            texts.append(file.read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
    return {line.text: line.articles for line in recurring_lines(texts)}
