"""No output has more of a text than may be shown, whatever its form and whoever put it there."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO

import pytest
from digests import CONFIG, WITH_FEEDS, Digest, article
from findings import found, told
from hypothesis import given
from hypothesis import strategies as st

from site_builder.checking.runs import Passages, Run, Withheld
from site_builder.checking.words import words_of

Begin = Callable[..., Digest]

OPENING = "The first sentence may be shown to everybody who comes by."
REST = (
    "The second one says what the envoy heard from three ministers in the small hours of that night,"
    " when the lights of the old palace had long been put out."
)
QUOTED = "what the envoy heard from three ministers in the small hours of that night"
TEXT = f"{OPENING} {REST}"
EXCERPT = article(
    "Envoy", TEXT, rights="excerpt 12", source={"name": "The Paper", "url": "https://paper.example/1"}
)


def test_what_the_builder_shows_of_an_excerpt_is_no_finding(digest: Begin) -> None:
    site = digest({"content/a.md": EXCERPT, "config.yaml": WITH_FEEDS + "editions: {epub: true}\n"})
    assert found(site, "rights-exceeded", "text-kept-back") == []


def test_a_summary_that_an_editor_copied_from_what_is_withheld_is_found_where_it_is_typed(
    digest: Begin,
) -> None:
    text = EXCERPT.replace("rights:", f"summary: {QUOTED}\nrights:")
    (problem,) = found(digest({"content/a.md": text}), "rights-exceeded")
    assert problem.level == "error"
    assert str(problem.place) == "content/a.md:7:10"
    assert problem.message.startswith("14 words in a row of content/a.md stand in ")
    assert "index.html" in problem.message
    assert problem.message.endswith("no more than an excerpt of 12 words may be shown")


def test_a_layout_that_shows_more_is_found_in_every_page_that_it_makes(digest: Begin) -> None:
    layout = (
        '{% extends "default/article.html" %}{% block aside %}<p title="' + QUOTED + '">x</p>{% endblock %}'
    )
    site = digest({"content/a.md": EXCERPT, "layouts/article.html": layout})
    (problem,) = found(site, "rights-exceeded")
    assert problem.place.source == "output/2012/03/12/a/index.html"


def test_an_excerpt_that_is_not_the_very_beginning_of_its_text_is_told_from_the_rest(digest: Begin) -> None:
    of_picture = EXCERPT.replace(OPENING, f"![A map of the old town](map.png)\n\n{OPENING}")
    files = {"content/a/index.md": of_picture, "content/a/map.png": "x"}
    assert found(digest(files), "rights-exceeded") == []
    layout = f'{{% extends "default/404.html" %}}{{% block main %}}<p>{OPENING} {QUOTED}</p>{{% endblock %}}'
    (problem,) = found(digest({**files, "layouts/404.html": layout}, folder="b"), "rights-exceeded")
    assert "14 words in a row of content/a/index.md stand in 404.html" in problem.message


def test_another_article_that_quotes_it_is_found_only_where_it_shows_what_it_may_not(digest: Begin) -> None:
    other = article("Other", f"They printed {QUOTED}, and more.", date="2012-03-13")
    assert told(digest({"content/a.md": EXCERPT, "content/b.md": other}), "rights-exceeded") == []


def test_the_text_of_a_headline_only_article_and_of_a_draft_is_found_anywhere(digest: Begin) -> None:
    files = {
        "content/a.md": EXCERPT.replace("excerpt 12", "headline"),
        "content/b.md": article(
            "Draft", "Nobody knows yet " + "that all of it was a mistake of the printer " * 2, draft=True
        ),
        "static/a.txt": TEXT,
        "static/b.json": '{"x": ["Nobody knows yet that all of it was a mistake of the printer"]}',
    }
    site = digest(files)
    (headline,) = found(site, "rights-exceeded")
    assert "stand in a.txt" in headline.message
    assert headline.message.endswith("no more than its headline may be shown")
    (draft,) = found(site, "text-kept-back")
    assert "kept back (draft), stand in b.json" in draft.message


def test_what_was_clean_is_not_read_again_and_what_is_new_is(digest: Begin) -> None:
    site = digest({"content/a.md": EXCERPT, "static/a.txt": "nothing"})
    assert found(site, "rights-exceeded") == []
    site.write({"static/a.txt": TEXT})
    assert len(found(site, "rights-exceeded")) == 1
    assert len(found(site, "rights-exceeded")) == 1, "what was found is found again"
    site.write({"config.yaml": CONFIG + "check: {withheld_words: 40}\n"})
    assert found(site, "rights-exceeded") == []


def mail() -> bytes:
    message = EmailMessage()
    message.set_content("plain " + QUOTED)
    message.add_alternative(f"<p>html {QUOTED}</p>", subtype="html")
    return message.as_bytes()


def book() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("text/a.xhtml", f"<p>{QUOTED}</p>")
    return made.getvalue()


FORMS = {
    "a/index.html": QUOTED.replace("envoy", "<b>envoy</b>").replace(" of ", "\n of ").encode(),
    "meta.html": f'<meta name="description" content="{QUOTED}">'.encode(),
    "atom.xml": f"<feed><content>&lt;p class=&quot;x&quot;&gt;{QUOTED}&lt;/p&gt;</content></feed>".encode(),
    "rss.xml": f"<rss><![CDATA[<p>{QUOTED}</p>]]></rss>".encode(),
    "feed.json": ('{"items": [{"content_html": "<p>' + QUOTED + '</p>"}]}').encode(),
    "search.json": ('[["' + QUOTED.upper() + '"]]').encode(),
    "mail.eml": mail(),
    "mail.txt": QUOTED.replace(" ", "\n").encode(),
    "edition.epub": book(),
    "search/pagefind/fragment/en_1.pf_fragment": gzip.compress(
        b'pagefind_dcd{"content": "' + QUOTED.encode() + b'"}'
    ),
}


@pytest.mark.parametrize("path", FORMS)
def test_words_are_found_in_every_form_that_an_output_has(path: str, digest: Begin) -> None:
    site = digest({"content/a.md": EXCERPT})
    passages = Passages([Withheld("a.md", str(site.folder / "content/a.md"), "", f"<p>{OPENING}</p>")], 12)
    assert passages.is_in(path, FORMS[path])
    runs = set(passages.runs_in(path, FORMS[path]))
    assert runs == {Run("a.md", tuple(QUOTED.lower().split()))}
    assert not passages.is_in(path, b"x") or path.endswith(("epub", "fragment"))


def test_a_file_that_is_no_book_and_json_that_is_none_have_words_all_the_same() -> None:
    assert list(words_of("a.epub", b"no zip")) == []
    assert list(words_of("a.json", b'{"a": broken words of some length here')) == [
        ["a", "broken", "words", "of", "some", "length", "here"]
    ]


@given(least=st.integers(6, 40), before=st.integers(0, 30), skipped=st.integers(0, 30), data=st.data())
def test_no_run_of_the_least_length_escapes_wherever_it_stands_in_either_text(
    tmp_path_factory: pytest.TempPathFactory, least: int, before: int, skipped: int, data: st.DataObject
) -> None:
    allowed = data.draw(st.integers(0, skipped))
    text = [f"w{n}" for n in range(skipped + least + 20)]
    file = tmp_path_factory.getbasetemp() / "withheld.md"
    file.write_text(" ".join(text))
    shown = " ".join(text[:allowed])
    passages = Passages([Withheld("a.md", str(file), "", f"<p>{shown}</p>")], least)
    wanted = text[skipped : skipped + least]
    body = " ".join([*(f"x{n}" for n in range(before)), *wanted, "y"]).encode()
    assert passages.is_in("a.txt", body)
    assert [run.words for run in passages.runs_in("a.txt", body)] == [tuple(wanted)]
    shorter = " ".join(wanted[:-1]).encode()
    assert [*passages.runs_in("a.txt", shorter)] == []
