"""Which folder a preview has for itself, and what it says where that is not the usual one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from digests import CLOCK, Digest, article

from site_builder.options import Options, Where
from site_builder.preview.running import Wishes, previewing

FILES = {"content/a.md": article("A")}


def _options(site: Digest) -> Options:
    return Options(where=Where(site.folder), clock=CLOCK)


def test_a_second_preview_of_a_site_says_where_the_first_one_is_and_how_to_have_only_one(
    digest: Callable[..., Digest],
) -> None:
    site = digest(FILES)
    told: list[str] = []
    with previewing(_options(site), Wishes(), told.append, "http://localhost:8000"):
        assert told == []
        with previewing(_options(site), Wishes(), told.append, "http://localhost:8001") as second:
            assert second.first().built
        first, remedy = told
    holder = rf"http://localhost:8000, pid {os.getpid()}, since \d\d:\d\d:\d\d"
    assert re.fullmatch(rf"Another preview of this site is running \({holder}\)\.", first)
    assert remedy.endswith("if you need only one, end one with Ctrl-C.")


def test_a_preview_whose_folder_cannot_be_its_own_says_which_one_and_goes_on(
    digest: Callable[..., Digest],
) -> None:
    site = digest(FILES)
    folder = site.folder / ".site-builder/preview"
    folder.parent.mkdir()
    folder.symlink_to(site.folder)
    told: list[str] = []
    with previewing(_options(site), Wishes(), told.append, "http://localhost:8000") as preview:
        assert preview.first().built
    assert told[0].startswith(f"{folder} cannot be written, so this preview begins from nothing")
