"""The text of a WordPress post as HTML, as WordPress itself makes it when it shows the post.

In the database paragraphs are blank lines (https://developer.wordpress.org/reference/functions/wpautop/)
and captions are shortcodes. Other shortcodes stay as they are: what they stand for is not in the export.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|table|thead|tbody|tr|td|th|figure|figcaption|form|hr"
    r"|section|article|aside|header|footer|address|details|summary|iframe|script|style|video|audio)[\s/>]",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_CAPTION = re.compile(
    r"\[caption[^\]]{0,500}\]\s*((?:<a\s[^>]{0,2000}>\s*)?<img\s[^>]{0,2000}>(?:\s*</a>)?)((?:(?!\[caption).){0,2000}?)\[/caption\]",
    re.IGNORECASE | re.DOTALL,
)
# A gallery of either editor: a shortcode that names its pictures or none, or a figure with figures in it.
_GALLERY = re.compile(
    r"\[gallery\b(?P<shortcode>[^\]]{0,2000})\]"
    r"|<!-- wp:gallery\b(?P<block>(?:(?!<!-- wp:gallery\b).){0,20000}?)<!-- /wp:gallery -->",
    re.IGNORECASE | re.DOTALL,
)
_IDS = re.compile(r"""\b(?:ids|include)\s*=\s*["']?([\d,\s]+)""")


def as_html(text: str) -> str:
    """The text with paragraphs for blank lines and figures for captions.

    A text that has paragraphs of its own, as blocks of newer editors have, keeps them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", text)
    if re.search(r"<p[\s>]", text, re.IGNORECASE):
        return text
    blocks = [block.strip() for block in _PARAGRAPHS.split(text)]
    return "\n\n".join(_paragraph(block) for block in blocks if block)


def gallery_sizes(text: str) -> tuple[int, ...]:
    """How many pictures each gallery of a post shows; 0 for all that were uploaded with the post."""
    sizes = []
    for found in _GALLERY.finditer(text):
        ids = _IDS.search(found["shortcode"] or "")
        sizes.append(len(re.findall(r"\d+", ids[1])) if ids else (found["block"] or "").count("<img"))
    return tuple(sizes)


def _paragraph(block: str) -> str:
    if _BLOCK.match(block) or block.startswith("<!--") or (block.startswith("[") and block.endswith("]")):
        return block
    return "<p>" + block.replace("\n", "<br>\n") + "</p>"
