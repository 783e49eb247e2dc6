"""Bylines, dates and datelines in the languages whose words `languages` has. Knows no other passage.

Like `fields`, whose readers go on for English and for what stands alike in all languages; and like these,
each gives nothing in doubt.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from site_builder.days import day_of
from site_builder.importing.plain import fields
from site_builder.importing.plain.dates import is_doubtful_date
from site_builder.importing.plain.fields import Stated
from site_builder.importing.plain.languages import AGENCIES, READ, Language
from site_builder.importing.tagging.datelines import country_of

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’\u064b-\u0652-])*")
_ASIDE = re.compile(r"\s*\([^()]{1,60}\)$")
_PARTS = re.compile(r"\s+[|•·/–—-]+\s+")
_DASH = r"(?:[-–—ـ]+|\|)"  # or the stroke that draws Arabic words out
_OPENS = re.compile(r"[^\w\s]*(\w*)")
_CLOCK = (
    r"(?:[\s,،|–-]*(?:à|um|a las|в|الساعة)?\s*\d{1,2}\s?[:.hH]\s?\d\d(?::\d\d)?"
    r"(?:\s?(?:uhr|h|мск|gmt|utc))?)?"
)
_LEAST_JOINED = 4  # words of an Arabic name from which on it may be two, joined by a letter


class Readers(Struct, frozen=True):
    """The readers of passages in one language; "" and languages without words of ours read English."""

    code: str = ""

    def byline(self, text: str) -> Stated:
        """As `fields.byline`."""
        stated = fields.byline(text)
        if stated or self.code not in READ:
            return stated
        return _byline(text, READ[self.code]) or _agency_byline(text, READ[self.code])

    def date_line(self, text: str) -> Stated:
        """As `fields.date_line`."""
        return fields.date_line(text) or (_date_line(text, READ[self.code]) if self.code in READ else ())

    def place_line(self, text: str) -> Stated:
        """The place, with its agency or day, in a line of nothing else: `دمشق - رويترز`, `Paris (AFP)`."""
        return _place_line(text, READ[self.code]) if self.code in READ else ()

    def doubtful_line(self, text: str) -> bool:
        """Whether a line seems to name an author or a place, and nobody can be sure which, or whom."""
        return self.code in READ and _is_doubtful(text, READ[self.code])

    def states_something(self, text: str) -> bool:
        """Whether a line states a fact, or may, so that it is no headline."""
        return bool(
            self.byline(text)
            or fields.credit_line(text)
            or self.date_line(text)
            or is_doubtful_date(text)
            or self.place_line(text)
            or self.doubtful_line(text)
        )

    def dateline(self, raw: str) -> tuple[int, Stated]:
        """As `fields.dateline`."""
        length, states = fields.dateline(raw)
        return (length, states) if length or self.code not in READ else _dateline(raw, READ[self.code])


def _byline(text: str, language: Language) -> Stated:
    first, *others = _PARTS.split(_ASIDE.sub("", text))
    found = _byline_pattern(language.code).fullmatch(first)
    if not found and language.weak and (weak := re.fullmatch(rf"(?:{language.weak})\s+(?P<names>.+)", first)):
        found = weak if weak["names"].partition(" ")[0] in language.persons else None
    if not found:
        return ()
    named = found["names"]
    dates = tuple(pair for part in others for pair in _date_line(part, language))
    place: Stated = ()
    if language.wrote_in and (
        wrote := re.search(rf"\s(?:{language.wrote_in})\s+([^\W\d_]+(?:[ -][^\W\d_]+){{0,2}})$", named)
    ):
        if wrote[1][0].isupper() or (language.given_names and _is_place(wrote[1], language)):
            place, named = (("dateline", wrote[1]),), named[: wrote.start()]
    elif len(others) == 1 and not dates and _is_place(others[0], language):
        place = (("dateline", others[0]),)
    authors = _names(named, language)
    return (*authors, *place, *dates) if authors else ()


def _agency_byline(text: str, language: Language) -> Stated:
    """`سامي حداد - رويترز`: a person by a given name that is known, or it might be a city."""
    who, agency = _beside_agency(text)
    if not agency or who.partition(" ")[0] not in language.persons or not _is_person(who, language):
        return ()
    return ("authors", who), ("agency", agency)


def _beside_agency(text: str) -> tuple[str, str]:
    """What stands before a dash and an agency's name, and that name; "" where there is none."""
    who, _, rest = _PARTS.sub("\0", text, count=1).partition("\0")
    agency = rest.strip(" :.-–—")
    return (who, agency) if agency.lower() in AGENCIES else ("", "")


def _names(text: str, language: Language) -> Stated:
    join = rf"|\s+(?:{language.join})\s+" if language.join else ""
    stated: list[tuple[str, str]] = []
    for part in re.split(rf"\s*[,،;|]\s*{join}", text):
        if not _is_person(part, language):
            break
        stated.append(("authors", part))
    return tuple(stated)


def _is_person(text: str, language: Language) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or not _NAME.fullmatch(text):
        return False
    small = [word.lower() for word in words]
    if any(word in language.offices.split() for word in small) or fields.OFFICE.search(text):
        return False
    if not language.given_names:
        return all(
            word[0].isupper() or (0 < n < len(words) - 1 and fields.PARTICLE.fullmatch(word))
            for n, word in enumerate(words)
        )
    if words[0].startswith("ال") or any(word in language.words for word in words):
        return False
    return len(words) < _LEAST_JOINED or not any(word.startswith("و") for word in words[2:])


def _date_line(text: str, language: Language) -> Stated:
    if len(text) > 120:
        return ()
    if stated := _date(text, language):
        return (stated,)
    parts = [_date(part, language) for part in re.split(r"\s*[|•·;]\s*|\s+[–—-]\s+", text)]
    return tuple(filter(None, parts)) if len(parts) > 1 and all(parts) else ()


def _date(text: str, language: Language) -> tuple[str, str] | None:
    """The key and the day; None when the whole text is no date, or its weekday is another day's."""
    found = _date_pattern(language.code).fullmatch(text.strip().lower())
    if not found:
        return None
    months = language.month_numbers
    month = int(found["number"]) if found["number"] else months[found["month"]]
    if found["other"] and months[found["other"]] != month:
        return None
    try:
        day = day_of(int(found["year"] or found["year_last"]), month, int(found["day"] or found["day_last"]))
    except ValueError:
        return None
    if found["weekday"] and found["weekday"] not in language.weekdays[day.isoweekday() - 1].split("|"):
        return None
    return ("updated" if found["updated"] else "date", day.isoformat())


def _place_line(text: str, language: Language) -> Stated:
    """`PLACE - AGENCY`, `PLACE (AGENCY)`, `PLACE - DAY MONTH YEAR` or `PLACE -`, and nothing more."""
    if len(text) > 80:
        return ()
    if (alone := re.fullmatch(rf"(.+?)\s*{_DASH}", text)) and alone[1] in language.places:
        return (("dateline", alone[1]),)
    more: Stated
    if (found := re.fullmatch(r"(.+?)\s*[(/]([^()/]+)[)/]\W*", text)) and found[2].lower() in AGENCIES:
        place, more = found[1], (("agency", found[2]),)
    else:
        place, agency = _beside_agency(text)
        more = (("agency", agency),) if agency else ()
        if not agency:
            place, _, rest = re.sub(r"\s+[|•·/–—-]+\s+|[,،]\s+", "\0", text, count=1).partition("\0")
            more = _date_line(rest, language)
    return (("dateline", place), *more) if more and _is_place(place, language) else ()


def _is_place(text: str, language: Language) -> bool:
    """Whether it is a city that is known: a section or a person may stand beside a date as well."""
    return text in language.places or bool(_NAME.fullmatch(text) and country_of(text))


def _is_doubtful(text: str, language: Language) -> bool:
    if len(text.split()) > 8 or len(text) > 80:
        return False
    if language.sure and _byline_pattern(language.code).fullmatch(text):
        return True
    who, agency = _beside_agency(text)
    return bool(agency and _NAME.fullmatch(who)) and len(who.split()) <= 4


def _dateline(raw: str, language: Language) -> tuple[int, Stated]:
    found = _dateline_pattern(language.code).match(raw)
    if not found:
        return 0, ()
    agency = found["before"] or found["agency"] or found["alone"] or found["after"] or ""
    if agency and agency.lower() not in AGENCIES:
        return 0, ()
    place, words = found["place"], found["place"].split()
    if (found["before"] or found["alone"]) and not _is_place(place, language):
        return 0, ()
    if found["colon"] or not (agency or found["filed"]):
        # Between two cities the dash says from where to where, and in scripts with capitals it may be any.
        goes_on = _OPENS.match(raw, found.end())
        other = goes_on is not None and goes_on[1] in language.places
        if not language.given_names or place not in language.places or other:
            return 0, ()
    if language.given_names:
        fits = (len(words) == 1 or place in language.places) and not language.words & {*words}
    else:
        article = len(words) == 1 and words[0].lower() in language.words
        fits = words[0][0].isupper() and words[-1][0].isupper() and not article
    if not fits:
        return 0, ()
    shown = " ".join(map(fields.capitalised, words)) if place.isupper() else place
    return found.end(), (("dateline", shown), *((("agency", agency),) if agency else ()))


@cache
def _byline_pattern(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?i:{READ[code].byline})(?:\s+|(?<=[:/]))(?P<names>[^\W\d_].*)")


@cache
def _date_pattern(code: str) -> re.Pattern[str]:
    language = READ[code]
    month = _months(language)
    weekday = "|".join(language.weekdays)
    of = rf"(?:(?:{language.of})\s+)?" if language.of else ""
    numbers = (
        rf"|(?P<day_last>\d{{1,2}}){re.escape(language.day_first)}(?P<number>\d{{1,2}})"
        rf"{re.escape(language.day_first)}(?P<year_last>\d{{4}})"
        if language.day_first
        else "|(?P<day_last>(?!))(?P<number>)(?P<year_last>)"
    )
    return re.compile(
        rf"(?:(?:(?P<updated>{language.updated})|(?:{language.published}))\s*[:,]?\s*)?"
        rf"(?:(?P<weekday>{weekday})[,،]?\s+(?:(?:le|den|el)\s+)?)?"
        rf"(?:(?P<day>\d{{1,2}})(?:er|º|\.)?\s+{of}(?P<month>{month})\.?(?:\s*[/(]\s*(?P<other>{month})\s*\)?)?"
        rf",?\s+{of}(?P<year>\d{{4}})(?:\s*(?:г\.?|года|م|هـ))?{numbers})"
        rf"{_CLOCK}\W*"
    )


@cache
def _dateline_pattern(code: str) -> re.Pattern[str]:
    language = READ[code]
    month = _months(language)
    of = rf"(?:(?:{language.of})\s+)?" if language.of else ""
    word = r"(?!ـ)[^\W\d_][^\W\d_'’.-]*(?:['’-][^\W\d_]+)?"
    return re.compile(
        rf"\s*(?:\((?P<before>[^()/]{{2,30}})\)\s*)?(?P<place>{word}(?:[ /]{word}){{0,2}})"
        rf"(?P<filed>[,.،]?\s+\d{{1,2}}\.?\s+{of}(?i:{month})\.?(?:\s*[/(]?\s*(?i:{month})\)?)?"
        rf"(?:,?\s+{of}\d{{4}})?)?[,.،]?"
        rf"(?:\s*(?:{_DASH}\s*)?[(/](?P<agency>[^()/]{{2,30}})[)/]\s*(?:[.:]?\s*{_DASH}|[.:])"
        r"|\s*/(?P<alone>[^()/]{2,30})/"
        rf"|\s*{_DASH}\s*(?P<after>[^\s:–—ـ-][^:–—ـ\r\n]{{1,14}}?)\s*(?:[:–—ـ.]|\s-+)"
        rf"|\s*{_DASH}|\s*(?P<colon>:))[ \t]+(?=\S)"
    )


def _months(language: Language) -> str:
    return "|".join(map(re.escape, sorted(language.month_numbers, key=lambda name: (-len(name), name))))
