"""The furniture of a digest in its language: what is shown, what is made again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from digests import WITH_FEEDS, Digest, article
from edits import CLOCK, FILES, A, B, C, D, rebuilt, rendered
from lxml import html

from site_builder.door import Door
from site_builder.incremental.reads import Reads
from site_builder.incremental.store import open_store
from site_builder.options import Options, Where
from site_builder.outputs import plan_all
from site_builder.reading import open_site
from site_builder.rendering import Renderer
from site_builder.steps.parcels import open_parcel, pack
from site_builder.steps.taking import snapshot_of

Begin = Callable[..., Digest]
WORDS = "layouts/translations/en.yaml"
ARABIC_WORDS = "layouts/translations/ar.yaml"
WITH_ALL = """editions: {by: week, epub: true}
newsletter: {from: desk@digest.example, subject: "النشرة :number، :day", stories: 1}
data: {articles: true}
paginate: 1
"""
SOURCE = {
    "name": "وكالة",
    "url": "https://wire.example/1",
    "authors": ["كاتب", "كاتبة"],
    "published": "2012-03-10",
    "retrieved": "2012-03-11",
}
HOMS: dict[str, Any] = {"date": "2012-03-10", "tags": ["سوريا", "حمص"]}
ARABIC = {
    "content/a.md": article(
        "قافلة تصل إلى حمص",
        "حملت القافلة القمح.\n\n| اليوم | العدد |\n| --- | --- |\n| الأحد | 3 |\n",
        **HOMS,
        summary="قافلة.",
        source=SOURCE,
        editor="م. ك.",
        updated="2012-03-12",
        corrections=[{"date": "2012-03-11", "text": "كان اليوم خطأ."}],
        accounts=[{"by": who, "says": "نعم.", "url": "https://wire.example/2"} for who in ("سكان", "شرطة")],
    ),
    "content/b.md": article(
        "المبعوث يتحدث",
        "في جنيف.",
        **HOMS,
        summary="كلمة.",
        rights="headline",
        source={**SOURCE, "dead": True, "archive_url": "https://archive.example/1"},
    ),
    "content/c.md": article("تأجيل التصويت", "إلى مايو.", date="2012-04-01", tags=["سوريا"], summary="لا."),
    "content/pages/about.md": "---\ntitle: عن النشرة\naliases: [/former/]\n---\n\nنص.\n",
    "content/d.md": article("عاصفة", "أمطار.", date="2011-04-02", tags=["حمص"], summary="مطر."),
}
ARABIC_CONFIG = WITH_FEEDS.replace("The Test Digest", "ملف دمشق") + f"language: ar\n{WITH_ALL}"
# What has no other name: formats, keys, names of files.
NAMES = set("atom rss json feed feeds opml epub javascript kbd".split())


def _said(page: bytes) -> Iterator[str]:
    """What a page says to readers: texts, and what is read aloud."""
    tree = html.fromstring(page)
    addresses = "//*[contains(@class, 'address') or contains(@class, 'printed')]"
    for element in tree.xpath(f"//script | //style | {addresses}"):
        element.drop_tree()
    yield from tree.xpath("//text()")
    yield from tree.xpath("//@aria-label | //@title | //@alt | //meta[@name='description']/@content")


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """A digest all in Arabic, with everything on."""
    site = Digest(tmp_path_factory.mktemp("arabic"))
    site.write({**ARABIC, "config.yaml": ARABIC_CONFIG})
    site.build(clock=CLOCK)
    return site


def test_no_page_of_an_arabic_digest_says_a_word_of_english(arabic: Digest) -> None:
    english = {}
    for path, body in arabic.output().items():
        if path.endswith(".html"):
            words = {word.lower() for said in _said(body) for word in re.findall(r"[A-Za-z]{2,}", said)}
            if left := words - NAMES:
                english[path] = left
    assert english == {}


def test_what_is_subscribed_to_mailed_and_read_offline_speaks_arabic_too(arabic: Digest) -> None:
    files = arabic.output()
    assert "<title>ملف دمشق: التصحيحات</title>" in files["corrections/atom.xml"].decode()
    assert "<title>تصحيح: قافلة تصل إلى حمص</title>" in files["corrections/rss.xml"].decode()
    assert "تصحيح في 11 مارس 2012:" in files["rss.xml"].decode()
    mail = files["newsletter/2012-w10.txt"].decode()
    assert "مقالان" in mail
    assert "مقال آخر في هذا العدد" in mail
    book = zipfile.ZipFile(io.BytesIO(files["editions/2012-w10/2012-w10.epub"]))
    assert "الأسبوع حتى 11 مارس 2012" in book.read("EPUB/nav.xhtml").decode()
    assert "بقلم <bdi>كاتب</bdi> و<bdi>كاتبة</bdi>" in book.read("EPUB/article001.xhtml").decode()


def test_a_search_page_hands_its_script_the_words_of_the_language(arabic: Digest) -> None:
    (words,) = arabic.page("search/index.html").xpath("//form/@data-words")
    assert '"two":"مقالان"' in words
    assert '"{day} مارس {year}"' in words
    assert '"lang":"ar"' in words


def test_furniture_is_in_the_language_of_the_digest_and_a_text_in_its_own(digest: Begin) -> None:
    text = article("A note", "In English.", date="2012-03-10", lang="en", summary="Not the same.")
    page = "---\ntitle: P\nlang: en\ndraft: true\n---\nX.\n"
    site = digest({"content/a.md": text, "content/pages/p.md": page}, "language: ar\n")
    site.build(clock=CLOCK, drafts=True)
    shown = site.page("2012/03/10/a/index.html")
    assert [el.get("lang") for el in shown.xpath("//h1/..")] == ["en"]
    assert shown.xpath("//html/@lang") == ["ar"]
    (skip,) = shown.xpath("//a[@class='skip']")
    assert skip.text == "انتقل إلى النص"
    assert not skip.xpath("ancestor::*[@lang='en']")
    (draft,) = site.page("p/index.html").xpath("//*[@class='badge draft']")
    assert draft.text == "مسودة"
    assert draft.xpath("string(ancestor::*[@lang][1]/@lang)") == "ar"


@pytest.mark.parametrize(
    ("language", "first", "many"),
    [
        ("fr", "1er mars 2012", "2\u202f000 articles"),
        ("de", "1. März 2012", "2.000 Artikel"),
        ("es-MX", "1 de marzo de 2012", "2.000 artículos"),
        ("ru", "1 марта 2012", "2\u00a0000 статей"),
        ("en-GB", "1 March 2012", "2,000 articles"),
        ("pt", "1 March 2012", "2,000 articles"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_writes_them(
    digest: Begin, language: str, first: str, many: str
) -> None:
    layout = '{{ "2012-03-01" | day }} / {{ 2000 | plural("article") }}'
    site = digest({"layouts/404.html": layout}, f"language: {language}\n")
    site.build()
    assert site.text("404.html") == f"{first} / {many}"


# A site's own words


def test_a_word_of_ones_own_is_laid_over_the_builders_and_the_others_stay(digest: Begin) -> None:
    own = "messages:\n  Related reading: مقالات ذات صلة\n  '{count} article': {few: '{count} مواد'}\n"
    layout = '{{ _("Related reading") }} {{ 3 | plural("article") }} {{ 11 | plural("article") }}'
    site = digest({ARABIC_WORDS: own, "layouts/404.html": layout}, "language: ar-SY\n")
    site.build()
    assert site.text("404.html") == "مقالات ذات صلة 3 مواد 11 مقالًا"


def test_words_for_a_region_come_before_those_of_its_language(digest: Begin) -> None:
    files = {
        "layouts/translations/pt.yaml": "messages: {Archive: Arquivo, Recent: Recentes}\n",
        "layouts/translations/pt-BR.yml": "messages: {Recent: Últimas}\n",
        "layouts/404.html": '{{ _("Archive") }} {{ _("Recent") }} {{ _("Tags") }}',
    }
    site = digest(files, "language: pt-BR\n")
    site.build()
    assert site.text("404.html") == "Arquivo Últimas Tags"


def test_a_layout_of_ones_own_has_words_of_its_own(digest: Begin) -> None:
    files = {
        "layouts/404.html": '{{ _("Ask {desk} <b>now</b>", desk="<us>") }}|'
        '{{ ngettext("one fox", "{count} foxes", 5) }}',
        ARABIC_WORDS: "messages:\n  Ask {desk} <b>now</b>: <b>اسأل</b> {desk}\n"
        "  one fox: {zero: a, one: b, two: c, few: '{count} ثعالب', many: d, other: e}\n",
    }
    site = digest(files, "language: ar\n")
    assert site.build().problems == ()
    assert site.text("404.html") == "<b>اسأل</b> &lt;us&gt;|5 ثعالب"


def test_a_value_may_have_any_name(digest: Begin) -> None:
    layout = '{{ site.gettext("{text}: {self}", text="A", self="B") }}{{ _("{text}", text="C") }}'
    site = digest({"layouts/404.html": layout})
    site.build()
    assert site.text("404.html") == "A: BC"


# What is made again


def test_an_edited_word_renders_what_says_it_and_nothing_else(digest: Begin) -> None:
    site = digest({**FILES, WORDS: "messages: {Beside this article: Beside it}\n"})
    site.build(clock=CLOCK)
    articles = {A, B, C, D}
    assert rendered(site, {WORDS: "messages: {Beside this article: Next to it}\n"}) == articles
    assert "Next to it" in site.text(A)
    assert rendered(site, {WORDS: "messages: {Beside this article: Next to it} # so\n"}) == set()


def test_a_catalogue_that_comes_or_goes_is_followed_to_the_byte(digest: Begin) -> None:
    site = digest(FILES)
    site.build(clock=CLOCK)
    before = site.output()
    assert A in rendered(
        site, {WORDS: "messages: {Archive: All of it}\ndates: {short_day: '{month} {day}'}\n"}
    )
    assert "All of it" in site.text("archive/index.html")
    (site.folder / WORDS).unlink()
    rebuilt(site)
    assert site.output() == before


def test_another_language_is_followed_to_the_byte_and_back(digest: Begin) -> None:
    site = digest({**FILES, ARABIC_WORDS: "messages: {Archive: كل شيء}\n"})
    site.build(clock=CLOCK)
    english = (site.folder / "config.yaml").read_text()
    before = site.output()
    rebuilt(site, {"config.yaml": english + "language: ar\n"})
    assert "كل شيء" in site.text("archive/index.html")
    rebuilt(site, {ARABIC_WORDS: "messages: {Archive: الماضي}\n"})
    assert "الماضي" in site.text("archive/index.html")
    rebuilt(site, {"config.yaml": english})
    assert site.output() == before


@pytest.mark.parametrize(
    ("before", "now", "layout", "said"),
    [
        ("en", "nl", '{{ ["A", "B"] | listed }}', "<bdi>A</bdi>, <bdi>B</bdi>"),
        ("pt", "pt-PT", '{{ 0 | plural("dia") }}', "0 dias"),
    ],
)
def test_a_page_that_does_not_say_its_language_follows_it_too(
    digest: Begin, before: str, now: str, layout: str, said: str
) -> None:
    words = "messages: {'{count} dia': {one: '{count} dia', other: '{count} dias'}}\n"
    layouts = {"layouts/404.html": layout, "layouts/translations/pt.yaml": words}
    site = digest({**FILES, **layouts}, f"language: {before}\n")
    site.build(clock=CLOCK)
    assert site.text("404.html") != said
    config = (site.folder / "config.yaml").read_text()
    rebuilt(site, {"config.yaml": config.replace(f"language: {before}", f"language: {now}")})
    assert site.text("404.html") == said


def test_other_digits_are_followed_where_the_code_itself_writes_a_date(digest: Begin) -> None:
    site = digest({"content/a.md": FILES["content/a.md"], WORDS: "messages: {}\n"}, "cards: true\n")
    site.build(clock=CLOCK)
    digits = {WORDS: "numbers: {digits: ٠١٢٣٤٥٦٧٨٩}\n"}
    assert [path for path in rendered(site, digits) if path.endswith(".png")] == [
        A.replace("index.html", "card.png")
    ]


def test_titles_of_editions_that_nobody_wrote_follow_the_words(digest: Begin) -> None:
    site = digest({**FILES, "content/editions/one.yaml": "date: 2012-03-12\narticles: [a.md]\n"})
    site.build(clock=CLOCK)
    words = "messages:\n  'Week to {day}': 'Up to {day}'\n  'Edition of {day}': 'Of {day}'\n"
    rebuilt(site, {WORDS: words})
    titles = site.page("editions/index.html").xpath("//ol[@class='editions']/li/a/text()")
    assert titles == ["Up to 17 June 2012", "Up to 8 April 2012", "Up to 18 March 2012", "Of 12 March 2012"]


# What is told


def test_many_processes_and_a_cluster_far_away_speak_the_language_of_the_digest(
    digest: Begin, tmp_path: Path
) -> None:
    site = digest({**FILES, ARABIC_WORDS: "messages: {Archive: كل شيء}\n"}, "language: ar\n")
    where = Where(site.folder)
    opened = open_site(where)
    snapshot, _ = snapshot_of(opened, Options(where=where, clock=CLOCK), {})
    store, _ = open_store(tmp_path, "key")
    store.publish_texts()
    parcel = pack(Renderer(snapshot, opened.layouts), store)
    archive = next(o for o in plan_all(Door(snapshot, Reads(), "").ask) if o.path == "archive/index.html")
    far = open_parcel(parcel).render(archive)
    store.close()
    assert "كل شيء" in far.body.decode()
    site.build(clock=CLOCK, jobs=2)
    assert site.output()["archive/index.html"] == far.body
