"""What a passage states about its article: who wrote it, when, from where. Knows no other passage.

Each reader takes a passage and gives front-matter keys with their values. In doubt it gives nothing,
for what is not stated must not be invented. English words for now; other scripts pass untouched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.days import MONTHS, day_of, read_date

Stated = tuple[tuple[str, str], ...]  # front-matter key and value, in the order of the passage

_PARTICLE = re.compile(r"al|bin|d[aeiou]s?|del|de[nr]|el|ibn|la|le|te[nr]|v[ao]n", re.IGNORECASE)
# Words of a masthead or of a post: whoever carries one is no person.
_OFFICE = re.compile(
    r"\b(?:agency|associated|bureau|chief|columnist|contributor|correspondent|desk|editor(?:ial)?|foreign"
    r"|magazine|news(?:paper|room)?|post|press|reporter|reuters|service|special|staff|team|times|today"
    r"|writer)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by:?\s+(\S.*)", re.IGNORECASE)
_SIGN_OFF = re.compile(r"(?:-{1,3}|–|—)\s*([^\W\d_].*)")
_LABEL = re.compile(
    r"(title|headline|authors?|byline|date|published|dateline|url|link)\s*:\s*(\S.*)", re.IGNORECASE
)

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DATE = re.compile(
    r"""
    (?P<lead> (?:(?:last|first)\s)? (?:updated|modified|published|posted|issued|filed) (?:\son)? :? \s+ )?
    (?: (?P<weekday>[a-z]{3,9}) \.?,?\s+ )?
    (?: (?P<iso>\d{4}-\d\d-\d\d)
      | (?P<month>[a-z]{3,9}) \.?\s+ (?P<day>\d{1,2}) (?:st|nd|rd|th)? ,?\s+ (?P<year>\d{4})
      | (?P<day_first>\d{1,2}) (?:st|nd|rd|th)? \s+ (?P<month_second>[a-z]{3,9}) \.?,?\s+ (?P<year_last>\d{4})
    )
    (?: (?: ,? \s+ (?:at\s+|-\s+)? | T ) \d{1,2} (?:[:.]\d\d){0,2} \s* (?:[ap]\.?m\.?)?   # a time, not kept
        \s* (?:[a-z]{1,4}|[+-]\d\d:?\d\d)? )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DIGITS_ONLY = re.compile(r"(?:\w+:?\s+)?\d{1,2}[/.]\d{1,2}[/.]\d{4}\b.{0,20}")

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
    [ \t]* (?:--|—|–|-) [ \t]+ (?=\S)
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
    first, *others = re.split(r"\s+[|•·]\s+", text)
    found = _BYLINE.fullmatch(first)
    authors = names(found[1]) if found else ()
    return authors + tuple(pair for part in others for pair in date_line(part)) if authors else ()


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
    for part in re.split(r"\s*[,;|]\s*(?:and\s+)?|\s+(?:and|&)\s+", text, flags=re.IGNORECASE):
        if not _is_person(part):
            break
        stated.append(("authors", part))
    return tuple(stated)


def date_line(text: str) -> Stated:
    """`date` (or `updated`) as YYYY-MM-DD where the whole passage is a full date, whatever its clock says.

    The day is the one that was written. A weekday that is not that day's makes the date no date.
    """
    found = _DATE.fullmatch(text)
    if not found:
        return ()
    try:
        if found["iso"]:
            day = read_date(found["iso"])
        else:
            month = _number(found["month"] or found["month_second"], MONTHS)
            day = day_of(
                int(found["year"] or found["year_last"]), month, int(found["day"] or found["day_first"])
            )
    except ValueError:
        return ()
    if found["weekday"] and _number(found["weekday"], _WEEKDAYS) != day.isoweekday():
        return ()
    lead = (found["lead"] or "").lower()
    return (("updated" if "updated" in lead or "modified" in lead else "date", day.isoformat()),)


def page_title(text: str) -> str:
    """The headline in a page's own title such as `Ferry sails again - Island Post`; "" when there is none.

    What follows the last separator must be short enough for a masthead, and what is before it long
    enough for a headline.
    """
    headline, separator, masthead = re.sub(r"\s+([-|–—•·»])\s+(?!.*\s[-|–—•·»]\s)", "\0", text).partition(
        "\0"
    )
    if not separator or len(masthead.split()) > 5 or len(headline.split()) < 4:
        return ""
    return headline


def is_doubtful_date(text: str) -> bool:
    """Whether the passage is a date in digits whose order of day and month nobody has said: 03/04/2012."""
    return bool(_DIGITS_ONLY.fullmatch(text))


def dateline(raw: str) -> tuple[int, Stated]:
    """How many characters of a story's beginning are its dateline, and what that states; (0, ()) if none.

    `AURORA, Colo. (AP) — ` states the place as `Aurora, Colo.` and the agency. The place must stand in
    capitals and a dash must follow, or any sentence with a dash would have one.
    """
    found = _DATELINE.match(raw)
    city = (found["from"] or found["city"]) if found else ""
    if not found or _NO_PLACE.fullmatch(city) or not (found["from"] or city.isupper()):
        return 0, ()
    place = (" ".join(map(_capitalised, city.split())) if city.isupper() else city) + (found["region"] or "")
    agency = (("agency", found["agency"]),) if found["agency"] else ()
    return found.end(), (("dateline", place), *agency)


def _number(word: str, names: Sequence[str]) -> int:
    """The number, from 1, of the name that begins with the word's three letters or more; 0 for none."""
    begin = word.lower()
    numbers = (n for n, name in enumerate(names, 1) if len(begin) >= 3 and name.lower().startswith(begin))
    return next(numbers, 0)


def _capitalised(word: str) -> str:
    """BEIRUT as Beirut; initials such as D.C. and the small words of a name keep or find their form."""
    if re.fullmatch(r"(?:\w\.)+", word):
        return word
    if _PARTICLE.fullmatch(word):
        return word.lower()
    return re.sub(r"[^\W\d_]+(?:['’]S\b)?", lambda m: m[0][0] + m[0][1:].lower(), word)


def _is_person(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or not re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[ .'’-])*", text):
        return False
    if _OFFICE.search(text) or _PARTICLE.fullmatch(words[-1]):
        return False
    return all(word[0].isupper() or _PARTICLE.fullmatch(word) for word in words)
