"""Words, sentences, excerpts and summaries, by themselves."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.content.excerpts import (
    SUMMARY_CHARACTERS,
    _any_unspaced,
    _word_of_any_script,
    count_words,
    cut_after,
    plain_text,
    sentence_ends,
    summarise,
    terms_of,
)

PARSER = MarkdownIt("commonmark").enable("table")


def sentences(text: str) -> list[str]:
    ends = list(sentence_ends(text))
    return [text[a:b].strip() for a, b in zip([0, *ends], ends, strict=False)]


def excerpt(markdown: str, limit: int) -> str:
    return str(PARSER.renderer.render(cut_after(PARSER.parse(markdown), limit), PARSER.options, {}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two  three\nfour", 4),
        ("a — b – c - d", 4),
        ("shelling—again", 2),
        ("it's a U.N.-backed plan", 4),
        ("3,500 people", 2),
        ("安理会通过", 5),
        ("联合国 UN 安理会", 7),
        ("الأمم المتحدة", 2),
        ("हिन्दी में", 2),
        ("ภาษาไทย", 2),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert count_words(text) == words


@settings(max_examples=500, derandomize=True, deadline=None)
@given(
    st.text(st.one_of(st.sampled_from(" \n\t\xa0\x1c/—–…_'’“.a1é²ٌชิ中\ud800"), st.characters())),
    st.integers(1, 3),
)
def test_words_are_runs_between_spaces_and_dashes_that_hold_a_letter_or_digit(text: str, times: int) -> None:
    text *= times
    if _any_unspaced().search(text):
        assert count_words(text) == len(_word_of_any_script().findall(text))
    else:
        runs = re.split(r"[\s—–/…]+", text)
        assert count_words(text) == sum(1 for run in runs if re.search(r"\w", run))


def test_a_text_of_more_signs_than_can_be_looked_for_is_counted_all_the_same() -> None:
    signs = "".join(map(chr, range(0x2190, 0x2200)))
    assert count_words(f"{signs} a{signs}b {signs}c") == 2


def test_terms_are_casefolded_words_of_three_letters_in_any_script() -> None:
    text = "The UN said: Straße, Homs; l'armée 2012 حمص हिन्दी the HOMS"
    assert terms_of(text) == {"the", "said", "strasse", "homs", "armée", "حمص", "हिन्दी"}


@pytest.mark.parametrize(
    "parts",
    [
        ["He left.", "She stayed."],
        ["“He left.”", "She stayed!", "Why?"],
        ["Gen. Robert Mood spoke.", "Others listened."],
        ["Mr. J. Smith of the U.N. Security Council left on Feb. 4 at noon.", "Nobody spoke."],
        ["They need help, e.g. Water and bread.", "Soon."],
        ["The price rose by 3.5 per cent.", "It fell later."],
        ["“Why?” he asked.", "“Because.”"],
        ["لماذا حدث ذلك؟", "لا أحد يعرف."],
        ["یہ خبر ہے۔", "یہ دوسری ہے۔"],
        ["安理会表决。", "俄罗斯否决！", "为什么？"],
        ["यह खबर है।", "दूसरी खबर।"],
        ["No full stop at the end"],
    ],
)
def test_sentences_end_where_readers_see_them_end(parts: list[str]) -> None:
    spaced = "" if "安" in parts[0] else " "
    assert sentences(spaced.join(parts)) == parts


@given(st.text("aB. ?!”。؟\n"))
def test_sentence_ends_rise_and_the_last_is_the_end(text: str) -> None:
    ends = list(sentence_ends(text))
    assert ends == sorted(set(ends))
    assert ends[-1:] == [len(text)] * bool(text)


@pytest.mark.parametrize(
    ("markdown", "limit", "html"),
    [
        ("One two. Three four. Five.", 4, "<p>One two. Three four.</p>\n"),
        ("One two. Three four. Five.", 3, "<p>One two.</p>\n"),
        ("One two three four.", 2, "<p>One two…</p>\n"),
        ("One, two, three four.", 2, "<p>One, two…</p>\n"),
        ("*One **two three** four*. Five.", 2, "<p><em>One <strong>two</strong></em>…</p>\n"),
        ("One *two. Three* four.", 2, "<p>One <em>two.</em></p>\n"),
        ("One [two. Three](/x) four.", 2, '<p>One <a href="/x">two.</a></p>\n'),
        ("One two. ![three](x.png) [Four](/secret).", 2, "<p>One two.</p>\n"),
        ("One.\n\n![x](x.png)\n\nTwo three.", 1, "<p>One.</p>\n"),
        ("One.\n\n## Two\n\nThree four.", 2, "<p>One.</p>\n"),
        ("One.\n\n    code here too\n\nFour.", 3, "<p>One.</p>\n"),
        ("One.\n\n| a | b |\n|---|---|\n| c | d |\n\nTwo.", 4, "<p>One.</p>\n"),
        ("One.\n\nTwo three four.", 2, "<p>One.</p>\n"),
        ("- One.\n- Two.\n- Three four.", 2, "<ul>\n<li>One.</li>\n<li>Two.</li>\n</ul>\n"),
        ("> One.\n>\n> Two.\n\nThree.", 1, "<blockquote>\n<p>One.</p>\n</blockquote>\n"),
        ("    a b c", 2, ""),
    ],
)
def test_an_excerpt_is_whole_sentences_with_its_markup_closed(markdown: str, limit: int, html: str) -> None:
    assert excerpt(markdown, limit) == html


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["one", "*two*", "three.", "`four`", "[five](/x)", "**six!** ", "# ", "\n- ", "> "]
            ),
            max_size=8,
        ).map(" ".join),
        max_size=6,
    ).map("\n\n".join),
    st.integers(1, 20),
)
def test_an_excerpt_begins_the_text_and_has_no_more_words_than_allowed(markdown: str, limit: int) -> None:
    tokens = PARSER.parse(markdown)
    kept = cut_after(tokens, limit)
    text = plain_text(kept)
    assert count_words(text) <= limit
    assert plain_text(tokens).startswith(text.rstrip("…"))
    assert sum(token.nesting for token in kept) == 0


def test_a_summary_has_two_sentences_of_paragraphs_alone() -> None:
    markdown = "# Title\n\nOne *two*.\n\n    code\n\nThree. Four."
    assert summarise(PARSER.parse(markdown)) == "One two. Three."


def test_a_second_sentence_that_does_not_fit_is_left_out() -> None:
    markdown = f"Short one.\n\n{'long ' * 60}end."
    assert summarise(PARSER.parse(markdown)) == "Short one."


def test_a_long_first_sentence_is_cut_behind_a_word() -> None:
    summary = summarise(PARSER.parse("word " * 100))
    assert len(summary) <= SUMMARY_CHARACTERS
    assert summary == " ".join(["word"] * 48) + "…"


@pytest.mark.parametrize("character", ["e\u0301", "👩‍👩‍👧", "🇸🇾", "👍🏽", "नि", "각"])
@pytest.mark.parametrize("before", range(6))
def test_a_summary_never_ends_inside_a_character(character: str, before: int) -> None:
    text = "x" * before + unicodedata.normalize("NFD", character) * 300
    summary = summarise(PARSER.parse(text)).removesuffix("…")
    assert len(summary) > SUMMARY_CHARACTERS - 20
    assert (len(summary) - before) % len(unicodedata.normalize("NFD", character)) == 0


def test_a_text_without_paragraphs_has_no_summary() -> None:
    assert summarise(PARSER.parse("# Title\n\n    code")) == ""
