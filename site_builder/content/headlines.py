"""Finds an article by its headline, as another text names it. Knows no file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from site_builder.content.article import SourcePath
from site_builder.content.entry import Card

_WORD = re.compile(r"[^\W_]+")


def headline_key(headline: str) -> str:
    """What two writings of one headline have in common: its words, whatever their case and the signs between.

    "" for one without a letter or a digit, which names no article.
    """
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", headline).casefold()))


def by_headline(
    newest_first: Iterable[SourcePath], cards: Mapping[SourcePath, Card]
) -> dict[str, SourcePath]:
    """The articles by the keys of their headlines; of several with one headline the newest."""
    found: dict[str, SourcePath] = {}
    for path in newest_first:
        found.setdefault(headline_key(cards[path].title), path)
    found.pop("", None)
    return found
