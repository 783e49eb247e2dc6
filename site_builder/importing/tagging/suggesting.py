"""Suggests tags: which terms of the site's vocabulary a text speaks of, and how often. Knows no file.

A term is found by its label and aliases as whole words, the longest name first, so that South Sudan is
not Sudan. Case counts where a name has it: US is not us, Turkey is not turkey.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from site_builder.content.entry import TagId
from site_builder.content.taxonomy import Vocabulary
from site_builder.settings import TagSetting

# Scripts that put no space between words, or hang particles on them: each of their letters may begin one.
_UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_END = rf"(?![^\W{_UNSPACED}])"
_SIGNS = string.punctuation  # before a name's first letter, as in .NET


class TagCount(Struct, frozen=True):
    """How often a text names a term."""

    tag: TagId
    times: int  # in title and body together
    in_title: bool
    suggested: bool  # named in the title, or at least twice


class _Name(Struct, frozen=True):
    """One name of a term, ready to be found."""

    tag: TagId
    pattern: str  # matches where the name stands, from its first letter
    acronym: bool


def count_tags(title: str, body: str, vocabulary: Mapping[TagId, TagSetting]) -> tuple[TagCount, ...]:
    """Every term that title or body name: suggested ones first, then by title, times and id.

    A term that another replaced counts for that other. Without a vocabulary nothing is counted.
    """
    names = _by_first_word(vocabulary)
    times: Counter[TagId] = Counter()
    in_title = set(_named(title, names))
    for text in (title, body):
        times.update(_named(text, names))
    counts = (TagCount(t, n, t in in_title, t in in_title or n >= 2) for t, n in times.items())
    return tuple(sorted(counts, key=lambda c: (not c.suggested, not c.in_title, -c.times, c.tag)))


def _named(text: str, names: Mapping[str, Sequence[_Name]]) -> Iterator[TagId]:
    """The term of each name in the text, in order. Of names that overlap, the first, then the longest."""
    text = unicodedata.normalize("NFC", text)
    all_capitals = text.isupper()
    end = 0
    for word in _WORD.finditer(text):
        for name in names.get(word[0].casefold(), ()) if word.start() >= end else ():
            # Compiled only here, since a text meets few of a vocabulary's names.
            found = re.compile(name.pattern).match(text, word.start())
            # In TELL US MORE, US proves nothing.
            if found and not (all_capitals and name.acronym and "." not in found[0]):
                yield name.tag
                end = found.end()
                break


def _by_first_word(vocabulary: Mapping[TagId, TagSetting]) -> dict[str, list[_Name]]:
    """The vocabulary's names by their first word, case folded; longest first, ties by code points.

    Looking names up by word keeps the work in proportion to the text, not to the vocabulary.
    """
    resolve = Vocabulary(vocabulary).resolve
    terms: dict[str, TagId] = {}
    for id_, term in vocabulary.items():
        for name in (term.label or id_, *term.aliases):
            terms.setdefault(unicodedata.normalize("NFC", name.strip()), resolve(id_) or id_)
    found: dict[str, list[_Name]] = {}
    for name in sorted(terms, key=lambda n: (-len(n), n)):
        acronym = _is_acronym(name)
        ready = _Name(terms[name], _as_pattern(name, acronym), acronym)
        firsts = {name[0], name.replace(".", "")} if acronym else set(_WORD.findall(name)[:1])
        for first in sorted({word.casefold() for word in firsts}):
            found.setdefault(first, []).append(ready)
    return found


def _as_pattern(name: str, acronym: bool) -> str:
    """What a name looks like from its first letter on."""
    if acronym:
        return r"(?<!\w\.)" + r"\.?".join(name.replace(".", "").upper()) + rf"(?!\.\w){_END}"
    spelled = _spelled(name)
    if re.search(rf"[{_UNSPACED}]$", name):
        return spelled
    if name == name.lower():
        return rf"(?i:{spelled}){_END}"
    # A short name in capitals may be another word: Xi and XI.
    return rf"(?:{spelled}|{_spelled(name.upper())}){_END}" if len(name) > 3 else spelled + _END


def _spelled(name: str) -> str:
    """The name's words, with whatever space or hyphen between them."""
    return r"[\s-]+".join(re.escape(word) for word in name.lstrip(_SIGNS).split())


def _is_acronym(name: str) -> bool:
    """UN, U.N., NATO; also an id of two letters such as `us`, which as a word means something else."""
    letters = name.replace(".", "")
    if not letters.isascii() or not letters.isalpha():
        return False
    if len(letters) == 2:
        return letters.isupper() or letters.islower()
    return letters.isupper() and len(letters) <= 5
