"""Text that is read away from its page: every address in it in full. Knows HTML as our parser writes it."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

# Attributes that hold an address, where it is neither in full nor of another scheme already.
_ADDRESS = re.compile(
    r'(?<=\s)(href|src|cite|poster|longdesc)="(?!https?://|mailto:|tel:)([^"]*)"', re.IGNORECASE
)
_SET = re.compile(r'(?<=\s)(srcset|imagesrcset)="([^"]*)"', re.IGNORECASE)
_TAG = re.compile(r'<[a-zA-Z][^\s">]*\s(?:[^">]|"[^"]*")*>')  # one with attributes
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])([^,]*,?)")


def with_full_addresses(html: str, page: str) -> str:
    """The HTML with every address in it made absolute, fragments and sets of pictures too.

    `page` is the full URL of the page on which it stands. Attributes are quoted by `"`. An address that
    cannot be taken apart stays as it is.
    """

    def mended(tag: re.Match[str]) -> str:
        text = _ADDRESS.sub(lambda found: f'{found[1]}="{_full(found[2], page)}"', tag[0])
        return _SET.sub(lambda found: f'{found[1]}="{_full_set(found[2], page)}"', text)

    # Tags are found far faster than addresses are, which can begin at any letter of the text.
    return _TAG.sub(mended, html)


def _full_set(candidates: str, page: str) -> str:
    return _CANDIDATE.sub(lambda found: f"{_full(found[1], page)}{found[2]} ", candidates).rstrip()


def _full(address: str, page: str) -> str:
    try:
        return escape(urljoin(page, unescape(address)))
    except ValueError:  # half an IPv6 address
        return address
