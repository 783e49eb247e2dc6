"""Lines that are furniture on a page, beside those of plain text: pointers to other pages, as data.

A page says more of a line than its words: whether all of it is a link, and where it stands. Each rule
here holds for lines in one such place only.
"""

from __future__ import annotations

import re

LONGEST = 300  # characters of a line that a rule may still match

# A line that points elsewhere, when most of it is a link or it is a heading.
POINTER = re.compile(
    r"\W*(?:related(?: (?:post|stor(?:y|ies)|articles?|content|coverage|reading|links?|topics?|video))?"
    r"|see also|also (?:read|see|on \S+)|read(?: (?:more|also|next|this|it|on|the full story))?|more"
    r"|(?:more )?(?:from|on) [^.]{1,40}|don['’]t miss|must[- ]read|watch(?: now| live| more)?|listen|up next"
    r"|recommended|in case you missed it|keep reading|continue reading|opinion|analysis|explainer|video"
    r"|photos|gallery)\s*[:>»|–—-]\s*(?P<headline>\S.*)",
    re.IGNORECASE,
)
# What stands over links to other articles.
HEADING = re.compile(
    r"\W*(?:you (?:may|might) (?:also |be )?(?:like|enjoy|interested).{0,30}|related\b.{0,25}"
    r"|(?:more|also) (?:from|on|in|like)\b.{0,40}|popular (?:on|in|now).{0,30}"
    r"|(?:most (?:popular|read|viewed)|trending|recommended|sponsored|newsletter|about the author)\b.{0,30}"
    r"|read (?:more|next|also)|see also|latest (?:news|stories|from).{0,30}|up next|further reading"
    r"|(?:top|other|our|editor.?s?) (?:stories|picks?).{0,20}|don['’]t miss.{0,20}|what to read next"
    r"|share this\b.{0,40}|tags|filed under|topics|comments?|leave a (?:reply|comment)"
    r"|.{2,25} newsletter)\W*",
    re.IGNORECASE,
)
# Closing lines that only say where else to look or whom to write to.
CLOSING = re.compile(
    r"(?:more|follow|read|listen|download|see|visit|watch|find|itunes|online|on the net|for more)\b.{0,150}"
    r"(?:https?://|www\.|@\w+).{0,150}"
    r"|\W*(?:e-?mail:?\s*|twitter:?\s*|contact:?\s*)?[^\s@]+@[^\s@]+\.\w{2,}\W*"
    r"|\W*(?:twitter:?\s*)?@\w{2,20}\W*"
    r"|\W*(?:https?://)?(?:www\.)?(?:twitter|facebook|instagram)\.com/\S+"
    r"|(?:this|the) (?:article|story|post) (?:was|has been|is) (?:originally|first)? ?"
    r"(?:published|posted|appeared)\b.{0,150}",
    re.IGNORECASE,
)


def matches(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match of the whole line; None for one that is too long for furniture."""
    return pattern.fullmatch(text) if len(text) <= LONGEST else None
