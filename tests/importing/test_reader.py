"""What is read with all that the site knows: its sources and their habits, its vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest
from imports import text_item
from msgspec import structs

from site_builder.importing.items import Item
from site_builder.importing.reader import Habits, Reader, source_of
from site_builder.importing.reading import Found
from site_builder.settings import FurnitureSetting, Settings, SourceSetting, TagSetting

DATA = Path(__file__).parents[3] / "shared/data"
SETTINGS = Settings(
    title="Digest",
    tags={
        "malta": TagSetting("Malta", aliases=("Valletta",)),
        "syria": TagSetting("Syria"),
        "un": TagSetting("UN", aliases=("United Nations",)),
        "russia": TagSetting("Russia"),
        "iran": TagSetting("Iran"),
    },
    sources={
        "post": SourceSetting(
            "Island Post",
            url="https://www.post.example/",
            furniture=(FurnitureSetting(text="Pick of the day ##"),),
        )
    },
)
PROSE = "The ferry of Malta sailed again on Monday, three weeks after the storm."


def _item(text: str, *stated: tuple[str, str], url: str = "") -> Item:
    item = text_item(text.encode(), "in/ferry.txt")
    found = tuple((key, Found(value, 0, "feed " + key)) for key, value in stated)
    return structs.replace(item, stated=found, url=url)


def test_tags_are_counted_in_headline_and_story_and_not_in_lists() -> None:
    reading = Reader(SETTINGS).read(_item(f"Ferry sails\n\n{PROSE}\n\nALSO:\n\nMalta votes\n"))
    assert [(count.tag, count.times) for count in reading.tags] == [("malta", 1)]


def test_a_source_s_own_furniture_is_cut_in_its_articles_only() -> None:
    text = f"Ferry sails\n\n{PROSE}\n\nPick of the day 17\n\n{PROSE}\n"
    assert "Pick" not in Reader(SETTINGS, "post").read(_item(text)).body
    assert "Pick" not in Reader(SETTINGS).read(_item(text, url="https://post.example/1")).body
    assert "Pick" in Reader(SETTINGS).read(_item(text)).body


def test_a_line_that_recurs_in_a_source_stays_under_a_mark_unless_an_editor_put_it_back() -> None:
    text = f"Ferry sails\n\n{PROSE}\n\nOur island, our paper\n\n{PROSE}\n"
    recurring = {"Our island, our paper": 9}
    marked = Reader(SETTINGS, "post", {"post": Habits(recurring)}).read(_item(text))
    assert "[[review: recurring-line]] Our island" in marked.body or "recurring-line" in marked.body
    spared = Habits(recurring, frozenset(recurring))
    assert "recurring-line" not in Reader(SETTINGS, "post", {"post": spared}).read(_item(text)).body


def test_a_line_that_an_editor_put_back_is_cut_by_no_rule() -> None:
    text = f"Ferry sails\n\n{PROSE}\n\nAdvertisement\n\n{PROSE}\n"
    assert "Advertisement" not in Reader(SETTINGS, "post").read(_item(text)).body
    spared = {"post": Habits({}, frozenset({"Advertisement"}))}
    assert "Advertisement" in Reader(SETTINGS, "post", spared).read(_item(text)).body


def test_a_container_knows_the_headline_of_a_text_better_and_two_are_told() -> None:
    reading = Reader(SETTINGS).read(_item(f"Ferry sails\n\n{PROSE}\n", ("title", "Ships move")))
    assert reading.all("title") == ("Ships move", "Ferry sails")
    assert reading.notes == ("title: 'Ships move' by feed title, but 'Ferry sails' by headline",)
    alike = Reader(SETTINGS).read(_item(f"Ferry sails\n\n{PROSE}\n", ("title", "FERRY SAILS!")))
    assert alike.notes == ()


@pytest.mark.parametrize(
    ("publisher", "url", "key"),
    [
        ("island post", "", "post"),
        ("", "https://post.example/a", "post"),
        ("", "http://www.post.example/a", "post"),
        ("", "https://other.example/post", ""),
        ("Post", "", ""),
        ("", "https://[", ""),
    ],
)
def test_a_source_is_known_by_its_name_or_its_host(publisher: str, url: str, key: str) -> None:
    assert source_of(SETTINGS, publisher, url) == key


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here")
def test_the_first_raw_article_of_the_project_gets_the_tags_that_an_editor_would_give_it() -> None:
    (sample,) = (DATA / "raw").glob("*.txt")
    reading = Reader(SETTINGS).read(text_item(sample.read_bytes(), sample.name))
    assert {count.tag for count in reading.tags if count.suggested} == {"syria", "un", "russia"}


_SHORT_ARABIC = (
    "السفينة تعود إلى الميناء\nبقلم: ليلى حداد\nنشر في 16 مارس 2012\n\nجنيف – قال المدير إنها ستبحر غدا.\n"
)
_SHORT_FRENCH = (
    "Le ferry reprend la mer\nPar Jeanne Exemple\nPublié le 21 avril 2012\n\nGenève (AFP) – Il part demain.\n"
)


@pytest.mark.parametrize(
    ("site", "of_source", "text", "stated"),
    [
        ("ar", "", _SHORT_ARABIC, ("ليلى حداد", "2012-03-16", "جنيف")),
        ("fr-FR", "", _SHORT_FRENCH, ("Jeanne Exemple", "2012-04-21", "Genève")),
        ("en", "fr", _SHORT_FRENCH, ("Jeanne Exemple", "2012-04-21", "Genève")),
        ("ar", "fr", _SHORT_FRENCH, ("Jeanne Exemple", "2012-04-21", "Genève")),
        ("fr", "en", _SHORT_FRENCH, ("", "", "")),
        ("ar", "", _SHORT_FRENCH, ("", "", "")),
    ],
)
def test_a_text_too_short_to_tell_its_language_is_read_in_its_source_s_or_else_the_digest_s(
    site: str, of_source: str, text: str, stated: tuple[str, str, str]
) -> None:
    sources = {"post": SourceSetting("Island Post", language=of_source)}
    settings = Settings(title="Digest", language=site, sources=sources)
    reading = Reader(settings, "post").read(_item(text))
    assert tuple(reading.first(key) for key in ("authors", "date", "dateline")) == stated
    assert "language" not in reading.facts
