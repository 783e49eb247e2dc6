"""Persons' names out of what pages give as their authors. Knows no page.

A page's author field holds names, but also papers, agencies, addresses, handles and job titles. What is
left out here is never written as an author; in doubt a name stays as it is stated.
"""

from __future__ import annotations

import re

AGENCIES = frozenset(
    "reuters|thomson reuters|associated press|the associated press|ap|afp|agence france-presse|dpa|pti|upi"
    "|press association|pa media|bloomberg|bloomberg news|xinhua|tass|interfax|ians|ani|efe|ansa|anadolu"
    "|anadolu agency|kyodo|yonhap".split("|")
)
_NO_NAME = re.compile(
    r"https?://|www\.|[@#<>{}|\[\]]|\.(?:com|org|net|co|de|uk)\b|\d{3}|_template|^(?:null|none|undefined|n/a)$",
    re.IGNORECASE,
)
# Whoever carries one of these is an office or a paper.
_OFFICE = re.compile(
    r"\b(?:agenc(?:y|ies)|associated|bureau|desk|editors|editorial|magazine|news(?:paper|room|desk|wire)?|press"
    r"|redaktion|redazione|r[eé]daction|redacci[oó]n|services?|staff|team|times|tribune|webmaster|wires?"
    r"|admin(?:istrator)?|\w*admin|contributors|reporters|writers|correspondents|company|inc|ltd|gmbh|llc"
    r"|business|entertainment|international|associates|partners|group|digital|online|tv|radio|network"
    r"|prefeitura|coordenadoria|secretaria|municipal|university|institute|ministry|department|council|foundation|sports?|podcasts?|blogs?|website)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:senior|staff|special|chief|managing|associate|assistant|deputy|contributing|executive|freelance"
    r"|writer|reporter|editor|correspondent|contributor|columnist|producer|journalist|analyst|author|blogger"
    r"|critic|photographer|intern|director|professor|lecturer|founder|ceo)\b",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?:M\.?D|Ph\.?D|M\.?S|M\.?A|B\.?A|R\.?D\.?N?|R\.?N|M\.?P\.?H|J\.?D|Esq|MBA|CPA|LDN|FACP)\.?"
)
_BY = re.compile(r"^(?:(?:written|reported|posted|published|story) )?by\b[:\s]*", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,;|•·]\s*(?:and\s+)?|\s+(?:and|und|et|&)\s+|\s+[-–—]\s+", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATED = re.compile(
    rf"\s*(?:\b(?:updated|published|posted|last|on)\b|\b(?:{_MONTHS})[a-z]*\.?\s+\d|@|\(|\d).*",
    re.IGNORECASE | re.DOTALL,
)
_WIRE = re.compile(rf"\s+(?:{'|'.join(sorted(AGENCIES, key=lambda a: (-len(a), a)))})$", re.IGNORECASE)
_PERSON = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|d[aeiou]s?|del|van|von|der|den|bin|al|el|la|le|y)){1,5}"
    r"(?:, (?:Jr|Sr|II|III|IV)\.?)?"
)
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
LONGEST = 60  # characters of a name


def persons(text: str, publishers: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The persons that an author field names, in its order.

    `publishers` are folded names that are no person's. `By Jane Doe and Li Wei, Staff Writers` names two.
    """
    text = _BY.sub("", " ".join(text.split())).strip(" ,;:-–—|")
    if len(text) > 300 or text.casefold() in publishers:
        return ()
    found: list[str] = []
    previous = ""
    for part in _PARTS.split(text):
        part = (
            _BY.sub("", part).strip(" .") if not re.search(r"\b[A-Z]\.$|\b[JS]r\.$", part) else part.strip()
        )
        if previous and _SUFFIX.fullmatch(part):
            previous = f"{previous}, {part}"
            continue
        if previous and (_DEGREES.fullmatch(part) or _ROLE.search(part)):
            continue
        if previous:
            found.append(previous)
            previous = ""
        part = part if agency(part) else _WIRE.sub("", part)
        # `Jane Doe, Futurism` names one person and where she works.
        alone = bool(found) and len(part.split()) == 1 and len(found[0].split()) > 1
        if alone or not _is_name(part, publishers):
            # What follows an office is its address, not another person.
            if part and not _ROLE.search(part):
                return tuple(found)
            continue
        previous = part
    if previous:
        found.append(previous)
    return tuple(found)


def agency(text: str) -> str:
    """The news agency that an author field names, or ""."""
    name = _BY.sub("", " ".join(text.split())).strip(" ,.|")
    return name if name.casefold() in AGENCIES else ""


def byline_names(text: str) -> str:
    """The beginning of a byline up to its date; "" where that names nobody for certain."""
    text = _DATED.split(" ".join(text.split()), maxsplit=1)[0].strip(" ,|•·-–—")
    said = _BY.match(text) is not None
    return text if persons(text) and (said or looks_like_persons(text)) else ""


def says_by(text: str) -> bool:
    """Whether the text begins as a byline does."""
    return _BY.match(text) is not None


def looks_like_persons(text: str) -> bool:
    """Whether all names in a field have the form of a person's: two to five words with capitals."""
    found = persons(text)
    return bool(found) and all(_PERSON.fullmatch(name) for name in found)


def fold(name: str) -> str:
    """A name without case, space and signs, so that two spellings of one meet."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _is_name(part: str, publishers: frozenset[str]) -> bool:
    if not 2 <= len(part) <= LONGEST or not any(c.isalpha() for c in part):
        return False
    if _NO_NAME.search(part) or _OFFICE.search(part) or part.casefold() in AGENCIES:
        return False
    if part.casefold().startswith("the ") or (part.islower() and " " in part):
        return False
    return part.casefold() not in publishers and fold(part) not in publishers and len(part.split()) <= 6
