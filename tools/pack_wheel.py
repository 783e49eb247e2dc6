"""Packs the wheel anew with libdeflate, by which it is a fiftieth smaller than by zlib.

hatchling runs this when it has made a wheel, as `pyproject.toml` says. What is in the wheel, its order and
its dates stay; any tool that reads wheels reads it. Knows nothing of the project.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LEVEL = 12  # the tightest
VERSION = 20  # of the format, that deflated members take; 3 << 8 says that their modes are those of Unix
# APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")


class PackWheel(BuildHookInterface[Any]):
    """Packs a wheel when it has been made, and leaves an editable one as it is."""

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Replace the wheel by the smaller one."""
        if version == "standard":
            Path(artifact_path).write_bytes(packed(Path(artifact_path)))


def packed(wheel: Path) -> bytes:
    """The archive with the same members, packed as tightly as can be read everywhere."""
    from deflate import deflate_compress  # is there when a wheel is built, and not when hooks are listed

    members, directory = bytearray(), bytearray()
    with zipfile.ZipFile(wheel) as archive:
        infos = archive.infolist()
        for info in infos:
            body, name = archive.read(info), info.filename.encode()
            small, method = bytes(deflate_compress(body, LEVEL)), zipfile.ZIP_DEFLATED
            if len(small) >= len(body):
                small, method = body, zipfile.ZIP_STORED
            year, month, day, hour, minute, second = info.date_time
            common = (
                *(info.flag_bits, method, hour << 11 | minute << 5 | second // 2),
                *((year - 1980) << 9 | month << 5 | day, info.CRC, len(small), len(body), len(name), 0),
            )
            place = (0, 0, 0, info.external_attr, len(members))
            directory += CENTRAL.pack(b"PK\1\2", 3 << 8 | VERSION, VERSION, *common, *place) + name
            members += LOCAL.pack(b"PK\3\4", VERSION, *common) + name + small
    count = len(infos)
    end = END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(members), 0)
    return bytes(members + directory + end)
