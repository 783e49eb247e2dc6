"""Which plural form a language takes for a whole number: the rules of Unicode's CLDR for cardinal numbers.

https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html. Left out is the `many` of
French, Spanish and others for round millions: nothing here is counted so far. Knows no text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

CATEGORIES = ("zero", "one", "two", "few", "many", "other")


class PluralRule(NamedTuple):
    """How a language tells numbers apart."""

    categories: tuple[str, ...]  # those that whole numbers take, in CLDR's order
    form: Callable[[int], int]  # for a number from 0 the place of its category among them


def plural_rule(language: str) -> PluralRule:
    """The rule of a language by its tag: of the whole tag, else of its first part, else that of English."""
    tag = language.lower()
    return _RULES.get(tag) or _RULES.get(tag.partition("-")[0]) or _ENGLISH


def _always(number: int) -> int:
    return 0


def _one(number: int) -> int:
    return 0 if number == 1 else 1


def _up_to_one(number: int) -> int:
    return 0 if number <= 1 else 1


def _arabic(number: int) -> int:
    if number <= 2:
        return number
    end = number % 100
    if 3 <= end <= 10:
        return 3
    return 4 if end >= 11 else 5


def _hebrew(number: int) -> int:
    return number - 1 if number in (1, 2) else 2


def _east_slavic(number: int) -> int:
    end, last = number % 100, number % 10
    if last == 1 and end != 11:
        return 0
    return 1 if 2 <= last <= 4 and not 12 <= end <= 14 else 2


def _polish(number: int) -> int:
    return 0 if number == 1 else _east_slavic(number) or 2


def _czech(number: int) -> int:
    if number == 1:
        return 0
    return 1 if 2 <= number <= 4 else 2


_ENGLISH = PluralRule(("one", "other"), _one)
_NONE = PluralRule(("other",), _always)
_LIKE_FRENCH = PluralRule(("one", "other"), _up_to_one)
_LIKE_RUSSIAN = PluralRule(("one", "few", "many"), _east_slavic)
_SOUTH_SLAVIC = PluralRule(("one", "few", "other"), _east_slavic)
_RULES = {
    "ar": PluralRule(CATEGORIES, _arabic),
    "he": PluralRule(("one", "two", "other"), _hebrew),
    "pl": PluralRule(("one", "few", "many"), _polish),
    "pt-pt": _ENGLISH,
    **dict.fromkeys("be ru uk".split(), _LIKE_RUSSIAN),
    **dict.fromkeys("bs hr sr".split(), _SOUTH_SLAVIC),
    **dict.fromkeys("cs sk".split(), PluralRule(("one", "few", "other"), _czech)),
    **dict.fromkeys("am bn fa fr gu hi hy kn pt zu".split(), _LIKE_FRENCH),
    **dict.fromkeys("id ja km ko lo ms my th vi zh".split(), _NONE),
}
