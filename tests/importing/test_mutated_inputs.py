"""Whatever a raw article has become on its way, the importer gives an article or says why not."""

from __future__ import annotations

import os
import random
import resource
import time
import warnings
from pathlib import Path

import pytest
from samples import SAMPLES

from site_builder.importing.article_file import Asked, article_of
from site_builder.importing.items import Item
from site_builder.importing.reader import Reader
from site_builder.importing.sources import items_of
from site_builder.problems import ProblemsFound
from site_builder.settings import Settings, TagSetting

pytest.importorskip("trafilatura", reason="the extra [import] is not installed")

# A minute in continuous integration; a moment elsewhere.
INPUTS = 10_000 if os.environ.get("CI") else 400
PARTS = 8
SLOWEST = 10.0  # seconds of CPU time for one input, on a busy machine
MOST = 500_000  # kilobytes by which the process may grow
SPICE = [
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b"&",
    b"{{",
    b"]]>",
    b"<script>",
    b"---\n",
    b"\r",
    b"\n\n",
    b"\xe2\x80\xae",
]
SETTINGS = Settings(title="Digest", tags={"un": TagSetting("United Nations", aliases=("UN",))})


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, moved, doubled, left out or spiced."""
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        end = min(end, at + chance.choice((1, 8, 200)))
        match chance.randrange(6):
            case 0:
                data = data[:at] + chance.choice(SPICE) + data[at:]
            case 1:
                data = data[:at] + data[end:]
            case 2:
                data = data[:end] + data[at:end] * chance.choice((1, 1, 30)) + data[end:]
            case 3:
                data = data[:at] + chance.randbytes(end - at) + data[end:]
            case 4:
                data = data[:at]
            case 5:
                data = data[at:] + data[:at]
    return data[:200_000]


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("part", range(PARTS))
def test_mutated_inputs_end_in_articles_or_problems_and_cost_little(part: int, tmp_path: Path) -> None:
    chance = random.Random(part)
    seeds = sorted(SAMPLES.items())
    reader = Reader(SETTINGS)
    source = tmp_path / "source"
    remedies: list[str] = []
    before = _peak()
    for _ in range(INPUTS // PARTS):
        name, data = chance.choice(seeds)
        source.write_bytes(_mutated(data, chance))
        begun = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parsers, about what they are given
            for found in items_of(str(source)):
                if not isinstance(found, Item):
                    assert found.message
                    continue
                try:
                    imported = article_of(found, reader.read(found), SETTINGS, Asked())
                    assert imported.markdown.startswith("---\ntitle:")
                except ProblemsFound as refused:
                    remedies += [problem.remedy for problem in refused.problems]
        assert time.process_time() - begun < SLOWEST, name
    assert all(remedies)
    assert _peak() - before < MOST
