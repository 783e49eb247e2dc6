"""Suggests tags: which terms of the site's vocabulary a text speaks of, and how often. Knows no file.

A term is found by its label and aliases as whole words, the longest name first, so that South Sudan is
not Sudan. Case counts where a name has it: US is not us, Turkey is not turkey.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from msgspec import Struct

from site_builder.content.taxonomy import TagId, Vocabulary
from site_builder.settings import TagSetting

# Scripts that put no space between words, or hang particles on them.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class TagCount(Struct, frozen=True):
    """How often a text names a term."""

    tag: TagId
    times: int  # in title and body together
    in_title: bool
    suggested: bool  # named in the title, or at least twice


def count_tags(title: str, body: str, vocabulary: Mapping[TagId, TagSetting]) -> tuple[TagCount, ...]:
    """Every term that title or body name: suggested ones first, then by title, times and id.

    A term that another replaced counts for that other. Without a vocabulary nothing is counted.
    """
    names = _names(vocabulary)
    if not names:
        return ()
    pattern = re.compile("|".join(f"({_as_pattern(name)})" for name, _ in names))
    resolve = Vocabulary(vocabulary).resolve
    times: dict[TagId, int] = {}
    in_title: set[TagId] = set()
    for text in (title, body):
        all_capitals = text.isupper()
        for match in pattern.finditer(unicodedata.normalize("NFC", text)):
            name, id_ = names[(match.lastindex or 1) - 1]
            if all_capitals and _is_acronym(name) and "." not in match[0]:
                continue  # the US of TELL US MORE
            tag = resolve(id_) or id_
            times[tag] = times.get(tag, 0) + 1
            if text is title:
                in_title.add(tag)
    counts = (TagCount(t, n, t in in_title, t in in_title or n >= 2) for t, n in times.items())
    return tuple(sorted(counts, key=lambda c: (not c.suggested, not c.in_title, -c.times, c.tag)))


def _names(vocabulary: Mapping[TagId, TagSetting]) -> list[tuple[str, TagId]]:
    """Every name with its term, longest name first; ties by code points. A name means its first term."""
    names: dict[str, TagId] = {}
    for id_, term in vocabulary.items():
        for name in (term.label or id_, *term.aliases):
            if name.strip():
                names.setdefault(unicodedata.normalize("NFC", name.strip()), id_)
    return sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))


def _as_pattern(name: str) -> str:
    """What a name looks like in a text, without capturing groups."""
    if _UNSPACED.search(name):
        return re.escape(name)
    if _is_acronym(name):
        return r"(?<!\w)(?<!\w\.)" + r"\.?".join(name.replace(".", "").upper()) + r"(?!\w)"
    words = r"[\s-]+".join(map(re.escape, name.split()))
    if name == name.lower():
        return rf"(?<!\w)(?i:{words})(?!\w)"
    # A short name in capitals may be another word: Xi and XI.
    in_capitals = r"[\s-]+".join(map(re.escape, name.upper().split())) if len(name) > 3 else words
    return rf"(?<!\w)(?:{words}|{in_capitals})(?!\w)"


def _is_acronym(name: str) -> bool:
    """UN, U.N., NATO; also an id of two letters such as `us`, which as a word means something else."""
    letters = name.replace(".", "")
    if not letters.isascii() or not letters.isalpha():
        return False
    return len(letters) == 2 and letters in {name.lower(), letters.upper()} or letters.isupper() and len(letters) <= 5
