"""A mail: one article. Its subject and date are stated facts; who sent it need not have written it.
Of one that was passed on the first mail's head stands in the text, and is read there (`plain/forwarded.py`).

Of a text and a page that say the same (multipart/alternative) the text is taken, unless it is a mere
stub: "This mail needs a program that shows HTML".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from site_builder.importing.items import Item
from site_builder.importing.sources.facts import Facts, plain, web_link
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.importing.sources.mime import charset_of, content_of, header_text, message_of, parts_of
from site_builder.problems import Problem

ONE = True
_TRACES = {"received", "return-path", "message-id", "mime-version", "delivered-to", "x-mailer"}
_HEADERS = {"from", "to", "subject", "date", "content-type", "reply-to", "sender", "cc"}
_PASSED_ON = re.compile(r"(?:(?:fwd?|wg|tr|rv|re|aw)\s*:\s*)+", re.IGNORECASE)


def claims(raw: Raw) -> bool:
    """Whether it begins with a mail's headers: those that only mail has, or an address and a subject."""
    headers = raw.head.headers
    traces = _TRACES & headers.keys()
    if traces and (traces | _HEADERS) & headers.keys() != traces:
        return True
    return len(traces) > 1 or ("@" in headers.get("from", "") and "subject" in headers)


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The mail's text, or its page."""
    message = message_of(raw)
    part = _best(message)
    if part is None:
        remedy = "Is the article in what is attached? Save that and import it."
        yield problem(raw.name, "no-text", "the mail holds no text and no page", remedy)
        return
    facts = Facts()
    subject = header_text(message, "Subject")
    bare = _PASSED_ON.sub("", subject, count=1) if _PASSED_ON.match(subject) else subject
    facts.add("title", bare, "mail subject")
    if bare == subject:  # of a mail that was passed on, the date is that of its passing on
        facts.add_moment("date", header_text(message, "Date"), "mail date")
    facts.add("language", header_text(message, "Content-Language"), "mail content-language")
    yield Item(
        name=raw.name,
        original=raw.whole(),
        suffix=".eml",
        shape="page" if part.get_content_type() == "text/html" else "text",
        content=content_of(part),
        charset=charset_of(part),
        url=web_link(header_text(message, "Archived-At").strip("<>")) or raw.url,
        retrieved=raw.retrieved,
        stated=facts.stated(),
    )


def _best(message: Message) -> Message | None:
    """The first text with words, unless a page has more than twice as many."""
    best: dict[str, tuple[int, Message]] = {}
    for part in parts_of(message):
        kind = part.get_content_type()
        if kind.startswith("multipart/"):  # which names no parts after all
            kind = "text/plain"
        if kind in ("text/plain", "text/html") and kind not in best:
            content = content_of(part).decode("latin-1")
            words = len((plain(content) if kind == "text/html" else content).split())
            if words:
                best[kind] = words, part
    text_words, text = best.get("text/plain", (0, None))
    page_words, page = best.get("text/html", (0, None))
    # A part without headers is false, so that it is asked for None.
    return page if text is None or page_words > 2 * text_words else text
