"""Which pages a digest has, and what stands on them: home, editions, lists, archive, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from digests import Digest, article

SECTIONS = "sections: {ground: On the ground, diplomacy: Diplomacy}\n"


def _headlines(page: Any) -> list[str]:
    """The titles of the articles that a page lists, from top to bottom."""
    (main,) = page.xpath("//main")
    return [a.text_content().strip() for a in main.iter("a") if "p-name" in (a.get("class") or "").split()]


def _days(*days: str) -> dict[str, str]:
    return {f"content/{day}.md": article(f"On {day}", date=day, slug=f"d{day}") for day in days}


def test_an_empty_digest_has_all_its_pages(digest: Callable[..., Digest]) -> None:
    site = digest()
    site.build()
    pages = {path for path in site.output() if path.endswith(".html")}
    assert pages == {
        "index.html",
        "404.html",
        *(
            f"{name}/index.html"
            for name in ("archive", "corrections", "editions", "search", "sources", "tags")
        ),
    }
    assert "No article has been published yet." in site.text("index.html")


def test_the_home_page_is_the_newest_edition_with_its_lead_first_and_then_what_is_recent(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {
            **_days("2012-03-06"),
            "content/a.md": article("A", date="2012-03-12", section="diplomacy"),
            "content/b.md": article("B", date="2012-03-13", lead=True),
            "content/c.md": article("C", date="2012-03-14", section="ground"),
        },
        config=SECTIONS,
    )
    site.build()
    headlines = _headlines(site.page("index.html"))
    assert headlines[0] == "B"
    assert sorted(headlines[1:3]) == ["A", "C"]
    assert headlines[3:] == ["On 2012-03-06"]
    assert sorted(_headlines(site.page("editions/2012-w11/index.html"))) == ["A", "B", "C"]


EDITIONS = {
    "week": ["2012-w11", "2012-w10", "2011-w52"],
    "day": ["2012-03-12", "2012-03-11", "2012-01-01"],
    "none": [],
}


@pytest.mark.parametrize("by", EDITIONS)
def test_editions_gather_articles_by_week_or_day_or_not_at_all(
    digest: Callable[..., Digest], by: str
) -> None:
    site = digest(_days("2012-01-01", "2012-03-11", "2012-03-12"), config=f"editions: {{by: {by}}}\n")
    site.build()
    links = site.page("editions/index.html").xpath("//main//a/@href")
    assert list(dict.fromkeys(links)) == [f"/editions/{name}/" for name in EDITIONS[by]]
    made = {path for path in site.output() if path.startswith("editions/")}
    assert made == {"editions/index.html", *(f"editions/{name}/index.html" for name in EDITIONS[by])}


def test_an_edition_by_hand_has_the_order_lead_sections_and_note_that_its_file_says(
    digest: Callable[..., Digest],
) -> None:
    site = digest(
        {
            **{f"content/{name}.md": article(name.upper(), date="2012-03-12") for name in "abcde"},
            "content/editions/special.yaml": (
                "title: A special edition\ndate: 2012-03-18\nlead: c.md\narticles: [e.md]\n"
                "note: |\n  Our *note*, see [A](../a.md).\nsections:\n  First things: [b.md, a.md]\n"
            ),
        }
    )
    site.build()
    page = site.page("editions/special/index.html")
    assert page.xpath("//h1/text()") == ["A special edition"]
    assert _headlines(page)[0] == "C"
    assert sorted(_headlines(page)) == ["A", "B", "C", "E"]
    assert "<em>note</em>" in site.text("editions/special/index.html")
    assert page.xpath("//*[@class='note']//a/@href") == ["/2012/03/12/a/"]
    assert _headlines(site.page("editions/2012-w11/index.html")) == ["D"]


@pytest.mark.parametrize("path", ["index.html", "editions/special/index.html"])
def test_the_headings_that_an_editor_wrote_stand_above_all_their_stories_however_few(
    digest: Callable[..., Digest], path: str
) -> None:
    front = {"section": "ground", "date": "2012-03-12"}
    site = digest(
        {
            "config.yaml": f"title: T\ntimezone: UTC\n{SECTIONS}",
            **{f"content/{name}.md": article(name.upper(), **front) for name in "abcdefgh"},
            "content/editions/special.yaml": (
                "date: 2012-03-19\nlead: a.md\narticles: [d.md, e.md]\n"
                "sections:\n  Looking back: [b.md]\n  Looking on: [c.md, f.md]\n"
            ),
        }
    )
    site.build()
    page = site.page(path)
    bands = {
        band.xpath("string(h2)"): [a.text_content() for a in band.xpath(".//h3/a")]
        for band in page.xpath("//section[@class='band'][h2]")
    }
    assert bands["Looking back"] == ["B"]
    assert bands["Looking on"] == ["C", "F"]
    assert [a.text_content() for a in page.xpath("//*[@class='briefs cards']//h3/a")] == ["D", "E"]
    assert "Also" not in bands


def test_paper_shows_the_address_behind_the_words_of_a_link_and_not_behind_the_address_itself(
    digest: Callable[..., Digest],
) -> None:
    text = "See [the record](https://un.example/a) or <https://un.example/b>."
    site = digest({"content/a.md": article("A", text, date="2012-03-12")})
    site.build()
    links = site.page("2012/03/12/a/index.html").xpath("//*[contains(@class, 'body')]//a")
    assert [a.get("class") for a in links] == [None, "bare-address"]
    (style,) = [text for name, text in site.output().items() if name.startswith("assets/style.")]
    assert b'.body a[href^="http"]:not(.bare-address)::after' in style


def test_an_article_may_name_its_edition_itself(digest: Callable[..., Digest]) -> None:
    site = digest(
        {
            "content/a.md": article("A", date="2012-03-12", edition="special"),
            "content/editions/special.yaml": "date: 2012-04-01\n",
            **_days("2012-03-13"),
        }
    )
    site.build()
    assert _headlines(site.page("editions/special/index.html")) == ["A"]
    assert _headlines(site.page("editions/2012-w11/index.html")) == ["On 2012-03-13"]


def test_editions_lead_to_the_one_before_and_the_one_after(digest: Callable[..., Digest]) -> None:
    site = digest(_days("2012-03-01", "2012-03-08", "2012-03-15"))
    site.build()
    page = site.page("editions/2012-w10/index.html")
    assert page.xpath("//a[@rel='prev']/@href") == ["/editions/2012-w09/"]
    assert page.xpath("//a[@rel='next']/@href") == ["/editions/2012-w11/"]


def test_an_article_leads_to_the_one_before_and_the_one_after_in_time(digest: Callable[..., Digest]) -> None:
    site = digest(_days("2012-03-01", "2012-03-08", "2012-03-15"))
    site.build()
    page = site.page("2012/03/08/d2012-03-08/index.html")
    assert page.xpath("//a[@rel='prev']/@href") == ["/2012/03/01/d2012-03-01/"]
    assert page.xpath("//a[@rel='next']/@href") == ["/2012/03/15/d2012-03-15/"]


LISTS = {
    "tags/syria": {"tags": ["syria"]},
    "sources/un": {"source": "un"},
    "sections/ground": {"section": "ground"},
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_newest_first_and_split_into_pages(digest: Callable[..., Digest], path: str) -> None:
    files = {
        f"content/{n}.md": article(f"Number {n}", date=f"2012-03-{n + 1:02}", **LISTS[path]) for n in range(5)
    }
    site = digest(files, config=f"paginate: 2\nsources: {{un: United Nations}}\n{SECTIONS}")
    site.build()
    pages = [f"{path}/index.html", f"{path}/page/2/index.html", f"{path}/page/3/index.html"]
    assert [_headlines(site.page(page)) for page in pages] == [
        ["Number 4", "Number 3"],
        ["Number 2", "Number 1"],
        ["Number 0"],
    ]
    assert [site.page(page).xpath("//a[@rel='next']/@href") for page in pages] == [
        [f"/{path}/page/2/"],
        [f"/{path}/page/3/"],
        [],
    ]
    assert f"{path}/page/4/index.html" not in site.output()
    assert f"{path}/page/1/index.html" not in site.output()


def test_articles_of_one_day_stand_pinned_ones_first_then_by_weight_then_by_hour_then_by_path(
    digest: Callable[..., Digest],
) -> None:
    fronts: dict[str, dict[str, Any]] = {
        "pinned": {"pin": True},
        "light": {"weight": 1},
        "heavy": {"weight": 9},
        "evening": {"date": "2012-03-12 20:00"},
        "noon": {"date": "2012-03-12 12:00"},
        "path-a": {},
        "path-b": {},
        "newer": {"date": "2012-03-13"},
    }
    site = digest(
        {f"content/{name}.md": article(name, tags=["syria"], **front) for name, front in fronts.items()}
    )
    site.build()
    listed = _headlines(site.page("tags/syria/index.html"))
    assert listed == ["newer", "pinned", "light", "heavy", "evening", "noon", "path-a", "path-b"]


def test_a_tag_page_tells_what_the_vocabulary_says_and_holds_the_articles_of_narrower_tags(
    digest: Callable[..., Digest],
) -> None:
    config = (
        "tags:\n"
        "  syria: {label: Syria, aliases: [Syrian Arab Republic], description: The uprising.}\n"
        "  homs: {label: Homs, parent: syria}\n"
    )
    site = digest(
        {
            "content/a.md": article("A", tags=["Homs"]),
            "content/b.md": article("B", tags=["syrian arab republic"], date="2012-03-13"),
        },
        config=config,
    )
    site.build()
    page = site.page("tags/syria/index.html")
    assert _headlines(page) == ["B", "A"]
    text = " ".join(page.text_content().split())
    assert "The uprising." in text
    assert "Syrian Arab Republic" in text
    assert "/tags/homs/" in page.xpath("//main//a/@href")
    assert _headlines(site.page("tags/homs/index.html")) == ["A"]


def test_the_archive_has_a_page_for_each_year_month_and_day_with_an_article(
    digest: Callable[..., Digest],
) -> None:
    site = digest(_days("2011-12-31", "2012-03-01", "2012-03-02"))
    site.build()
    made = {p for p in site.output() if p.startswith("20") and "/d20" not in p}
    periods = ("2011", "2011/12", "2011/12/31", "2012", "2012/03", "2012/03/01", "2012/03/02")
    assert made == {f"{period}/index.html" for period in periods}
    assert _headlines(site.page("2012/03/index.html")) == ["On 2012-03-02", "On 2012-03-01"]
    assert "/2012/03/" in site.page("archive/index.html").xpath("//main//a/@href")


def test_the_page_of_corrections_lists_each_one_newest_first(digest: Callable[..., Digest]) -> None:
    def corrections(*pairs: tuple[str, str]) -> Iterable[dict[str, str]]:
        return [{"date": day, "text": text} for day, text in pairs]

    site = digest(
        {
            "content/a.md": article(
                "A", corrections=corrections(("2012-03-13", "One."), ("2012-03-20", "Three."))
            ),
            "content/b.md": article("B", corrections=corrections(("2012-03-14", "Two."))),
        }
    )
    site.build()
    text = site.page("corrections/index.html").text_content()
    assert text.index("Three.") < text.index("Two.") < text.index("One.")
    assert "Three." in site.page("2012/03/12/a/index.html").text_content()


def test_accounts_that_differ_stand_side_by_side(digest: Callable[..., Digest]) -> None:
    accounts = [
        {"by": "SANA", "says": "Three died.", "on": "How many died"},
        {"by": "SOHR", "says": "Eight died.", "on": "How many died", "url": "https://sohr.example/"},
    ]
    site = digest({"content/a.md": article("A", accounts=accounts)})
    site.build()
    (row,) = site.page("2012/03/12/a/index.html").xpath("//table//tr[td and th[@scope='row']]")
    question, sana, sohr = (cell.text_content() for cell in row)
    assert question.strip() == "How many died"
    assert "Three died." in sana
    assert "Eight died." in sohr


def test_provenance_names_source_authors_place_days_and_addresses(digest: Callable[..., Digest]) -> None:
    source = {
        "name": "un",
        "url": "https://un.example/doc",
        "authors": ["A. Rapporteur"],
        "published": "2012-03-11",
        "retrieved": "2012-05-02",
        "archive_url": "https://archive.example/doc",
    }
    site = digest(
        {"content/a.md": article("A", source=source, dateline="Geneva")},
        config="sources: {un: United Nations}\n",
    )
    site.build()
    page = site.page("2012/03/12/a/index.html")
    text = " ".join(page.xpath("//article")[0].text_content().split())
    for word in ("United Nations", "A. Rapporteur", "Geneva", "12 March 2012", "11 March 2012", "2 May 2012"):
        assert word in text
    assert {"https://un.example/doc", "https://archive.example/doc", "/sources/un/"} <= set(
        page.xpath("//@href")
    )


def test_related_reading_says_why_and_follows_pins_and_bans(digest: Callable[..., Digest]) -> None:
    text = "Observers in Homs counted shells near the Baba Amr quarter."
    site = digest(
        {
            "content/a.md": article("Observers", text, related=["d.md"], related_exclude=["c.md"]),
            "content/b.md": article("Shells", text),
            "content/c.md": article("Quarter", text),
            "content/d.md": article("Wheat", "Prices of wheat rose in Odessa."),
        }
    )
    site.build()
    (related,) = site.page("2012/03/12/a/index.html").find_class("related")
    assert [a.text_content() for a in related.iter("a")] == ["Wheat", "Shells"]
    assert related.find_class("why")


def test_a_story_in_another_language_says_so_wherever_its_title_stands(digest: Callable[..., Digest]) -> None:
    site = digest({"content/a.md": article("حمص", "نص قصير.", lang="ar", tags=["syria"])})
    site.build()
    for path in ("index.html", "tags/syria/index.html", "2012/03/12/a/index.html"):
        element = site.page(path).xpath("//main//*[normalize-space(text())='حمص']")[0]
        around = [element, *element.iterancestors()]
        assert next(e.get("lang") for e in around if e.get("lang")) == "ar"
        assert next(e.get("dir") for e in around if e.get("dir")) == "rtl"
