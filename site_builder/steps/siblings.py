"""Whether the compressed siblings of an output stand as they were written. Loads little, asked of each."""

from __future__ import annotations

from pathlib import Path

from site_builder.files import digest_of
from site_builder.incremental.stamps import NONE, file_stamp
from site_builder.memory import Written


def siblings_stand(file: str, record: Written, *, full: bool = False) -> bool:
    """Whether the siblings of a file have their bytes and its time; `full` reads all, whatever the stamps."""
    time = file_stamp(file)[1]
    for sibling in record.siblings:
        name = f"{file}{sibling.ending}"
        there = file_stamp(name)
        if there == NONE or there[1] != time:
            return False
        if (there != sibling.stamp or full) and digest_of(Path(name).read_bytes()) != sibling.digest:
            return False
    return True
