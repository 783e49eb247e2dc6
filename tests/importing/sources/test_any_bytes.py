"""Whatever bytes a source has, it gives items or problems, in bounded time, and raises nothing."""

from __future__ import annotations

import gzip
import io
import random
import time
import unicodedata
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import SAMPLES

from site_builder.importing.items import Item
from site_builder.importing.sources import items_of
from site_builder.problems import Problem

pytest.importorskip("feedparser", reason="the extra [import] is not installed")
SECONDS = 5  # for one source, on a busy machine


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("any") / "source")


def check(path: str, data: bytes) -> None:
    Path(path).write_bytes(data)
    begin = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parsers, about what they are given
        results = list(items_of(path))
    assert time.process_time() - begin < SECONDS
    assert results
    for result in results:
        assert isinstance(result, Item | Problem)
        if isinstance(result, Item):
            assert result.original
            for _, found in result.stated:
                assert found.value
                assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in found.value)
        else:
            assert result.message
            assert result.remedy


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000))
def test_any_bytes_give_items_or_problems(path: str, data: bytes) -> None:
    check(path, data)


TOKENS = [
    b"<item>", b"</item>", b"<entry>", b"</entry>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml", b"?>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&nbsp;", b"&", b"<", b">", b"\"", b"'", b"\0", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\r\n", b"\n\n", b"--B", b"------B--", b"Content-Type: multipart/mixed; boundary=B\n",
    b"encoding='utf-7'", b"encoding='idna'", b"{", b"}", b"[", b"null", b"1e999", b"\\ud800", b"\x1f\x8b\x08",
    b"xmlns:wp='http://wordpress.org/export/1.2/'", b"<rss><channel>", b"=?x?q?=", b"99999999999999999999",
]  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A sample with a few bites taken out of it, put in or put twice."""
    data = draw(st.sampled_from(sorted(SAMPLES.values())))
    for _ in range(draw(st.integers(1, 6))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(0, 40))
        piece = draw(
            st.one_of(st.sampled_from(TOKENS), st.binary(max_size=8), st.just(data[at : at + length]))
        )
        data = data[:at] + piece + data[at + draw(st.sampled_from([0, length])) :]
    if draw(st.integers(0, 9)) == 0:
        data = gzip.compress(data)[: draw(st.integers(0, 2000))]
    return data


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=mutations())
def test_mutated_samples_give_items_or_problems(path: str, data: bytes) -> None:
    check(path, data)


@pytest.mark.parametrize("piece", TOKENS)
@pytest.mark.parametrize("sample", ["rss", "mail", "wordpress", "page", "json", "text"])
def test_anything_a_hundred_thousand_times_costs_little(path: str, sample: str, piece: bytes) -> None:
    data = SAMPLES[sample]
    middle = len(data) // 2
    check(path, data[:middle] + piece * 100_000 + data[middle:])


def test_noise_that_begins_like_something_gives_a_problem_or_an_item(path: str) -> None:
    chance = random.Random(4)
    for sample in SAMPLES.values():
        made = io.BytesIO(sample[:200])
        made.seek(0, io.SEEK_END)
        made.write(chance.randbytes(50_000))
        check(path, made.getvalue())
