"""What every test may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest
from digests import CONFIG, Digest
from jinja2.bccache import Bucket

from site_builder import layouts


@pytest.fixture
def digest(tmp_path: Path) -> Callable[..., Digest]:
    """Begins a digest with the given files and, unless it is among them, the least config.yaml there is.

    `config` is added to that least one.
    """

    def begin(
        files: Mapping[str, str | bytes] | None = None, config: str = "", folder: str = "site"
    ) -> Digest:
        made = Digest(tmp_path / folder)
        made.write({"config.yaml": CONFIG + config, **(files or {})})
        return made

    return begin


class _Compiled(jinja2.BytecodeCache):
    """The compiled layouts of all builds of a run, by name and text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._codes[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _layouts_compiled_once() -> Iterator[None]:
    """Compiling the default layouts is nine tenths of a small build, and the same each time."""
    compiled = _Compiled()
    environment = layouts._RecordingEnvironment
    begin = environment.__init__

    def begin_with_cache(self: Any, texts: Any) -> None:
        begin(self, texts)
        self.bytecode_cache = compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "__init__", begin_with_cache)
        yield
