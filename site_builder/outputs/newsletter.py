"""Editions by mail: of each the HTML, a plain text of equal content, and a message with both.

A mail carries what lists show of its stories and no text of theirs: what may not be published is not here.
It asks for nothing that later editions change, so that what was sent stays as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any

from site_builder.content.plan import Output
from site_builder.handles import EditionView
from site_builder.outputs.kind import Ask, Render, Warned, page_at
from site_builder.problems import Place, Problem, ProblemsFound
from site_builder.turns import FEEDS
from site_builder.view import SiteView

FULL_LINKS = True  # a mail is read far from the site
LARGEST = 100_000  # bytes of HTML: Gmail cuts off what is over 102 KB, 1 KB being 1,024
_ENDINGS = (".html", ".txt", ".eml")
_TOKEN = re.compile(r":[a-z]+")


def plan(ask: Ask) -> Iterator[Output]:
    """Three files for each edition that has an article, where the settings say who sends them.

    Without a `base_url` there are none, which `config_checks.py` tells of: links in a mail are full URLs.
    """
    if not ask("config", "newsletter").sender or not ask("config", "base_url"):
        return
    for name in ask("editions", 0, 0):
        slug = ask("edition", name).slug
        for ending in _ENDINGS:
            yield page_at(f"/newsletter/{slug}{ending}", "newsletter", name, ending)


def turn(output: Output) -> int:
    """After the pages that it leads to."""
    return FEEDS


def render(output: Output, site: SiteView, layout: Render) -> str | bytes | Warned:
    """By `newsletter.html`, its styles put into the elements; the other two are made of the same HTML.

    Its context: `edition`, `subject`, `unsubscribe` (a URL or placeholder). Raises ProblemsFound where
    css-inline is not installed.
    """
    name, ending = output.subject
    edition = site.edition(name)
    assert edition  # or it would not be planned
    setting = site.config.newsletter
    subject = subject_of(site, edition)
    leave = setting.unsubscribe or f"mailto:{_bare(setting.reply_to or setting.sender)}?subject=unsubscribe"
    html = layout("newsletter.html", edition=edition, subject=subject, unsubscribe=leave)
    # What an editor's note points to within itself, such as a footnote, is found on the edition's page.
    html = _inlined(html.replace('href="#', f'href="{edition.absolute}#'))
    if ending == ".html":
        return Warned(html, tuple(_too_long(html, edition, setting.stories)))
    from site_builder.mailing.plain_text import plain_text  # with a parser of HTML: few builds mail

    text = plain_text(html)
    if ending == ".txt":
        return text
    from site_builder.mailing.message import Letter, message_bytes  # loads slowly, for a few builds only

    return message_bytes(
        Letter(
            sender=setting.sender,
            sender_name=site.config.title,
            reply_to=setting.reply_to,
            subject=subject,
            date=datetime.combine(edition.day, time(12), UTC),
            html=html,
            text=text,
            language=site.config.language,
            unsubscribe=leave,
        )
    )


def subject_of(site: SiteView, edition: EditionView) -> str:
    """The subject by the settings' pattern. Only what the pattern names is asked for."""
    find: Mapping[str, Any] = {
        ":site": lambda: site.config.title,
        ":edition": lambda: edition.title,
        ":day": lambda: site.day(edition.day),
        ":number": lambda: str(edition.number),
        ":lead": lambda: edition.lead.title if edition.lead else edition.title,
    }
    return _TOKEN.sub(lambda m: find[m[0]]() if m[0] in find else m[0], site.config.newsletter.subject)


def _inlined(html: str) -> str:
    """The HTML with its styles as attributes, since many programs that show mail know no other.

    A `<style data-css-inline="keep">` stays, for those that do. Nothing is fetched.
    """
    try:
        import css_inline
    except ImportError as missing:
        raise ProblemsFound([_NOT_INSTALLED]) from missing
    return str(css_inline.CSSInliner(load_remote_stylesheets=False).inline(html))


_NOT_INSTALLED = Problem(
    code="missing-extra",
    place=Place("config.yaml"),
    message="`newsletter` needs css-inline, which is not installed",
    remedy="pip install 'site-builder[email]', or take `newsletter` out of the settings.",
)


def _too_long(html: str, edition: EditionView, most: int) -> Iterator[Problem]:
    size = len(html.encode())
    if size <= LARGEST:
        return
    stories = len(edition.articles)
    stories = min(most or stories, stories)
    fit = max(1, stories * 9 * LARGEST // (10 * size))  # no two are of one length, and head and foot count
    yield Problem(
        level="warning",
        code="long-mail",
        place=Place(f"newsletter/{edition.slug}.html"),
        message=f"the mail has {size // 1000} KB of HTML, and Gmail hides what is beyond 100",
        remedy=f"About {fit} of its {stories} stories fit: set `newsletter: {{stories: {fit}}}`,"
        " which links to the rest, or shorten the longest summaries.",
    )


def _bare(mailbox: str) -> str:
    return mailbox.rpartition("<")[2].rstrip("> ")
