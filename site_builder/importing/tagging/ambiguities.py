"""Tells where a country's name means something else: a person, another place, a nut.

What may be meant is data, in `data/ambiguous.txt`; here is how the words around a name decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from site_builder.importing.tagging.data import lists
from site_builder.importing.tagging.names import Mention, Name

_NEXT_WORD = re.compile(r" ([^\W\d_][\w’'-]*)")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'-]*|[A-Z]\.) $")
_AN_INITIAL = re.compile(r"[A-Z]\.")
_REACH = 40  # characters before a name that are looked at


def phrases() -> Iterator[Name]:
    """Words that hold a country's name and say nothing of the country."""
    return (Name(text, "", "nothing") for text in lists("ambiguous")["phrase"])


def meant(mentions: Iterable[Mention], text: str) -> list[Mention]:
    """The mentions in the text that mean what they name; ties of evidence go to the country."""
    found = [mention for mention in mentions if mention.tag and not _is_another_thing(mention, text)]
    demonyms = {
        mention.tag for mention in found if mention.kind == "people" and not _is_person(mention, text)
    }
    persons = {m.text for m in found if _is_person(m, text)}
    # Who was named in full is later named by one name.
    return [m for m in found if m.text not in persons or (m.tag in demonyms and not _is_person(m, text))]


def _is_person(mention: Mention, text: str) -> bool:
    """Michael Jordan, Chad Smith, Anatole France, J. Ireland."""
    name = mention.text.capitalize() if mention.text.isupper() else mention.text
    after = _NEXT_WORD.match(text, mention.end)
    if name in _set("person") and after and after[1].capitalize() in _set("family"):
        return True
    if name in _set("surname"):
        before = _WORD_BEFORE.search(text, max(0, mention.start - _REACH), mention.start)
        return bool(before and (_AN_INITIAL.fullmatch(before[1]) or before[1].capitalize() in _set("given")))
    return False


def _is_another_thing(mention: Mention, text: str) -> bool:
    """Canadian dollars; Lebanon, Pa.; Georgia where Atlanta is spoken of and Tbilisi is not."""
    after = _NEXT_WORD.match(text, mention.end)
    if after and after[1].lower() in _set("currency"):
        return True
    if mention.kind != "name":
        return False
    if _shortened_states().match(text, mention.end):
        return True
    cues = lists("ambiguous").get(f"place {mention.text.title()}")
    if cues is None:
        return False
    own = lists("ambiguous")[f"own {mention.text.title()}"]
    return not _any_of(own).search(text) and bool(_any_of(cues).search(text))


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(word for names in lists("ambiguous")[key] for word in names.split())


@cache
def _shortened_states() -> re.Pattern[str]:
    names = (name for name in lists("regions")["US"] if name.endswith("."))
    return re.compile(rf",\s+(?:{'|'.join(map(re.escape, names))})")


@cache
def _any_of(cues: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, cues))})(?!\w)")
