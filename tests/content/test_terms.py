"""What an article's words are, in any script, and which of them count."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content import terms
from site_builder.content.stop_words import LISTS
from site_builder.content.terms import LEAD, MOST_TERMS, TITLE_WEIGHT, fold, vector


def test_a_word_of_the_title_counts_three_times_and_once_more_for_each_in_the_body() -> None:
    assert vector("Siege", "The siege. Another siege, shells.") == {"siege": TITLE_WEIGHT + 2, "shells": 1}


def test_a_word_is_shown_as_the_body_has_it_most_often() -> None:
    assert vector("HOMS", "HOMS, Syria. In Homs and around Homs") == {"Homs": TITLE_WEIGHT + 3, "Syria": 1}


def test_between_equally_frequent_spellings_the_smaller_letters_win_for_a_sentence_may_begin_with_it() -> (
    None
):
    assert vector("", "Shells fell. They heard shells.") == {"shells": 2, "fell": 1, "heard": 1}


def test_a_word_of_the_title_alone_is_shown_as_the_title_has_it() -> None:
    assert vector("Annan", "") == {"Annan": TITLE_WEIGHT}


def test_the_title_never_decides_a_spelling_that_the_body_has_too() -> None:
    assert list(vector("Ceasefire Ceasefire Ceasefire", "a ceasefire")) == ["ceasefire"]


@pytest.mark.parametrize("text", ["Annan's", "Annan’s", "l'Annan", "al-Annan?", "“Annan”", "Annan…"])
def test_what_is_joined_to_a_word_by_a_sign_is_not_part_of_it(text: str) -> None:
    assert "Annan" in vector("", f"of {text}")


@pytest.mark.parametrize(
    "text", ["", "the of and", "14 2,000 3.5", "a b c", "— … ?!", "U.N.", "\u0301 \u064b"]
)
def test_stop_words_numbers_and_single_letters_are_no_terms(text: str) -> None:
    assert vector(text, text) == {}


@pytest.mark.parametrize("text", ["G20", "A42", "1980s"])
def test_a_number_with_letters_is_a_term(text: str) -> None:
    assert vector("", text) == {text: 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Krieg war lang, und der Winter war kalt.", {"Krieg", "Winter", "lang", "kalt"}),
        ("The war is long and he will die in it", {"war", "long", "die"}),
        ("Les accords que la France et les autres ont signés", {"accords", "France", "signés"}),
        ("Он заявил, что война еще не окончена", {"война", "окончена"}),
        ("قال الرئيس إن الحرب في حمص", {"الرئيس", "الحرب", "حمص"}),
    ],
)
def test_stop_words_are_those_of_the_language_that_the_text_is_in(text: str, expected: set[str]) -> None:
    assert set(vector("", text)) == expected


@pytest.mark.parametrize("number", range(len(LISTS)))
def test_stop_words_are_folded_as_words_are(number: int) -> None:
    assert {fold(word) for word in LISTS[number]} == LISTS[number]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Erdoğan", "ERDOGAN"),
        ("É", "e\u0301"),  # composed and decomposed
        ("İstanbul", "istanbul"),
        ("Straße", "STRASSE"),
        ("أحمد", "احمد"),  # with and without hamza
        ("أيضًا", "ايضا"),  # with and without harakat
        ("محمـــد", "محمد"),  # stretched
        ("ＵＮ", "UN"),  # full width
        ("𝐇oms", "homs"),
    ],
)
def test_spellings_that_differ_in_case_accents_or_vowel_signs_are_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("हिन्दी", "हन्द"), ("が", "か"), ("กิน", "กน"), ("한국", "한")])
def test_signs_that_a_script_cannot_do_without_tell_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("हिन्दी में समाचार", {"हिन्दी", "में", "समाचार"}),
        ("联合国安理会", {"联合", "合国", "国安", "安理", "理会"}),
        ("火", {"火"}),
        ("シリアで停戦", {"シリア", "停戦"}),
        ("大統領が述べました", {"大統", "統領", "述"}),
        ("서울에서 회담", {"서울에서", "회담"}),
        ("iPhone在中国", {"iPhone", "在中", "中国"}),
        ("ข่าวไทย", {"ข่าว", "่าวไ", "าวไท", "วไทย"}),
    ],
)
def test_words_of_every_script_are_found(text: str, expected: set[str]) -> None:
    assert set(vector("", text)) == expected


def test_of_a_long_text_the_most_frequent_words_are_kept_and_of_equals_the_first() -> None:
    words = [f"w{n}x" for n in range(MOST_TERMS + 10)]
    text = " ".join([*words, words[-1]])
    assert set(vector("", text)) == {*words[: MOST_TERMS - 1], words[-1]}


def test_of_a_long_text_only_the_beginning_is_read_and_no_word_is_cut_in_two() -> None:
    padding = "the " * (LEAD // 4 - 1)
    assert vector("", f"{padding}end ceasefire") == {"end": 1}
    assert vector("", f"{padding}ceasefire") == {}
    assert vector("Homs", f"{padding}ceasefire") == {"Homs": TITLE_WEIGHT}


def test_of_a_long_text_without_spaces_the_beginning_is_read_as_well() -> None:
    assert vector("", "停戦" * LEAD) == {"停戦": LEAD // 2, "戦停": LEAD // 2 - 1}


@given(st.lists(st.text(), max_size=4))
def test_words_folded_together_are_what_they_are_folded_alone(words: list[str]) -> None:
    runs = [run for word in words for run in word.split()]
    assert terms._folds(runs) == [fold(run) for run in runs]


@given(st.text())
def test_the_words_of_a_text_are_its_runs_of_letters_digits_and_vowel_signs(text: str) -> None:
    assert terms._lines(text).split() == terms._RUN.findall(text)


@given(st.text(), st.text())
def test_any_text_gives_terms_of_which_no_two_fold_alike(title: str, plain: str) -> None:
    terms = vector(title, plain)
    assert len({fold(term) for term in terms}) == len(terms) <= MOST_TERMS
    assert all(terms)
    assert all(count > 0 for count in terms.values())


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_changes_nothing(seed: str) -> None:
    text = " ".join(f"Wort{n} wort{n} {n % 7}x der die" for n in range(200))
    program = f"from site_builder.content.terms import vector; print(list(vector('Titel', {text!r}).items()))"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    printed = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    ).stdout
    assert printed.strip() == str(list(vector("Titel", text).items()))


def _plainly(text: str) -> dict[str, int]:
    """What `vector` says of a body, by the shortest way."""
    spelt = Counter(re.findall(r"\w+", text))
    best: dict[str, str] = {}
    for word in sorted(spelt, key=lambda w: (spelt[w], w)):
        best[fold(word)] = word
    counts = Counter(fold(word) for word in spelt.elements())
    return {best[term]: n for term, n in counts.items() if len(term) > 1 and not term.isdigit()}


WORDS = "Homs homs HOMS Assad’s “siege” McDonald mcdonald Erdoğan Erdogan G20 14 x_y Ceasefire— حمص".split()


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_counts_and_spellings_are_what_a_plain_count_gives(words: list[str]) -> None:
    text = " ".join(words)
    assert vector("", f"the {text}") == _plainly(text)


def test_a_capital_that_only_begins_sentences_makes_no_name() -> None:
    assert vector("", "Shells fell on Homs. Dozens fled.\nHoms burned.").keys() >= {
        "Homs",
        "shells",
        "dozens",
    }
