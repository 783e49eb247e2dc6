"""What a passage states about its article: who wrote it, when, from where. Knows no other passage.

Each reader takes a passage and gives front-matter keys with their values. In doubt it gives nothing,
for what is not stated must not be invented. English words for now; other scripts pass untouched.
"""

from __future__ import annotations

import re
from datetime import date

Stated = tuple[tuple[str, str], ...]  # front-matter key and value, in the order of the passage

_PARTICLES = frozenset("al bin da de del den der di dos du el ibn la le ten ter van von".split())
# Words of a masthead or of a post: whoever carries one is no person.
_OFFICES = frozenset(
    """agency associated bureau chief columnist contributor correspondent desk editor editorial foreign
    magazine news newspaper newsroom post press reporter reuters service special staff team times today
    writer""".split()
)
_BYLINE = re.compile(r"by:?\s+(\S.*)", re.IGNORECASE)
_SIGN_OFF = re.compile(r"(?:-{1,3}|–|—)\s*([^\W\d_].*)")
_LABEL = re.compile(
    r"(title|headline|authors?|byline|date|published|dateline|url|link)\s*:\s*(\S.*)", re.IGNORECASE
)

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_NUMBER = {name[:length]: n for n, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY_NUMBER = {name[:length]: n for n, name in enumerate(_WEEKDAYS) for length in (3, 4, 5, len(name))}
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

_CAPITALS = r"[^\W\d_a-z][^\W\d_a-z.'’-]*[^\W\d_a-z.]\.?"
_DATELINE = re.compile(
    rf"""
    \s* (?:REPORTING\ FROM\ )?
    (?P<city> {_CAPITALS} (?:[ /]{_CAPITALS}){{0,4}} )
    (?P<region> ,\ [^\W\d_][^\s\d,]{{1,14}}(?:\ [^\W\d_][^\s\d,]{{1,14}})? )?
    (?: ,\ [A-Z][a-z]{{2,8}}\.?\ \d{{1,2}} )?             # the day of filing, which has no year
    (?: \ \((?P<agency>[^()]{{2,30}})\) )?
    [ \t]* (?:--|—|–|-) [ \t]+ (?=\S)
    """,
    re.VERBOSE,
)
# Words that editors put before a story in the manner of a place.
_NO_PLACE = frozenset(
    """ANALYSIS ANALYSIS/OPINION BREAKING COMMENTARY CORRECTION EXCLUSIVE LIVE NEW NOTE OPINION UPDATE
    UPDATED VIDEO WATCH""".split()
)


def byline(text: str) -> Stated:
    """The authors in `By Jane Doe and Juan Pérez, Staff Writers`, perhaps followed by `| March 12, 2012`."""
    stated: Stated = ()
    for number, part in enumerate(re.split(r"\s+[|•·]\s+", text)):
        found = _BYLINE.fullmatch(part) if number == 0 else None
        own = names(found[1]) if found else date_line(part) if number else ()
        if not own and number == 0:
            return ()
        stated += own
    return stated


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
    month = _MONTH_NUMBER.get((found["month"] or found["month_second"] or "").lower())
    weekday = (found["weekday"] or "").lower()
    try:
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
        else:
            day = date(int(found["year"] or found["year_last"]), month or 0, int(found["day"] or found["day_first"]))
    except ValueError:
        return ()
    if weekday and _WEEKDAY_NUMBER.get(weekday) != day.weekday():
        return ()
    lead = (found["lead"] or "").lower()
    return (("updated" if "updated" in lead or "modified" in lead else "date", day.isoformat()),)


def is_doubtful_date(text: str) -> bool:
    """Whether the passage is a date in digits whose order of day and month nobody has said: 03/04/2012."""
    return bool(_DIGITS_ONLY.fullmatch(text))


def dateline(raw: str) -> tuple[int, Stated]:
    """How many characters of a story's beginning are its dateline, and what that states; (0, ()) if none.

    `AURORA, Colo. (AP) — ` states the place as `Aurora, Colo.` and the agency. The place must stand in
    capitals and a dash must follow, or any sentence with a dash would have one.
    """
    found = _DATELINE.match(raw)
    if not found or found["city"] in _NO_PLACE:
        return 0, ()
    place = " ".join(map(_capitalised, found["city"].split(" "))) + (found["region"] or "")
    agency = (("agency", found["agency"]),) if found["agency"] else ()
    return found.end(), (("dateline", place), *agency)


def _capitalised(word: str) -> str:
    """BEIRUT as Beirut; initials such as D.C. and the small words of a name keep or find their form."""
    if re.fullmatch(r"(?:\w\.)+", word):
        return word
    if word.lower() in _PARTICLES:
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0] + m[0][1:].lower(), word)


def _is_person(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or not re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[ .'’-])*", text):
        return False
    if any(word.lower().strip(".") in _OFFICES for word in words) or words[-1].lower() in _PARTICLES:
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
