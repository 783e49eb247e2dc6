"""What a passage states about its article: who wrote it, when, from where. Knows no other passage.

Each reader takes a passage and gives front-matter keys with their values. In doubt it gives nothing,
for what is not stated must not be invented. English words; `worded_fields` has those of other languages.
"""

from __future__ import annotations

import re

from site_builder.importing.plain.dates import stated_date

Stated = tuple[tuple[str, str], ...]  # front-matter key and value, in the order of the passage

PARTICLE = re.compile(r"al|bin|d[aeiou]s?|del|de[nr]|el|ibn|la|le|te[nr]|v[ao]n", re.IGNORECASE)
# Words of a masthead or of a post: whoever carries one is no person.
OFFICE = re.compile(
    r"\b(?:agency|associated|bureau|chief|columnist|contributor|correspondent|desk|editor(?:ial)?|foreign"
    r"|magazine|news(?:paper|room)?|post|press|reporter|reuters|service|special|staff|team|times|today"
    r"|writer)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by:?\s+(\S.*)", re.IGNORECASE)
# Where an author wrote from: names of places, one to four words that begin with capitals.
_WROTE_IN = re.compile(r"\s+in\s+([^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){0,3})")
_SIGN_OFF = re.compile(r"(?:-{1,3}|–|—)\s*([^\W\d_].*)")
_LABEL = re.compile(
    r"(title|headline|authors?|byline|date|published|dateline|url|link)\s*:\s*(\S.*)", re.IGNORECASE
)

_NAME_BREAK = re.compile(r"\s*[,;|]\s*(?:and\s+)?|\s+(?:and|&)\s+", re.IGNORECASE)
_KIND = re.compile(
    r"((?:analysis|opinion|commentary|editorial|review|exclusive|explainer|interview|letter)"
    r"(?:/(?:analysis|opinion|commentary))?):?",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[|/(]\s*(?:AP(?: Photo)?|AFP|Reuters|EPA|Getty(?: Images)?|Shutterstock)\)?$", re.IGNORECASE
)
_SECTION = re.compile(r"[^\W_][\w&'’. -]{1,24}")
_LAST_SEPARATOR = re.compile(r"\s+[-|–—•·»]\s+(?!.*\s[-|–—•·»]\s)")

_CAPITALS = r"[^\W\d_a-z](?:[.'’-]?[^\W\d_a-z])+\.?"
_DATELINE = re.compile(
    rf"""
    \s*
    (?: (?i:reporting\ from\ ) (?P<from> [^\W\d_][^\d,()—–\r\n]{{1,30}}? )
      | (?P<city> {_CAPITALS} (?:[ /]{_CAPITALS}){{0,4}} )
    )
    (?P<region> ,\ [^\W\d_][^\s\d,]{{1,14}}(?:\ [^\W\d_][^\s\d,]{{1,14}})? )?
    (?: ,\ [A-Z][a-z]{{2,8}}\.?\ \d{{1,2}} )?             # the day of filing, which has no year
    (?: \ \((?P<agency>[^()]{{2,30}})\) )?
    [ \t]* (?: (?:--|—|–|-) [ \t]+ (?=\S) | — (?=[“"‘]?[^\W\d_a-z]) )
    """,
    re.VERBOSE,
)
# Words that editors put before a story in the manner of a place.
_NO_PLACE = re.compile(
    r"ANALYSIS|(?:ANALYSIS/)?OPINION|BREAKING|COMMENTARY|CORRECTION|EXCLUSIVE|FILE(?: PHOTO)?|LIVE|NEW|NOTE"
    r"|UPDATED?|VIDEO|WATCH"
)


def byline(text: str) -> Stated:
    """The authors in `By Jane Doe and Juan Pérez, Staff Writers`, perhaps followed by `| March 12, 2012`."""
    first, *others = re.split(r"\s+[|•·/–—-]+\s+", text)
    for comma in re.finditer(r",\s+", first):  # By Jane Doe, 16 March 2012
        if date_line(first[comma.end() :]):
            first, others = first[: comma.start()], [first[comma.end() :], *others]
            break
    found = _BYLINE.fullmatch(first)
    dates = tuple(pair for part in others for pair in date_line(part))
    if found and (place := _WROTE_IN.search(found[1])) and place.end() == len(found[1]):
        authors = names(found[1][: place.start()])
        return (*authors, ("dateline", place[1]), *dates) if authors else ()
    # Without the word it takes a date to make a line that begins with a name a byline.
    authors = names(found[1]) if found else names(first) if dates else ()
    return authors + dates if authors else ()


def sign_off(text: str) -> Stated:
    """The authors in `-- Jane Doe` at a text's end."""
    found = _SIGN_OFF.fullmatch(text)
    return names(found[1]) if found else ()


def label(text: str) -> Stated:
    """The value of a labelled line such as `Headline: …`, `Date: …` or `URL: https://…`."""
    found = _LABEL.fullmatch(text)
    if not found:
        return ()
    key, value = found[1].lower(), found[2]
    if key in {"title", "headline"}:
        return (("title", value),)
    if key in {"url", "link"}:
        return (("url", value),) if re.fullmatch(r"https?://[^\s<>\"]+", value) else ()
    if key in {"date", "published"}:
        return date_line(value)
    return (("dateline", value),) if key == "dateline" else names(value)


def names(text: str) -> Stated:
    """The persons at the beginning of a list of names; () when it begins with none.

    The list ends at the first part that is no person's name: an office, a paper, a city.
    """
    stated: list[tuple[str, str]] = []
    for part in _NAME_BREAK.split(text):
        if not _is_person(part):
            break
        stated.append(("authors", part))
    return tuple(stated)


def date_line(text: str) -> Stated:
    """The dates that a line states and nothing else: `Posted 12 March 2012 | Updated 13 March 2012`."""
    if stated := stated_date(text):
        return stated
    parts = re.split(r"\s*[|;•·]\s*|\s+[-–—]\s+(?=(?:last\s)?updated)", text, flags=re.IGNORECASE)
    found = [stated_date(part) for part in parts]
    return tuple(pair for every in found for pair in every) if len(parts) > 1 and all(found) else ()


def section_path(text: str) -> Stated:
    """The sections in a trail such as `World | Europe | France` or `Home > World`; () when it is none."""
    parts = [part.strip() for part in re.split(r"\s*[|>»›]\s*", text)]
    trail = bool(re.search(r"[>»›]", text))
    if len(text) > 100 or len(parts) < (2 if trail else 3) or not all(map(_SECTION.fullmatch, parts)):
        return ()
    return tuple(("section", part) for part in parts if part.lower() not in {"home", "start", "index"})


def credit_line(text: str) -> Stated:
    """The persons in a line that is nothing but a name and an office: `Ana Ruiz, Staff Writer`."""
    name, _, office = text.partition(",")
    return names(name) if office and len(text) <= 80 and OFFICE.search(office) else ()


def kind_label(text: str) -> Stated:
    """What kind of article a label such as `ANALYSIS/OPINION:` says this one is."""
    found = _KIND.fullmatch(text)
    return (("section", found[1].capitalize()),) if found else ()


def all_names(text: str) -> bool:
    """Whether a line is nothing but a list of persons."""
    parts = _NAME_BREAK.split(text)
    return len(names(text)) == len(parts)


def is_captioned(text: str) -> bool:
    """Whether a text ends with the credit of a picture: `… | Ana Ruiz/Getty Images`."""
    return bool(_CREDIT.search(text))


def is_name(text: str) -> bool:
    """Whether a line can be nothing but a person's name. Many headings look the same."""
    return len(text.split()) <= 3 and _is_person(text)


def page_title(text: str) -> str:
    """The headline in a page's own title such as `Ferry sails again - Island Post`; "" when there is none.

    What follows the last separator must be short enough for a masthead, and what is before it long
    enough for a headline.
    """
    headline, separator, masthead = _LAST_SEPARATOR.sub("\0", text).partition("\0")
    if not separator or len(masthead.split()) > 5 or len(headline.split()) < 4:
        return ""
    return headline


def dateline(raw: str) -> tuple[int, Stated]:
    """How many characters of a story's beginning are its dateline, and what that states; (0, ()) if none.

    `AURORA, Colo. (AP) — ` states the place as `Aurora, Colo.` and the agency. The place must stand in
    capitals and a dash must follow, or any sentence with a dash would have one.
    """
    found = _DATELINE.match(raw)
    city = (found["from"] or found["city"]) if found else ""
    if not found or _NO_PLACE.fullmatch(city) or not (found["from"] or city.isupper()):
        return 0, ()
    place = (" ".join(map(capitalised, city.split())) if city.isupper() else city) + (found["region"] or "")
    agency = (("agency", found["agency"]),) if found["agency"] else ()
    return found.end(), (("dateline", place), *agency)


def capitalised(word: str) -> str:
    """BEIRUT as Beirut; initials such as D.C. and the small words of a name keep or find their form."""
    if re.fullmatch(r"(?:\w\.)+", word):
        return word
    if PARTICLE.fullmatch(word):
        return word.lower()
    return re.sub(r"[^\W\d_]+(?:['’]S\b)?", lambda m: m[0][0] + m[0][1:].lower(), word)


def _is_person(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or not re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[ .'’-])*", text):
        return False
    if OFFICE.search(text) or PARTICLE.fullmatch(words[-1]):
        return False
    return all(word[0].isupper() or PARTICLE.fullmatch(word) for word in words)
