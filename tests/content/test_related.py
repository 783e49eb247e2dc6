"""Which articles are like which: the definition against brute force, ties, pins, bans and odd sites."""

from __future__ import annotations

import datetime
import gzip
import json
import math
import os
import pickle
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.content.related import (
    FULL_SCORE,
    LEADING,
    LEAST_SCORE,
    MOST_REASONS,
    SHORTLIST,
    Likeness,
    index_related,
    vector,
)
from site_builder.content.related_terms import FEW, HEAVIEST, SAME_DAY, UNIT, WINDOW

SCORED = Path(__file__).parents[3] / "shared" / "data"

Vectors = dict[str, dict[str, int]]


def near(
    texts: Mapping[str, str], path: str, limit: int = 5, days: Mapping[str, int] | None = None
) -> list[str]:
    """The paths that are nearest to `path` in a site of these texts, all of one day unless told."""
    vectors = {name: vector("", text) for name, text in texts.items()}
    index = index_related(vectors, days or dict.fromkeys(texts, 0), 7)
    return [likeness.path for likeness in index.nearest(path, limit)]


def by_brute_force(
    vectors: Vectors, days: Mapping[str, int], half_life: int, path: str, limit: int
) -> list[tuple[str, int]]:
    """The nearest articles with their scores, best first, straight from the definition."""
    having = Counter(term for counts in vectors.values() for term in counts)
    stretch = int(math.log2(len({day // 32 for day in days.values()}) * 32)) + 1

    def log2(n: int) -> int:
        return int(math.log2(max(n, 4)))

    def weights(counts: Mapping[str, int]) -> dict[str, int]:
        raw = {
            t: (1 + int(math.log2(n))) * (1 + log2(len(vectors)) - log2(having[t])) for t, n in counts.items()
        }
        return {t: raw[t] for t in sorted(raw, key=lambda t: (-raw[t], t))[:HEAVIEST]}

    def inverse(kept: Mapping[str, int]) -> int:
        return UNIT * 1024 // (math.isqrt(sum(n**2 for n in kept.values()) * 1024**2) + 1)

    def apart(other: str) -> int:
        return abs(days[path] - days[other])

    def within_reach(term: str, other: str) -> bool:
        return having[term] < FEW or apart(other) <= WINDOW * 2**stretch // 2 // 2 ** (log2(having[term]) + 1)

    def score(dot: int, other: str) -> int:
        decay = SAME_DAY // 2 + round(SAME_DAY / 2 * 0.5 ** (apart(other) / half_life if half_life else 0.0))
        return dot * inverse(asked) * inverse(kept[other]) // UNIT * decay

    kept = {other: weights(counts) for other, counts in vectors.items()}
    asked = kept[path]
    glances, scores = {}, {}
    for other in vectors.keys() - {path}:
        leading = {*list(asked)[:LEADING]} & {*list(kept[other])[:LEADING]}
        seen = {t for t in leading if within_reach(t, other)}
        if seen:
            glances[other] = score(sum(asked[t] * kept[other][t] for t in seen), other)
            shared = asked.keys() & kept[other].keys()
            scores[other] = score(sum(asked[t] * kept[other][t] for t in shared), other)
    shortlist = sorted(glances, key=lambda o: (-glances[o], -days[o], o))[: max(SHORTLIST, limit)]
    ranked = sorted(shortlist, key=lambda o: (-scores[o], -days[o], o))
    return [(other, scores[other]) for other in ranked if scores[other] >= LEAST_SCORE][:limit]


WORDS = st.sampled_from([f"w{n:02}" for n in range(60)])
SITES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.tuples(st.dictionaries(WORDS, st.integers(1, 40), max_size=45), st.integers(730_000, 730_090)),
    min_size=1,
    max_size=20,
)


@settings(deadline=None, max_examples=200)
@given(SITES, st.sampled_from([0, 1, 7, 30, 36500]), st.integers(0, 20))
def test_the_nearest_are_those_that_brute_force_finds(
    site: dict[str, tuple[dict[str, int], int]], half_life: int, limit: int
) -> None:
    vectors = {path: counts for path, (counts, _) in site.items()}
    days = {path: day for path, (_, day) in site.items()}
    index = index_related(vectors, days, half_life)
    for path in site:
        found = [(likeness.path, likeness.score) for likeness in index.nearest(path, limit)]
        assert found == by_brute_force(vectors, days, half_life, path, limit)


def test_the_nearest_are_those_that_brute_force_finds_among_longer_articles_too() -> None:
    draw = random.Random(5)
    words, likelier = [f"w{n:03}" for n in range(300)], [1 / (n + 3) for n in range(300)]
    vectors: Vectors = {f"{n}": Counter(draw.choices(words, likelier, k=150)) for n in range(80)}
    days = {path: draw.randrange(60) for path in vectors}
    index = index_related(vectors, days, 7)
    assert min(map(len, vectors.values())) > HEAVIEST
    assert max(len(posting.numbers) for posting in index.postings.values()) > SHORTLIST
    for path in vectors:
        found = [(likeness.path, likeness.score) for likeness in index.nearest(path, 5)]
        assert found == by_brute_force(vectors, days, 7, path, 5)


def test_the_nearest_are_those_that_brute_force_finds_where_terms_reach_only_so_far() -> None:
    draw = random.Random(6)
    words = [f"w{n:03}" for n in range(60)]
    vectors: Vectors = {f"{n}": Counter(draw.choices(words, k=12)) for n in range(300)}
    days = {path: draw.randrange(400) for path in vectors}
    index = index_related(vectors, days, 7)
    assert min(posting.reach for posting in index.postings.values()) < 300
    for path in list(vectors)[:100]:
        found = [(likeness.path, likeness.score) for likeness in index.nearest(path, 5)]
        assert found == by_brute_force(vectors, days, 7, path, 5)


@settings(deadline=None)
@given(SITES)
def test_the_order_in_which_articles_and_words_are_given_changes_nothing(
    site: dict[str, tuple[dict[str, int], int]],
) -> None:
    days = {path: day for path, (_, day) in site.items()}
    one = index_related({path: counts for path, (counts, _) in site.items()}, days, 7)
    other = index_related(
        {path: dict(reversed(counts.items())) for path, (counts, _) in reversed(site.items())}, days, 7
    )
    assert [one.nearest(path, 9) for path in site] == [other.nearest(path, 9) for path in site]


@settings(deadline=None)
@given(SITES)
def test_no_score_reaches_full_and_two_that_list_each_other_do_so_with_one_score(
    site: dict[str, tuple[dict[str, int], int]],
) -> None:
    days = {path: day for path, (_, day) in site.items()}
    index = index_related({path: counts for path, (counts, _) in site.items()}, days, 7)
    scores = {(path, like.path): like.score for path in site for like in index.nearest(path, len(site))}
    assert all(LEAST_SCORE <= score < FULL_SCORE for score in scores.values())
    assert all(scores.get((b, a), score) == score for (a, b), score in scores.items())


def test_a_site_without_articles_has_an_index() -> None:
    assert index_related({}, {}, 7).paths == ()


def test_a_lone_article_has_nothing_related() -> None:
    assert near({"a": "shells fell on Homs"}, "a") == []


def test_two_articles_on_one_subject_are_related_even_alone() -> None:
    texts = {"a": "Annan flew to Damascus", "b": "In Damascus Annan spoke"}
    assert near(texts, "a") == ["b"]
    assert near(texts, "b") == ["a"]


@pytest.mark.parametrize("text", ["", "the of and with", "12 34", "—"])
def test_an_article_without_terms_is_like_none_not_even_its_twin(text: str) -> None:
    texts = {"a": text, "b": text, "c": "shells fell on Homs"}
    assert [near(texts, path) for path in texts] == [[], [], []]


def test_identical_articles_are_as_like_as_can_be_and_come_newest_first_then_by_path() -> None:
    texts = dict.fromkeys(["d", "b", "a", "c"], "shells fell on Homs")
    days = {"a": 1, "b": 2, "c": 2, "d": 3}
    vectors = {path: vector("", text) for path, text in texts.items()}
    likenesses = index_related(vectors, days, 0).nearest("a", 5)
    assert [likeness.path for likeness in likenesses] == ["d", "b", "c"]
    assert {likeness.score for likeness in likenesses} == {likenesses[0].score}
    assert likenesses[0].score > FULL_SCORE * 99 // 100


def test_articles_that_share_one_word_of_very_many_are_not_related() -> None:
    padding = {path: " ".join(f"{path}{n}x" for n in range(HEAVIEST - 1)) for path in "ab"}
    assert near({path: f"{text} aaa" for path, text in padding.items()}, "a") == []


def test_articles_in_different_scripts_find_their_like_in_one_site() -> None:
    texts = {
        "ar1": "قصف على حمص والمبعوث عنان في دمشق",
        "ar2": "المبعوث عنان يصل دمشق",
        "ja1": "シリアの停戦",
        "ja2": "停戦がシリアで発効",
        "zh1": "叙利亚停火生效",
        "zh2": "安理会讨论叙利亚停火",
        "en1": "Annan reaches Damascus",
        "en2": "Envoy Annan in Damascus",
    }
    assert {path: near(texts, path)[:1] for path in texts} == {
        path: [path[:2] + ("2" if path.endswith("1") else "1")] for path in texts
    }


def test_an_article_of_the_day_comes_before_an_equal_one_of_long_ago_which_keeps_half_its_score() -> None:
    vectors = {path: vector("", "shells fell on Homs") for path in "abc"}
    recent, old = index_related(vectors, {"a": 5000, "b": 5000, "c": 0}, 7).nearest("a", 5)
    assert (recent.path, old.path) == ("b", "c")
    assert old.score * 2 == recent.score


def test_after_one_half_life_three_quarters_of_the_score_are_left() -> None:
    vectors = {path: vector("", "shells fell on Homs") for path in "abc"}
    recent, older = index_related(vectors, {"a": 20, "b": 20, "c": 13}, 7).nearest("a", 5)
    assert older.score * 4 == recent.score * 3


HOMS = {path: vector("", "shells fell on Homs") for path in "abcde"} | {"x": vector("", "tennis final")}
HOMS_DAYS = dict.fromkeys(HOMS, 0)


def test_pins_come_first_in_their_order_even_when_nothing_is_shared() -> None:
    likenesses = index_related(HOMS, HOMS_DAYS, 7).nearest("a", 4, pins=["x", "d"])
    assert [likeness.path for likeness in likenesses] == ["x", "d", "b", "c"]
    assert likenesses[0] == Likeness("x", 0, ())
    assert likenesses[1] == Likeness("d", likenesses[2].score, likenesses[2].terms)


def test_bans_never_come_not_even_pinned() -> None:
    likenesses = index_related(HOMS, HOMS_DAYS, 7).nearest("a", 5, pins=["d"], bans=["b", "d"])
    assert [likeness.path for likeness in likenesses] == ["c", "e"]


def test_pins_of_itself_of_strangers_and_of_the_same_twice_are_passed_over() -> None:
    likenesses = index_related(HOMS, HOMS_DAYS, 7).nearest(
        "a", 3, pins=["a", "gone", "e", "e"], bans=["gone"]
    )
    assert [likeness.path for likeness in likenesses] == ["e", "b", "c"]


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_there_are_never_more_than_the_limit_pinned_or_not(limit: int) -> None:
    likenesses = index_related(HOMS, HOMS_DAYS, 7).nearest("a", limit, pins=["e", "d", "x"])
    assert [likeness.path for likeness in likenesses] == ["e", "d", "x"][:limit]


def test_an_article_that_is_not_in_the_index_is_an_error() -> None:
    with pytest.raises(KeyError):
        index_related(HOMS, HOMS_DAYS, 7).nearest("gone", 5)


def test_an_article_without_a_day_is_an_error() -> None:
    with pytest.raises(KeyError):
        index_related(HOMS, {"a": 0}, 7)


def test_reasons_are_the_shared_words_heaviest_first_and_ties_by_folded_word() -> None:
    vectors = {
        "a": {"Homs": 9, "shells": 1, "Annan": 1, "truce": 2},
        "b": {"Annan": 1, "Homs": 9, "shells": 1},
    }
    (likeness,) = index_related(vectors, {"a": 0, "b": 0}, 7).nearest("a", 1)
    assert likeness.terms == ("Homs", "Annan", "shells")


def test_reasons_are_six_at_most() -> None:
    vectors = {path: {f"word{n}": 1 for n in range(20)} for path in "ab"}
    (likeness,) = index_related(vectors, {"a": 0, "b": 0}, 7).nearest("a", 1)
    assert likeness.terms == tuple(sorted(vectors["a"])[:MOST_REASONS])


def test_a_reason_is_spelt_with_small_letters_where_either_article_does() -> None:
    vectors = {"a": {"Shells": 2, "Homs": 3}, "b": {"shells": 2, "Homs": 3}}
    index = index_related(vectors, {"a": 0, "b": 0}, 7)
    assert [index.nearest(path, 1)[0].terms for path in "ab"] == [("Homs", "shells")] * 2


def test_a_third_article_on_a_subject_moves_no_score_of_the_first_two() -> None:
    vectors = {f"{n}": {f"word{n}": 5, f"other{n}": 2, f"third{n}": 1} for n in range(50)}
    vectors |= {path: {"Homs": 3, "shells": 1} for path in "ab"}
    days = dict.fromkeys([*vectors, "c"], 0)
    (before,) = index_related(vectors, days, 7).nearest("a", 1)
    after = index_related(vectors | {"c": {"Homs": 1, "Annan": 2}}, days, 7).nearest("a", 1)
    assert after == (before,)


def test_an_index_can_be_sent_to_a_worker() -> None:
    index = index_related(HOMS, HOMS_DAYS, 7)
    assert pickle.loads(pickle.dumps(index)).nearest("a", 5) == index.nearest("a", 5)


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_changes_nothing_in_what_is_related(seed: str) -> None:
    vectors = {f"p{n}": {f"w{(n * k) % 23}": 1 + k % 3 for k in range(1, 9)} for n in range(40)}
    days = {path: n % 5 for n, path in enumerate(vectors)}
    program = (
        "from site_builder.content.related import index_related\n"
        f"vectors, days = {vectors!r}, {days!r}\n"
        "index = index_related(vectors, days, 7)\n"
        "print([index.nearest(path, 6) for path in vectors])"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    printed = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    ).stdout
    index = index_related(vectors, days, 7)
    assert printed.strip() == str([index.nearest(path, 6) for path in vectors])


@pytest.mark.skipif(not SCORED.is_dir(), reason="../shared/data is absent: nothing to score on")
def test_articles_on_real_events_are_found_with_an_ndcg_at_5_of_at_least_0_950() -> None:
    with gzip.open(SCORED / "giveme5w1h_clusters.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    event = {article["id"]: article["label"] for article in articles}
    days = {a["id"]: datetime.date.fromisoformat(a["date"][:10]).toordinal() for a in articles}
    index = index_related({a["id"]: vector(a["title"], a["text"]) for a in articles}, days, 7)
    gains = []
    for path, label in event.items():
        others = list(event.values()).count(label) - 1
        if others:
            hits = [event[likeness.path] == label for likeness in index.nearest(path, 5)]
            best = sum(1 / math.log2(rank + 2) for rank in range(min(5, others)))
            gains.append(sum(hit / math.log2(rank + 2) for rank, hit in enumerate(hits)) / best)
    assert sum(gains) / len(gains) >= 0.950
