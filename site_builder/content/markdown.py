"""One Markdown text becomes what may be published of it. Knows no files and no other article.

The steps, each a module of its own: markdown-it-py makes tokens; `excerpts` cuts them to what the
rights allow; `markup` writes them as HTML; `raw_html` cleans that where authors typed tags;
`references` judges every destination and leaves marks for what other files decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.content import excerpts, limits, raw_html
from site_builder.content.article import Body, Reference, Rights, SourcePath
from site_builder.content.finding import Finder
from site_builder.content.markup import Markup, Overgrown
from site_builder.content.references import MARK_END, MARK_START, fill_references
from site_builder.content.survey import survey
from site_builder.problems import Place, Problem, in_source_order

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["Page", "fill_references", "load_parser", "render_markdown"]


class Page(Struct, frozen=True):
    """What one Markdown text became. Everything but `plain` and `problems` may be published."""

    body: Body
    summary: str = ""  # one line of plain text; "" when there is nothing to show
    anchors: tuple[str, ...] = ()  # ids in the body, in its order
    references: tuple[Reference, ...] = ()  # in the order of the body, repeats and all
    plain: str = ""  # the whole text, one leaf per line, withheld or not: never published
    problems: tuple[Problem, ...] = ()  # in source order


def render_markdown(
    text: str,
    *,
    path: SourcePath,
    source: str,
    first_line: int,
    language: str,
    rights: Rights,
    tidy: bool = True,
    summarise: bool = True,
) -> Page:
    """What may be published of `text`, the body of the article at `path` below content/.

    `source` and `first_line` are the file as the user would type it and the line in it on which `text`
    begins: they go into places. `language` (BCP 47) chooses the quotation marks that `tidy` sets, along
    with dashes and ellipses. Without `summarise` the summary is "", for who has one already. Raises
    nothing: a text beyond the limits gives an empty body and an error.
    """
    text = _without_controls(text)
    finder = Finder(text, source, first_line)
    start = Place(source, first_line)
    if refusal := limits.refusal(text):
        return _refused(refusal.at(start))
    curl = tidy and not limits.has_endless_paragraph(text)
    tokens = load_parser(language, curl).parse(text)
    seen = survey(tokens, finder)
    problems = list(seen.problems)
    if tidy and not curl:
        problems.append(limits.ENDLESS_PARAGRAPH.at(start))
    readable = raw_html.as_text(tokens) if seen.raw else tokens
    plain = excerpts.plain_text(readable)
    words = excerpts.count_words(plain)
    if rights.kind == "headline":
        body = Body("", withheld=True, words=words)
        return Page(body, plain=plain, problems=in_source_order(problems))
    withheld = rights.kind == "excerpt" and words > rights.words
    if withheld:
        readable = excerpts.cut_after(readable, rights.words)
    raw = seen.raw and not withheld
    markup = Markup(path, finder, raw=raw, room=limits.room_for(text))
    try:
        html = markup.write(tokens if raw else readable, seen.shift)
    except Overgrown:
        return _refused(limits.OVERGROWN.at(start))
    if raw:
        html = raw_html.clean(html, markup.rewrite)
    if not withheld:
        markup.check_fragments()
    if growth := limits.notable_growth(text, html):
        problems.append(growth.at(start))
    # Of a text that is published whole every word may be shown: only a cut one needs the list.
    terms = tuple(sorted(excerpts.terms_of(excerpts.plain_text(readable)))) if withheld else ()
    return Page(
        Body(html, withheld, words, terms),
        summary=_summary(readable, seen.before_more) if summarise else "",
        anchors=tuple(markup.anchors),
        references=tuple(markup.references),
        plain=plain,
        problems=in_source_order([*problems, *markup.problems]),
    )


def load_parser(language: str, tidy: bool = True) -> MarkdownIt:
    """The parser for texts in a language (BCP 47). The first takes a while to load: before processes are
    forked, once does for all.
    """
    from site_builder.content.parser import parser_for

    return parser_for(language.partition("-")[0].lower(), tidy)


def _refused(problem: Problem) -> Page:
    return Page(Body("", withheld=True), problems=(problem,))


def _summary(readable: Sequence[Token], before_more: Sequence[Token] | None) -> str:
    """The text before <!--more-->, as far as it may be shown; else the first sentences of what may be."""
    if before_more:
        lead = " ".join(excerpts.paragraphs(before_more))
        if lead and " ".join(excerpts.paragraphs(readable)).startswith(lead):
            return lead
    return excerpts.summarise(readable)


def _without_controls(text: str) -> str:
    """`text` without what marks are made of, and without halves of characters, which no file can hold."""
    if MARK_START in text or MARK_END in text:
        text = text.replace(MARK_START, "\ufffd").replace(MARK_END, "\ufffd")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text
