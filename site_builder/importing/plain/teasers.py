"""Lists of other articles and single teasers for them, amid a story or behind it. Knows no verdict.

`READ MORE: Ferry sails again` is no sentence of the story, and worth keeping: its headline is data.
"""

from __future__ import annotations

import re

from site_builder.importing.plain.line_words import ALSO, ALSO_LIST
from site_builder.importing.plain.passages import is_prose

_SOFT = r"see also|also read|also see|related|read more|read next|read also|more|more on this"
_LOUD = (
    r"photos?|now watch|quiz|cartoons?|poll|read|video|watch|gallery|graphic|interactive|listen|slideshow|map"
    r"|full coverage|special coverage"
)
# What stands over a list of other articles, alone or before a headline on the same line.
LIST_HEADING = re.compile(
    r"(?:see also|also(?: read| see)?"
    r"|related(?: (?:stories|articles|coverage|links|news|content|posts|topics))?"
    r"|read (?:more|next|also)|more(?: on this(?: story)?| from .{1,40}| stories.{0,20})?|recommended"
    r"|most (?:read|popular).{0,30}|trending(?: now)?|you (?:may|might) (?:also )?(?:like|be interested in)"
    rf"|top (?:stories|video)|latest (?:news|stories)|up next|{ALSO_LIST})\s*(?P<colon>:)?\W*",
    re.IGNORECASE,
)
_TEASERS = (
    re.compile(rf"[\[(*\s]*(?:{_SOFT}|{ALSO})\s*:\s*(?P<headline>\S.*?)[\])*\s]*", re.IGNORECASE),
    # A label in capitals, or in brackets: `VIDEO: …` is a link where `Video: …` might be a sentence.
    re.compile(rf"(?:{_LOUD.upper()}|Photos|Full coverage|Special coverage)\s*:\s*(?P<headline>\S.*)"),
    re.compile(rf"\(\s*(?:{_LOUD})\s*:\s*(?P<headline>[^()]+)\)", re.IGNORECASE),
    re.compile(
        r"\(\s*(?:also|see also|more|read more)(?: on [\w. ]{2,30})?\s*:\s*(?P<headline>[^()]+)\)",
        re.IGNORECASE,
    ),
)


# An address, or somebody's signature.
_NO_HEADLINE = re.compile(r"https?:|www\.|[-–—]|.*(?:@\w|©)", re.IGNORECASE)


def teaser(text: str) -> str:
    """The other article's headline in a line such as `READ MORE: …` or `(PHOTOS: …)`; "" when it is none."""
    found = next((match for pattern in _TEASERS if (match := pattern.fullmatch(text))), None)
    headline = found["headline"].strip() if found else ""
    if _NO_HEADLINE.match(headline):
        return ""
    return headline if not is_prose(headline) or headline.endswith(("?", "!")) else ""
