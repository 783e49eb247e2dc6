"""An index kept up to date in place is the one from scratch, and names all whose lists may differ."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.content import related, related_shelf, related_terms, related_update
from site_builder.content.related import Look, RelatedIndex, index_related
from site_builder.content.related_shelf import ShelvedIndex, open_index, shelve
from site_builder.content.related_terms import Weighed
from site_builder.content.related_update import Change, update_related

HALF_LIFE, LIMIT = 7, 3

Article = tuple[dict[str, int], int]  # counted words and day
Site = dict[str, Article]


class MemoryShelf:
    """A shelf that lasts as long as the test, and counts what is asked of it."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int | str], bytes] = {}
        self.gets: list[tuple[str, int | str]] = []
        self.puts: list[tuple[str, int | str]] = []

    def get(self, table: str, key: int | str) -> bytes | None:
        self.gets.append((table, key))
        return self.rows.get((table, key))

    def put_many(self, table: str, rows: Iterable[tuple[int | str, bytes]]) -> None:
        for key, value in rows:
            self.puts.append((table, key))
            self.rows[table, key] = value

    def delete_many(self, table: str, keys: Iterable[int | str]) -> None:
        for key in keys:
            self.rows.pop((table, key), None)

    def clear(self, table: str) -> None:
        self.rows = {key: value for key, value in self.rows.items() if key[0] != table}


class Desk:
    """A site with its shelf: edits it, and asks again for the lists that an update names, and no others."""

    def __init__(self, site: Site, pins: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.site = dict(site)
        self.pins = dict(pins or {})
        self.shelf = MemoryShelf()
        self.lists: dict[str, Look] = {}
        self.begun = 0  # how often all was indexed
        self.begin()

    def scratch(self) -> RelatedIndex:
        vectors = {path: counts for path, (counts, _) in self.site.items()}
        return index_related(vectors, {path: day for path, (_, day) in self.site.items()}, HALF_LIFE)

    def begin(self) -> None:
        self.begun += 1
        index = self.scratch()
        self.ask(shelve(index, self.shelf), self.site, index)

    def ask(self, shelved: ShelvedIndex, paths: Iterable[str], index: related.Finder | None = None) -> None:
        for path in paths:
            look = (index or shelved).look(path, LIMIT, self.pins.get(path, ()))
            shelved.remember(path, look, self.pins.get(path, ()))
            self.lists[path] = look
        shelved.save()

    def edit(self, edits: Mapping[str, Article | None]) -> frozenset[str] | None:
        """Changes articles, new and gone ones too; the paths that the update names."""
        changes = []
        for path, after in edits.items():
            before = self.site.pop(path, None)
            if after is not None:
                self.site[path] = after
            if before is None and after is None:
                continue
            changes.append(Change(path, before and before[0], after and after[0], after[1] if after else 0))
        shelved = open_index(self.shelf, HALF_LIFE)
        assert shelved is not None
        stale = update_related(shelved, changes, lambda path: self.site[path][0])
        self.lists = {path: look for path, look in self.lists.items() if path in self.site}
        if stale is None:
            self.lists = {}
            self.begin()
        else:
            self.ask(shelved, sorted(stale | (self.site.keys() - self.lists.keys())))
        return stale

    def check(self) -> None:
        """Everything that the shelf says, and every list that was not asked for again, is as from scratch."""
        index, shelved = self.scratch(), open_index(self.shelf, HALF_LIFE)
        assert shelved is not None
        for number, path in enumerate(index.paths):
            at = shelved.number(path)
            assert at is not None
            assert shelved.article(at) == index.article(number)
            answer = index.look(path, LIMIT, self.pins.get(path, ()))
            assert shelved.look(path, LIMIT, self.pins.get(path, ())) == answer
            assert self.lists[path].likenesses == answer.likenesses
        for term, posting in index.postings.items():
            kept = shelved.posting(term)
            assert kept is not None
            assert kept.reach == posting.reach
            assert _entries(shelved, kept) == _entries(index, posting)


def _entries(index: related.Finder, posting: related.Posting) -> list[tuple[int, str, int]]:
    """A posting with paths in place of numbers, of which each index has its own."""
    paths = [index.article(number).path for number in posting.numbers]
    return sorted(zip(posting.days, paths, posting.weights, strict=True))


WORDS = st.sampled_from([f"w{n:02}" for n in range(24)])
COUNTS = st.dictionaries(WORDS, st.integers(1, 9), max_size=14)
ARTICLES = st.tuples(COUNTS, st.integers(730_000, 730_200))
PATHS = st.sampled_from([f"p{n:02}" for n in range(30)])
SITES = st.dictionaries(PATHS, ARTICLES, min_size=1, max_size=24)
EDITS = st.lists(st.dictionaries(PATHS, st.none() | ARTICLES, min_size=1, max_size=3), max_size=6)
PINS = st.dictionaries(PATHS, st.lists(PATHS, max_size=4).map(tuple), max_size=3)


@pytest.fixture(scope="module", autouse=True)
def _narrow() -> Iterator[None]:
    """Little suffices in these tests: shortlists are full, terms left out and reaches bounded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(related_terms, "HEAVIEST", 8)
        patch.setattr(related_terms, "FEW", 2)
        patch.setattr(related_terms, "WINDOW", 2)
        for module in (related, related_shelf, related_update):
            patch.setattr(module, "LEADING", 4)
        patch.setattr(related, "SHORTLIST", 4)
        yield


@settings(deadline=None, max_examples=150)
@given(SITES, EDITS, PINS)
def test_after_any_edits_the_index_is_that_from_scratch_and_every_list_that_differs_was_named(
    site: Site, edits: list[dict[str, Article | None]], pins: dict[str, tuple[str, ...]]
) -> None:
    desk = Desk(site, pins)
    desk.check()
    for edit in edits:
        desk.edit(edit)
        desk.check()


def _walk(seed: int, articles: int = 60, edits: int = 60) -> Counter[str]:
    """Many small edits of one site, each checked: words come and go, articles arrive, move and leave."""
    draw = random.Random(seed)
    words = [f"w{n:02}" for n in range(50)]
    likelier = [1 / (n + 2) for n in range(50)]

    def article() -> Article:
        return Counter(draw.choices(words, likelier, k=14)), draw.randrange(730_000, 730_200)

    desk = Desk({f"p{n:03}": article() for n in range(articles)})
    told: Counter[str] = Counter()
    for _ in range(edits):
        path = f"p{draw.randrange(articles + 5):03}"
        after: Article | None = article()
        if path in desk.site and draw.random() < 0.8:
            counts, day = dict(desk.site[path][0]), desk.site[path][1]
            counts.pop(draw.choice(sorted(counts)))
            counts[draw.choice(words)] = draw.randrange(1, 5)
            after = (counts, day)
        elif draw.random() < 0.3:
            after = None
        lists = dict(desk.lists)
        stale = desk.edit({path: after})
        desk.check()
        if stale is not None:
            others = stale - {path}
            told["named"] += len(others)
            told["differ"] += sum(lists[o].likenesses != desk.lists[o].likenesses for o in others)
    return told + Counter(begun=desk.begun)


@pytest.mark.parametrize("seed", range(4))
def test_after_many_small_edits_few_are_named_whose_list_is_the_same(seed: int) -> None:
    told = _walk(seed)
    assert told["differ"] > 100
    assert told["named"] < 1.3 * told["differ"]
    assert told["begun"] < 5


def _nothing_crosses(*arguments: object) -> dict[str, set[int]]:
    return {}


def _nothing_is_noticed(*arguments: object) -> None:
    return None


def _shortlists_never_end(
    index: ShelvedIndex,
    stale: set[int],
    touched: Collection[int],
    before: tuple[Weighed | None, Mapping[int, int]],
    after: tuple[Weighed | None, Mapping[int, int]],
) -> None:
    """Notices what is listed, and forgets that a shortlist has an end."""
    for number in before[1].keys() | after[1].keys():
        there = index.article(number) if index.days[number] != related_shelf.GONE else None
        for article in (before[0], after[0]):
            if there and article and index.score(article, there) >= index.lasts[number]:
                stale.add(number)


@pytest.mark.parametrize(
    ("name", "broken"),
    [("_crossed", _nothing_crosses), ("_notice", _nothing_is_noticed), ("_notice", _shortlists_never_end)],
)
def test_these_tests_have_teeth_a_rule_left_out_is_noticed(
    name: str, broken: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(related_update, name, broken)
    with pytest.raises(AssertionError):
        [_walk(seed) for seed in range(4)]


def _plain(**texts: str) -> Site:
    return {path: (dict(Counter(text.split())), 730_000) for path, text in texts.items()}


STORIES = _plain(
    a="shells fell Homs",
    b="shells Homs truce",
    c="tennis final Paris",
    d="tennis final rain",
    e="budget vote Berlin",
)


def test_an_article_that_says_the_same_as_before_concerns_nobody() -> None:
    desk = Desk(STORIES)
    assert desk.edit({"a": STORIES["a"]}) == frozenset()


def test_an_edited_article_concerns_those_that_list_it_and_itself() -> None:
    desk = Desk(STORIES)
    assert desk.edit({"a": _plain(a="shells fell Homs again")["a"]}) == {"a", "b"}


def test_a_new_article_concerns_those_that_it_is_like_and_none_else() -> None:
    desk = Desk(STORIES)
    assert desk.edit(_plain(f="tennis Paris again")) == {"c", "d"}


def test_an_article_that_is_gone_concerns_those_that_listed_it() -> None:
    desk = Desk(STORIES)
    assert desk.edit({"c": None}) == {"d"}


def test_another_day_concerns_as_another_word_does() -> None:
    desk = Desk(STORIES)
    assert desk.edit({"a": (STORIES["a"][0], 730_009)}) == {"a", "b"}


def test_an_article_that_is_pinned_concerns_who_pins_it_also_when_it_arrives_or_leaves() -> None:
    desk = Desk(STORIES, {"e": ("f",)})
    assert desk.edit(_plain(f="tennis rain")) == {"c", "d", "e"}
    assert desk.edit({"f": None}) == {"c", "d", "e"}


def test_who_pins_no_more_is_concerned_no_more() -> None:
    desk = Desk(STORIES, {"e": ("a",)})
    desk.pins.clear()
    shelved = open_index(desk.shelf, HALF_LIFE)
    assert shelved is not None
    desk.ask(shelved, ["e"])
    assert desk.edit({"a": None}) == {"b"}


def test_an_article_about_which_nobody_asked_is_not_named() -> None:
    desk = Desk(STORIES)
    shelve(desk.scratch(), desk.shelf).save()
    assert desk.edit({"a": None}) == frozenset()


def test_what_was_named_and_not_asked_again_stays_named() -> None:
    desk = Desk(STORIES)
    for _ in range(2):
        shelved = open_index(desk.shelf, HALF_LIFE)
        assert shelved is not None
        before = desk.site["a"]
        desk.site["a"] = (before[0] | {"again": before[0].get("again", 0) + 1}, before[1])
        change = Change("a", before[0], desk.site["a"][0], before[1])
        assert update_related(shelved, [change], lambda path: desk.site[path][0]) == {"a", "b"}
        shelved.save()


def test_a_site_that_reaches_another_power_of_two_is_indexed_anew() -> None:
    desk = Desk({f"p{n}": ({"Homs": 1}, 730_000) for n in range(7)})
    assert desk.edit({"new": ({"Paris": 1}, 730_000)}) is None
    assert desk.edit({"newer": ({"Paris": 1}, 730_000)}) is not None


def test_a_site_that_is_written_twice_as_long_is_indexed_anew() -> None:
    desk = Desk(STORIES)
    assert desk.edit({"a": (STORIES["a"][0], 730_100)}) is None


def test_articles_that_come_and_go_do_not_fill_the_shelf_for_ever() -> None:
    desk = Desk(STORIES)
    for n in range(related_update.SPARE + 20):
        desk.edit({f"x{n}": STORIES["e"], f"x{n - 1}": None})
    desk.check()
    assert desk.begun == 2
    assert len([key for key in desk.shelf.rows if key[0] == "related-articles"]) == 6


def test_an_article_that_should_be_known_and_is_not_is_an_error() -> None:
    shelved = open_index(Desk(STORIES).shelf, HALF_LIFE)
    assert shelved is not None
    with pytest.raises(KeyError):
        update_related(shelved, [Change("gone", {"Homs": 1}, None)], lambda path: {})
    with pytest.raises(KeyError):
        shelved.remember("gone", Look((), 0, 0, 0))


@pytest.mark.parametrize("half_life", [0, 8])
def test_an_index_of_another_half_life_is_no_index(half_life: int) -> None:
    assert open_index(Desk(STORIES).shelf, half_life) is None


def test_an_empty_shelf_holds_no_index() -> None:
    assert open_index(MemoryShelf(), HALF_LIFE) is None


def test_one_word_more_is_read_and_written_without_looking_at_most_of_a_site() -> None:
    draw = random.Random(3)
    words = [f"w{n}" for n in range(4000)]
    site = {f"p{n:04}": (dict(Counter(draw.choices(words, k=20))), 730_000 + n) for n in range(900)}
    desk = Desk(site)
    rows = len(desk.shelf.rows)
    desk.shelf.gets.clear()
    desk.shelf.puts.clear()
    assert desk.edit({"p0450": (site["p0450"][0] | {"new": 1}, site["p0450"][1])})
    assert len(desk.shelf.gets) < rows / 4
    assert len(desk.shelf.puts) < rows / 20
