"""Editions by mail: what they carry, what they are made of, and what makes them again."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from digests import Digest, article
from edits import CLOCK, FILES, A, B, C, other, rebuilt, rendered
from lxml import html

MAIL = "newsletter: {from: desk@digest.example}\n"
NAME = "2012-w11"
MAIL_OF_B = {f"newsletter/{NAME}.{ending}" for ending in ("html", "txt", "eml")}

Begin = Callable[..., Digest]


@pytest.fixture
def site(digest: Begin) -> Digest:
    """Four articles in four editions, with their mails."""
    made = digest(FILES, config=MAIL)
    made.build(clock=CLOCK)
    return made


def message(site: Digest, name: str = NAME) -> EmailMessage:
    data = site.output()[f"newsletter/{name}.eml"]
    found = message_from_bytes(data, _class=EmailMessage, policy=policy.SMTP)
    assert not found.defects
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")
    return found


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_no_mail_is_made_unless_the_settings_say_who_sends_it(digest: Begin) -> None:
    site = digest(FILES)
    site.build(clock=CLOCK)
    assert not [path for path in site.output() if path.startswith("newsletter/")]


def test_each_edition_has_a_mail_in_three_forms(site: Digest) -> None:
    made = {path for path in site.output() if path.startswith("newsletter/")}
    names = {path.split("/")[1] for path in site.output() if re.match(r"editions/.+/index.html", path)}
    assert len(names) == 4
    assert made == {f"newsletter/{name}.{ending}" for name in names for ending in ("html", "txt", "eml")}


def test_a_message_holds_both_parts_as_they_are_published(site: Digest) -> None:
    found = message(site)
    text, page = found.get_body(("plain",)), found.get_body(("html",))
    assert text
    assert page
    assert text.get_content().replace("\r\n", "\n") == site.text(f"newsletter/{NAME}.txt")
    assert page.get_content().replace("\r\n", "\n").rstrip() == site.text(f"newsletter/{NAME}.html").rstrip()


def test_the_headers_of_a_message_follow_from_the_edition(site: Digest) -> None:
    found = message(site)
    assert found["From"] == "The Test Digest <desk@digest.example>"
    assert found["Subject"] == "The Test Digest – Week to 18 March 2012"
    assert found["Date"] == "Sun, 18 Mar 2012 12:00:00 +0000"
    assert re.fullmatch(r"<[0-9a-f]{32}@digest\.example>", found["Message-ID"])
    assert found["List-Unsubscribe"].strip() == "<mailto:desk@digest.example?subject=unsubscribe>"
    assert found["To"] is None


def test_the_plain_text_says_what_the_html_says(site: Digest) -> None:
    page = site.page(f"newsletter/{NAME}.html")
    shown = page.xpath("//body//text()[not(ancestor::*[@aria-hidden='true'])]")
    text = re.sub(r"<[^>]+>|^[=-]+$", " ", site.text(f"newsletter/{NAME}.txt"), flags=re.MULTILINE)
    assert words(text) == words(" ".join(shown))
    told = re.findall(r"<([^>]+)>", site.text(f"newsletter/{NAME}.txt"))
    assert told == [a.get("href") for a in page.xpath("//body//a")]


@pytest.mark.parametrize("base_url", ["https://digest.example", "https://digest.example/a/b"])
@pytest.mark.parametrize("links", ["absolute", "relative"])
def test_every_link_and_picture_of_a_mail_is_a_full_url(digest: Begin, base_url: str, links: str) -> None:
    edition = (
        "title: By hand\ndate: 2012-03-18\nlead: b/index.md\n"
        "note: See [that](../b/index.md), [us](/about/#x), ![map](../b/map.png) and [here](#there).\n"
    )
    files = {
        "content/b/index.md": article("B", "x", image={"src": "map.png", "alt": "A map"}),
        "content/b/map.png": b"",
        "content/pages/about.md": article("About", "## X\n", date=""),
        "content/editions/hand.yaml": edition,
    }
    site = digest(files, config=f"{MAIL}links: {links}\n")
    site.build(base_url=base_url)
    page = site.page("newsletter/hand.html")
    targets = [*page.xpath("//body//@href"), *page.xpath("//@src")]
    assert len(targets) > 8
    for target in targets:
        assert target.startswith(("mailto:", f"{base_url}/")), target
    assert page.xpath("//img[@alt='A map']/@src") == [f"{base_url}/2012/03/12/b/map.png"]
    assert f"{base_url}/editions/hand/#there" in targets


def test_styles_stand_in_the_elements_and_what_is_for_the_dark_stays_a_style(site: Digest) -> None:
    page = site.page(f"newsletter/{NAME}.html")
    (style,) = page.xpath("//style/text()")
    assert "prefers-color-scheme: dark" in style
    assert not page.xpath("//table | //script | //link")
    assert all(element.get("style") for element in page.xpath("//h1 | //h2 | //div[@class='mail']"))


def test_a_mail_from_right_to_left_says_so_where_programs_leave_it(digest: Begin) -> None:
    site = digest(FILES, config=f"{MAIL}language: ar\n")
    site.build(clock=CLOCK)
    assert site.page(f"newsletter/{NAME}.html").xpath("//body/div[@dir='rtl' and @lang='ar']")


@pytest.mark.parametrize(
    ("language", "slant", "side"),
    [("en", "italic", "left"), ("ar", "normal", "right"), ("he", "normal", "right")],
)
def test_an_editor_s_note_slants_no_arabic_and_has_its_rule_where_lines_begin(
    digest: Begin, language: str, slant: str, side: str
) -> None:
    edition = "date: 2012-03-18\narticles: [b.md]\nnote: |\n  Said *here*.\n\n  > By them.\n"
    site = digest({**FILES, "content/editions/e.yaml": edition}, config=f"{MAIL}language: {language}\n")
    site.build(clock=CLOCK)
    page = site.page("newsletter/e.html")
    ((note,), (quote,)) = page.xpath("//div[@class='note']/@style"), page.xpath("//blockquote/@style")
    assert f"font-style: {slant}" in note
    assert f"border-{side}: 3px" in quote
    assert bool(page.xpath("//em/@style")) is (slant == "normal")


def test_the_picture_of_a_lead_is_credited_beside_it(digest: Begin) -> None:
    image = {"src": "https://wire.example/a.png", "alt": "A map", "credit": "A. Lee"}
    site = digest({"content/a.md": article("A", image=image)}, config=MAIL)
    site.build(clock=CLOCK)
    assert site.page(f"newsletter/{NAME}.html").xpath("string(//p[@class='credit'])") == "Picture: A. Lee"
    assert "Picture: A. Lee" in site.text(f"newsletter/{NAME}.txt")


def test_no_fact_of_a_byline_is_cut_in_two_by_the_end_of_a_line(site: Digest) -> None:
    facts = site.page(f"newsletter/{NAME}.html").xpath("//p[@class='byline']/bdi/@style")
    assert facts
    assert set(facts) == {"display: inline-block;"}


def test_a_mail_never_carries_a_word_that_is_withheld(digest: Begin) -> None:
    files = {
        "content/a.md": article("Shown", "First sentence. WITHHELD words.", rights="excerpt 2"),
        "content/b.md": article("Bare", "UNSAID.", rights="headline"),
        "content/c.md": article("HIDDEN", "x", draft=True),
        "content/d.md": article("KILLED", "x", review="killed"),
        "content/e.md": article("LATER", "x", date="2012-03-13", publish_date="2030-01-01"),
    }
    site = digest(files, config=MAIL)
    site.build()
    found = message(site)
    parts = [part.get_content() for part in found.walk() if not part.is_multipart()]
    assert len(parts) == 2
    for part in (*parts, str(found)):
        assert not re.search("WITHHELD|UNSAID|HIDDEN|KILLED|LATER", part)
    assert "Shown" in parts[0]


def test_a_mended_body_renders_no_mail(site: Digest) -> None:
    assert rendered(site, other("b", "Geneva", "Genf")) == {B}


def test_a_changed_title_renders_the_mail_of_its_edition_and_no_other(site: Digest) -> None:
    found = rendered(site, other("b", "Envoy speaks", "Envoy talks"))
    assert {path for path in found if path.startswith("newsletter/")} == MAIL_OF_B
    assert {A, B, C} <= found


def test_a_new_edition_renders_no_mail_of_an_older_one(site: Digest) -> None:
    found = rendered(site, {"content/e.md": article("Late news", "Late.", date="2012-06-26")})
    mails = {path for path in found if path.startswith("newsletter/")}
    assert mails == {f"newsletter/2012-w26.{ending}" for ending in ("html", "txt", "eml")}


def test_a_changed_sender_renders_mails_and_nothing_else(site: Digest) -> None:
    config = (site.folder / "config.yaml").read_text()
    found = rendered(site, {"config.yaml": config.replace("desk@", "post@")})
    assert found == {path for path in site.output() if path.startswith("newsletter/")}


def test_a_layout_of_the_sites_own_makes_its_mails_too(digest: Begin) -> None:
    layout = '{% extends "default/newsletter.html" %}\n{% block footer %}<p>Our foot</p>{% endblock %}\n'
    site = digest({**FILES, "layouts/newsletter.html": layout}, config=MAIL)
    site.build(clock=CLOCK)
    assert site.text(f"newsletter/{NAME}.txt").rstrip().endswith("Our foot")
    assert "Envoy speaks" in site.text(f"newsletter/{NAME}.txt")


HOSTILE = {
    "breaks a header": "Fine\\r\\nBcc: everybody@victim.example\\r\\n\\r\\nand a body",
    "looks encoded": "=?utf-8?q?a=0D=0ABcc=3A_x?= and on",
    "breaks out": '\\"><script>alert(1)</script> ]]> </script> <!--',
    "is odd": "\\U0001F4A5 e\\u0301 {{ 7 * 7 }} :lead {address}",
    "is long": "Long " * 2000,
    "is long and Arabic": "خبر " * 2000,
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_headline_stays_a_headline(digest: Begin, title: str) -> None:
    config = 'newsletter: {from: "Desk, \\"x\\" <desk@digest.example>", subject: ":lead"}\n'
    site = digest({"content/a.md": f'---\ntitle: "{title}"\ndate: 2012-03-12\n---\nx\n'}, config=config)
    site.build()
    found = message(site)
    assert sorted(found.keys()) == sorted(
        "Content-Language Content-Type Date From List-Unsubscribe MIME-Version Message-ID Subject".split()
    )
    assert not re.search("[\r\n\u202e\u2067\u2028]", found["Subject"])
    assert len(found["Subject"]) <= 300
    assert found["From"].addresses[0].addr_spec == "desk@digest.example"
    page = html.document_fromstring(site.output()[f"newsletter/{NAME}.html"])
    assert not page.xpath("//script | //@*[starts-with(name(), 'on')]")


def test_a_mail_that_programs_would_cut_is_told_of_with_how_many_stories_fit(digest: Begin) -> None:
    files = {
        f"content/a{n:03}.md": article(f"Headline {n}", "x", summary="Some hundred words. " * 40)
        for n in range(150)
    }
    site = digest(files, config=MAIL)
    (warning,) = site.build().problems
    assert (warning.level, warning.code) == ("warning", "long-mail")
    fit = int(re.search(r"stories: (\d+)", warning.remedy)[1])
    again = site.build().problems
    assert again == (warning,)
    assert site.build(full=True).problems == (warning,)
    edited = site.folder / "content/a000.md"
    edited.write_text(edited.read_text().replace("\nx\n", "\ny\n"))
    assert site.build().problems == (warning,)
    config = (site.folder / "config.yaml").read_text()
    site.write({"config.yaml": config.replace(MAIL, MAIL.replace("}", f", stories: {fit}}}"))})
    assert site.build().problems == ()
    size = len(site.output()[f"newsletter/{NAME}.html"])
    assert 80_000 < size <= 100_000
    assert f"{150 - fit} more articles in this edition" in site.text(f"newsletter/{NAME}.txt")


def test_without_a_base_url_there_is_a_warning_and_no_mail(digest: Begin) -> None:
    site = digest({**FILES, "config.yaml": f"title: T\ntimezone: UTC\n{MAIL}"})
    (warning,) = site.build(clock=CLOCK).problems
    assert (warning.level, warning.code, warning.place.line) == ("warning", "no-base-url", 3)
    assert not [path for path in site.output() if path.startswith("newsletter/")]


def test_without_css_inline_the_build_says_what_to_install(
    digest: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "css_inline", None)
    site = digest(FILES, config=MAIL)
    (message,) = site.messages(clock=CLOCK)
    assert "pip install 'site-builder[email]'" in message


def test_a_placeholder_of_a_mailing_service_stands_as_it_is(digest: Begin) -> None:
    site = digest(FILES, config='newsletter: {from: desk@digest.example, unsubscribe: "{{unsubscribe}}"}\n')
    rebuilt(site)
    assert message(site)["List-Unsubscribe"].strip() == "<{{unsubscribe}}>"
    assert site.page(f"newsletter/{NAME}.html").xpath("//a[@href='{{unsubscribe}}']")


def test_a_mail_asks_no_other_host(site: Digest) -> None:
    page = site.page(f"newsletter/{NAME}.html")
    assert {urlsplit(url).hostname for url in page.xpath("//a/@href") if "://" in url} == {"digest.example"}
    assert not page.xpath("//@src")


def test_an_edition_of_an_odd_name_has_files_called_after_its_address(digest: Begin) -> None:
    name = "content/editions/Our first: Ünïcode.yaml".replace(":", "")
    site = digest(
        {**FILES, name: "date: 2012-03-18\nlead: b.md\n"}, config=f"{MAIL}editions: {{epub: true}}\n"
    )
    site.build(clock=CLOCK)
    made = {path for path in site.output() if "our-first" in path}
    address = "our-first-ünïcode"
    assert made == {
        f"editions/{address}/index.html",
        f"editions/{address}/{address}.epub",
        *(f"newsletter/{address}.{ending}" for ending in ("html", "txt", "eml")),
    }
