"""A WordPress export (WXR): each published post an article. Entry by entry, whatever its size.

The format is what wp-admin/includes/export.php of WordPress writes; versions 1.0 to 1.2 differ only in
the address of their namespaces, which is not looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from urllib.parse import unquote
from xml.etree import ElementTree

from site_builder.content.permalinks import slugify
from site_builder.importing.items import Item
from site_builder.importing.sources.entries import as_page, utf8
from site_builder.importing.sources.facts import Facts, moment, one_line, plain, web_link
from site_builder.importing.sources.kind import Raw, World, problem
from site_builder.importing.sources.wordpress_text import as_html, gallery_sizes
from site_builder.importing.sources.xml_entries import Entries, Entry
from site_builder.importing.sources.xml_parts import Frame, reason
from site_builder.problems import Problem

ONE = False
_TYPES = {"attachment": "attachments", "nav_menu_item": "menu entries", "revision": "revisions"}
_AUTHOR = re.compile(r"<wp:author>(?:(?!<wp:author>).)*?</wp:author>", re.DOTALL)
_NO_DATE = "0000-00-00 00:00:00"
_BROKEN = "The other posts are imported; import this one from its page."


def claims(raw: Raw) -> bool:
    """Whether it is RSS with the namespace of WordPress exports."""
    return raw.head.root == "rss" and "wordpress.org/export/" in raw.head.text


def items(raw: Raw, world: World) -> Iterator[Item | Problem]:
    """The published posts in the export's order, `name#1` being its first entry of any type.

    Drafts, pages and what is protected are told one by one as passed over; attachments, menus and the
    like by their number, at the end.
    """
    passed: Counter[str] = Counter()
    number = 0
    with raw.open() as stream:
        entries = Entries(stream, raw.charset)
        frame = Frame(entries.head)
        authors = _authors(frame)
        language = re.search(r"<language>\s*([A-Za-z-]{2,20})\s*</language>", frame.head)
        for number, entry in enumerate(entries, 1):
            name = f"{raw.name}#{number}"
            post = _post(entry, frame)
            if isinstance(post, str):
                yield problem(name, "broken-entry", f"the entry is broken: {post}", _BROKEN)
            elif (kind := _value(post, "post_type") or "post") not in ("post", "page"):
                passed[_TYPES.get(kind, f"entries of type '{kind[:40]}'")] += 1
            elif why := _why_not(post, kind):
                title = plain(_value(post, "title"))[:100]
                message = f"'{title}' is {why} and passed over" if title else f"it is {why} and passed over"
                yield problem(name, "passed-over", message, "Publish it as a post to import it.", "warning")
            elif not _value(post, "content:encoded"):
                yield problem(name, "no-text", "the post has no text", "Import it from its page.")
            else:
                yield _item(name, entry.text, post, authors, language[1] if language else "")
    for what, count in sorted(passed.items()):
        message = f"{count:,} {what} passed over, which hold no article"
        yield problem(raw.name, "passed-over", message, "Nothing needs to be done.", "warning")
    if not number:
        yield problem(raw.name, "no-entries", "the export has no entry", "Is the file whole?")


def _post(entry: Entry, frame: Frame) -> ElementTree.Element | str:
    """The entry, or what is wrong with it."""
    if entry.broken:
        return entry.broken
    try:
        return frame.parsed(entry.text)
    except ElementTree.ParseError as error:
        return reason(error)


def _why_not(post: ElementTree.Element, kind: str) -> str:
    """Why it is no published article; "" when it is one."""
    status = _value(post, "status") or "publish"
    if kind == "page":
        return "a page"
    if status != "publish":
        return {"draft": "a draft", "trash": "in the trash"}.get(status, f"not published ({status[:40]})")
    return "protected by a password" if _value(post, "post_password") else ""


def _item(name: str, text: str, post: ElementTree.Element, authors: dict[str, str], language: str) -> Item:
    facts = Facts()
    facts.add("title", plain(_value(post, "title")), "wxr title")
    facts.add("date", _published(post), "wxr post_date")
    modified = _zoned(_value(post, "post_modified"), _value(post, "post_modified_gmt"))
    facts.add("updated", modified if modified != _published(post) else "", "wxr post_modified")
    for login in _values(post, "creator"):
        known = login in authors
        facts.add("authors", authors.get(login, login), "wxr author" if known else "wxr dc:creator")
    link = web_link(_value(post, "link"))
    facts.add("url", link, "wxr link")
    for category in post.findall("category"):
        term = plain(category.text or "")
        if category.get("domain") == "category" and category.get("nicename") != "uncategorized":
            facts.add("section", term, "wxr category")
        elif category.get("domain") in ("post_tag", "tag"):
            facts.add("tags", term, "wxr post_tag")
    facts.add("language", language, "wxr language")
    facts.add("summary", plain(_value(post, "excerpt:encoded")), "wxr excerpt")
    name_in_address = unquote(_value(post, "post_name"))
    facts.add("slug", slugify(name_in_address) if name_in_address else "", "wxr post_name")
    pictures = gallery_sizes(_value(post, "content:encoded"))
    return Item(
        name=name,
        original=utf8(text),
        suffix=".xml",
        shape="page",
        content=utf8(as_page(as_html(_value(post, "content:encoded")))),
        charset="utf-8",
        url=link,
        stated=facts.stated(),
        notes=(_of_galleries(pictures),) if pictures else (),
    )


def _of_galleries(pictures: Sequence[int]) -> str:
    sizes = ", ".join(str(size or "all") for size in pictures)
    what = f"{len(pictures)} galleries" if len(pictures) > 1 else "a gallery"
    return (
        f"images: the post shows {what} of pictures ({sizes}) that are not in the text; do any belong there?"
    )


def _authors(frame: Frame) -> dict[str, str]:
    """Display names by login, from the table before the first post."""
    found = {}
    for text in _AUTHOR.findall(frame.head):
        try:
            author = frame.parsed(text)
        except ElementTree.ParseError:
            continue
        login, name = _value(author, "author_login"), one_line(_value(author, "author_display_name"))
        if login and name:
            found[login] = name
    return found


def _published(post: ElementTree.Element) -> str:
    """When it was published, with the offset of the blog's zone where that can be told."""
    return _zoned(_value(post, "post_date"), _value(post, "post_date_gmt")) or moment(_value(post, "pubDate"))


def _zoned(local: str, gmt: str) -> str:
    """The local time and its offset from the same instant in GMT; without an offset when there is none."""
    if not moment(local) or local == _NO_DATE:
        return ""
    try:
        written, instant = datetime.fromisoformat(local), datetime.fromisoformat(gmt)
        offset = written - instant
        if abs(offset) <= timedelta(hours=14) and not offset % timedelta(minutes=15):
            return written.replace(tzinfo=timezone(offset)).isoformat()
    except (ValueError, TypeError, OverflowError):
        pass
    return moment(local)


def _value(entry: ElementTree.Element, name: str) -> str:
    return next(_values(entry, name), "")


def _values(entry: ElementTree.Element, name: str) -> Iterator[str]:
    """The texts of the children called so, whatever their namespace; `content:encoded` tells two apart."""
    space, _, local = name.rpartition(":")
    for child in entry:
        uri, _, tag = child.tag.rpartition("}")
        if tag == local and (not space or f"/{space}" in uri) and (text := (child.text or "").strip()):
            yield text
