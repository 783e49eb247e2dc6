"""Tags rewritten in front matter: nothing but the tags changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content.front_matter import read_front_matter
from site_builder.problems import ProblemsFound
from site_builder.retagging.article_tags import retagged, with_tags

OTHERS = {"truce": "ceasefire", "Truce": "ceasefire", "armistice": "ceasefire"}


def _merged(yaml: str) -> str:
    text = f"---\n{yaml}---\nThe body: truce.\n"
    after = retagged(text, "a.md", OTHERS.get, lambda tag: OTHERS.get(tag, tag))
    assert after.startswith("---\n")
    assert after.endswith("---\nThe body: truce.\n")
    return after[4 : -len("---\nThe body: truce.\n")]


REWRITTEN = {
    "title: T\ntags: [truce, un]\n": "title: T\ntags: [ceasefire, un]\n",
    "tags: [ un ,  truce ]  # two\ntitle: truce\n": "tags: [ un ,  ceasefire ]  # two\ntitle: truce\n",
    "title: T\ntags: ['truce', \"Truce\", un]\n": "title: T\ntags: ['ceasefire', un]\n",
    "title: T\ntags: [ceasefire, truce, un]\n": "title: T\ntags: [ceasefire, un]\n",
    "title: T\ntags: [truce, un, ceasefire]\n": "title: T\ntags: [ceasefire, un]\n",
    "title: T\ntags:\n  - un\n  - truce # why\n": "title: T\ntags:\n  - un\n  - ceasefire # why\n",
    "title: T\ntags:\n- truce\n- armistice # old\n- un\n": "title: T\ntags:\n- ceasefire\n# old\n- un\n",
    "title: T\ntags:\n- truce\n- armistice\n- un\n": "title: T\ntags:\n- ceasefire\n- un\n",
    "title: T\ntags: un, truce\nslug: s\n": "title: T\ntags: un, ceasefire\nslug: s\n",
    "title: T\ntags: \"truce, Truce , un\"\n": "title: T\ntags: \"ceasefire, un\"\n",
    "title: T\ntags: truce\n": "title: T\ntags: ceasefire\n",
    "title: T\ntags:\n  [truce,\n   un]\n": "title: T\ntags:\n  [ceasefire,\n   un]\n",
    "title: T\ntags: [un]\n": "title: T\ntags: [un]\n",
    "title: T\ntags:\n": "title: T\ntags:\n",
    "title: truce\n": "title: truce\n",
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), REWRITTEN.items())
def test_a_tag_is_rewritten_where_it_stands(before: str, after: str) -> None:
    assert _merged(before) == after


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff---\r\ntitle: T\r\ntags:\r\n- truce\r\n- Truce\r\n---\r\nBody\r\n"
    after = retagged(text, "a.md", OTHERS.get, lambda tag: OTHERS.get(tag, tag))
    assert after == "\ufeff---\r\ntitle: T\r\ntags:\r\n- ceasefire\r\n---\r\nBody\r\n"


def test_front_matter_that_cannot_be_read_is_told_with_its_place() -> None:
    with pytest.raises(ProblemsFound, match=r"a\.md:2"):
        retagged("---\ntags: [truce\n---\n", "a.md", OTHERS.get, str)


ADDED = {
    "title: T\ntags: [un]\n": "title: T\ntags: [un, syria, homs]\n",
    "title: T\ntags: []\n": "title: T\ntags: [syria, homs]\n",
    "tags:\ntitle: T\n": "tags: [syria, homs]\ntitle: T\n",
    "tags:\n  - un # one\ntitle: T\n": "tags:\n  - un # one\n  - syria\n  - homs\ntitle: T\n",
    "title: T\ntags: un\n": "title: T\ntags: un, syria, homs\n",
    "title: T # end\n": "title: T # end\ntags: [syria, homs]\n",
}


@pytest.mark.parametrize(("before", "after"), ADDED.items())
def test_tags_are_put_behind_those_that_are_there(before: str, after: str) -> None:
    text = f"---\n{before}---\nBody\n"
    assert with_tags(text, "a.md", ["syria", "homs"]) == f"---\n{after}---\nBody\n"


_WORDS = st.sampled_from(["truce", "Truce", "armistice", "ceasefire", "un", "Baba Amr", "2012", "no", "حمص"])
_QUOTES = st.sampled_from(["", "'", '"'])
_ITEM = st.builds(lambda word, quote: f"{quote}{word}{quote}", _WORDS, _QUOTES)
_COMMENT = st.sampled_from(["", " # a comment", "  # truce"])


@st.composite
def _front_matter(draw: st.DrawFn) -> str:
    items = draw(st.lists(_ITEM, min_size=1, max_size=6))
    comments = draw(st.lists(_COMMENT, min_size=len(items), max_size=len(items)))
    indent = draw(st.sampled_from(["", "  ", "    "]))
    shape = draw(st.sampled_from(["flow", "block"]))
    if shape == "flow":
        tags = f"tags: [{draw(st.sampled_from([', ', ',', ' , '])).join(items)}]{comments[0]}\n"
    else:
        rows = (f"{indent}- {item}{comment}\n" for item, comment in zip(items, comments, strict=True))
        tags = f"tags:{comments[0]}\n{''.join(rows)}"
    others = [
        "title: 'truce'\n",
        "# tags: [truce]\n",
        "summary: a truce, at last\n",
        "extra: {tags: [truce]}\n",
    ]
    lines = [*draw(st.permutations(others)), tags]
    return "".join(draw(st.permutations(lines)))


@given(_front_matter(), st.sampled_from(["\n", "\r\n"]))
def test_nothing_but_the_tags_changes(yaml: str, newline: str) -> None:
    text = f"---\n{yaml}---\ntruce [truce]\n".replace("\n", newline)
    after = retagged(text, "a.md", OTHERS.get, lambda tag: OTHERS.get(tag, tag))
    old, _, _, _ = read_front_matter(text, "a.md", {})
    new, parts, _, _ = read_front_matter(after, "a.md", {})
    assert old
    assert new
    assert parts
    wanted = [OTHERS.get(tag, tag) for tag in old.tags]
    merges = any(tag in OTHERS for tag in old.tags)
    kept = [t for n, t in enumerate(wanted) if not merges or t != "ceasefire" or t not in wanted[:n]]
    assert list(new.tags) == kept
    assert (new.title, new.summary, new.extra, parts.body) == (
        old.title,
        old.summary,
        old.extra,
        "truce [truce]\n",
    )
    assert after.count("#") == text.count("#")


@given(_front_matter())
def test_a_tag_that_is_renamed_and_renamed_back_leaves_every_byte(yaml: str) -> None:
    text = f"---\n{yaml}---\nBody\n"
    there = retagged(text, "a.md", {"un": "united-nations"}.get, str)
    assert retagged(there, "a.md", {"united-nations": "un"}.get, str) == text or text.count("un") > 1
