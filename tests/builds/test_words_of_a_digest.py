"""The furniture of a digest in its language: what is shown, what is made again, what is told of faults."""

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
from findings import found
from lxml import html

from site_builder.door import Door
from site_builder.incremental.reads import Reads
from site_builder.incremental.store import open_store
from site_builder.options import Options, Where
from site_builder.outputs import plan_all
from site_builder.problems import describe
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


def test_a_word_for_what_nothing_says_is_warned_of_and_a_broken_one_stops_the_build(digest: Begin) -> None:
    site = digest({WORDS: "messages: {Archve: Past}"})
    assert [describe(problem) for problem in site.build().problems] == [
        "layouts/translations/en.yaml:1:12: warning: nothing on the pages says 'Archve' in English\n"
        "  messages: {Archve: Past}\n             ^^^^^^\n  did you mean 'Archive'?"
    ]
    site.write({WORDS: "messages: {Archive: '{x}'}"})
    (problem,) = site.problems()
    assert (problem.level, problem.message) == ("error", "there is no value {x} for this text")


def test_a_build_warns_of_a_file_that_no_language_has_and_of_forms_that_are_missing(digest: Begin) -> None:
    words = "messages: {'{count} fox': {one: '{count} лиса'}}\n"
    layout = "{{ 3 | plural('fox', 'foxes') }}"
    files = {"layouts/translations/russian.yaml": words, "layouts/translations/ru.yaml": words}
    site = digest({**files, "layouts/404.html": layout}, "language: ru\n")
    told = [(problem.place.source, problem.code, problem.level) for problem in site.build().problems]
    assert told == [
        ("layouts/translations/ru.yaml", "missing-form", "warning"),
        ("layouts/translations/russian.yaml", "unknown-language", "warning"),
    ]
    assert site.text("404.html") == "3 лиса"


def test_what_a_script_or_an_extension_says_is_no_message_and_may_be_typed_in_any_way(digest: Begin) -> None:
    files = {
        "layouts/404.html": r"""<script>say_("x"); y = _("\u{1F600}")</script>{{ _("Archive") }}""",
        "extensions/own.py": r"""_ = str  # _("\x4")""",
        "layouts/translations/nl.yaml": "messages: {Archive: Archief}\n",
    }
    site = digest(files, "language: nl\n")
    assert site.build().problems == ()
    assert site.text("404.html").endswith(r'_("\u{1F600}")</script>Archief')


def test_a_translation_that_loses_its_link_stops_the_build(digest: Begin) -> None:
    said = "'It is now <a href=\"{link}\">here</a>.': 'Het is nu hier: {link}'"
    site = digest({"layouts/translations/nl.yaml": f"messages: {{{said}}}\n"}, "language: nl\n")
    (problem,) = site.problems()
    assert (problem.level, problem.message) == ("error", "<a> of the English text is missing")
    assert "<a href=" in problem.remedy


def test_a_word_that_is_still_to_be_written_stays_english(digest: Begin) -> None:
    site = digest(
        {ARABIC_WORDS: "messages:\n  Mine:\n", "layouts/404.html": '{{ _("Mine") }}'}, "language: ar\n"
    )
    site.build()
    assert site.text("404.html") == "Mine"


def test_a_check_tells_what_stays_english_and_can_be_silenced(digest: Begin) -> None:
    layout = "".join(f'{{{{ _("Mine {n}") }}}}' for n in range(7))
    files = {"layouts/404.html": layout, ARABIC_WORDS: "messages: {Mine 0: لي}\n"}
    site = digest(files, "language: ar\n")
    (one,) = found(site, "untranslated")
    assert one.place.source == ARABIC_WORDS
    assert re.fullmatch(r"6 of \d+ messages stay English: 'Mine 1', .* 'Mine 6'", one.message)
    assert ARABIC_WORDS in one.remedy
    assert "site-builder config layout translations/fr.yaml" in one.remedy
    site.write(
        {
            "config.yaml": (site.folder / "config.yaml").read_text()
            + "check: {levels: {untranslated: ignore}}\n"
        }
    )
    assert found(site, "untranslated") == []


def test_of_many_words_that_stay_english_each_is_told_signs_last(digest: Begin) -> None:
    site = digest({"layouts/translations/nl.yaml": "messages: {Archive: Archief}\n"}, "language: nl\n")
    first, *each, dates = (problem.message for problem in found(site, "untranslated"))
    count = int(first.split()[0])
    assert re.match(r"\d+ of \d+ messages stay English: 'A feed .* and \d+ more$", first)
    assert ": ', '" not in first
    assert len(each) == count
    assert "no translation of 'Tags'" in each
    assert each[0].startswith("no translation of 'A feed")
    signs = each.index("no translation of the sign ', '")
    assert all(one.startswith("no translation of the ") for one in each[signs:])
    assert not any(one.startswith("no translation of the ") for one in each[:signs])
    assert dates == "these words of dates stay English: months, weekdays, initials"


def test_dates_that_stay_english_are_told(digest: Begin) -> None:
    layouts = {"layouts/404.html": '{{ _("Mine") }}', ARABIC_WORDS: "messages: {Mine: لي}\n"}
    assert found(digest(layouts, "language: ar\n"), "untranslated") == []
    weekdays = "dates: {weekdays: [ma, di, wo, do, vr, za, zo], initials: [m, d, w, d, v, z, z]}\n"
    site = digest(
        {"layouts/translations/nl.yaml": f"messages: {{Archive: Archief}}\n{weekdays}"}, "language: nl\n"
    )
    assert "these words of dates stay English: months" in [one.message for one in found(site, "untranslated")]


def test_a_check_of_a_language_without_any_words_says_how_to_begin(digest: Begin) -> None:
    (one,) = found(digest({}, "language: pt-BR\n"), "untranslated")
    assert "there are no words in 'pt-BR'" in one.message
    assert one.remedy.endswith(
        "site-builder config layout translations/fr.yaml > layouts/translations/pt-BR.yaml"
    )


def test_a_check_of_a_digest_in_english_asks_for_no_words(digest: Begin) -> None:
    files = {"layouts/404.html": '{{ _("Mine") }}'}
    assert found(digest(files, "language: en-GB\n"), "untranslated") == []


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
