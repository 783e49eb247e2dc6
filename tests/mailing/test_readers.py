"""`mailing/readers.py` and `addresses.py`: lists of readers, and what an address is."""

from __future__ import annotations

import pytest

from site_builder.addresses import in_ascii, split_mailbox, why_not_an_address
from site_builder.mailing.readers import read_list

GOOD = ["a@b.example", "a.b+c@d-e.example", "jürgen@bücher.example", "o'hara_1@x.example", "root@localhost"]
BAD = [
    "a",
    "@b.example",
    "a@",
    "a@b",
    "a b@c.example",
    "a@b@c.example",
    ".a@b.example",
    "a..b@c.example",
    "a@-b.example",
    "a@b..example",
    '"a b"@c.example',
    "a@[127.0.0.1]",
    "a@b.example\r\nBcc: c@d.example",
    "a\x00@b.example",
    "a\u200b@b.example",
    "a@b.example,c@d.example",
    f"{'a' * 65}@b.example",
    f"a@{'b' * 64}.example",
    f"a@{'b.' * 130}example",
]


@pytest.mark.parametrize("address", GOOD)
def test_an_address_is_one(address: str) -> None:
    assert why_not_an_address(address) == ""


@pytest.mark.parametrize("address", BAD)
def test_what_is_no_address_is_told_why(address: str) -> None:
    assert why_not_an_address(address)


def test_a_mailbox_is_a_name_and_an_address() -> None:
    assert split_mailbox('"Doe, Jane" <jane@x.example>') == ("Doe, Jane", "jane@x.example")
    assert split_mailbox(" jane@x.example ") == ("", "jane@x.example")
    assert why_not_an_address(split_mailbox("Jane <jane@x.example> <b@c.example>")[1])


def test_a_domain_is_written_as_the_name_service_knows_it() -> None:
    assert in_ascii("a@bücher.example") == "a@xn--bcher-kva.example"


def test_a_list_gives_each_reader_once_in_its_order() -> None:
    text = "\ufeff# our readers\r\nB@x.example\n\nJane Doe <a@x.example>\nb@X.example\n"
    assert read_list(text, "list.txt") == (("B@x.example", "a@x.example"), ())


def test_every_line_that_is_no_address_is_told_with_its_place() -> None:
    readers, problems = read_list("a@x.example\nnobody\nb@x.example\nc@x.example; d@x.example\n", "list.txt")
    assert readers == ("a@x.example", "b@x.example")
    assert [str(problem.place) for problem in problems] == ["list.txt:2", "list.txt:4"]
