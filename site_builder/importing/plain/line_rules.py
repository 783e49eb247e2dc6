"""What page furniture looks like, as data: one rule per kind of passage that is no part of the story.

A rule that is sure is obeyed, and the ledger says so; one that is not leaves the passage in the text
under a mark for the editor. The tests hold, for every rule, what it catches and what it must not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

SURE = 90  # of 100: what a rule's confidence must reach for the passage to leave the text
LONGEST = 600  # characters of a passage that a rule may still match; furniture is short


class Rule(Struct, frozen=True):
    """A kind of furniture."""

    id: str  # stable: ledgers name it
    pattern: str  # regular expression for the whole passage, letters of either case being equal
    confidence: int = 95  # of 100: that a passage which matches is no part of the story


_SHARE = r"share|tweet|e-?mail|print|save|post|facebook|twitter|whatsapp|linkedin|reddit|pinterest|flipboard"
_MENU = (
    r"home|menu|search|skip to (?:main )?(?:content|navigation)|log ?in|sign in|register|subscribe(?: now)?"
    r"|most (?:read|popular|viewed)|back to top|terms of (?:use|service)|privacy policy|cookie policy"
    r"|contact us|about us"
)

LINE_RULES: tuple[Rule, ...] = (
    Rule("advertisement", r"\W*advertisement\W*(?:continue reading.{0,40})?|sponsored content", 100),
    Rule("share-buttons", rf"(?:(?:{_SHARE})(?: (?:this|on|via|article|story|link|it)\b)*[\s|•·/]*)+", 98),
    Rule("share-invitation", r"(?:read or )?share this (?:story|article|post|page)\b.{0,120}"),
    Rule("story-continues", r"(?:story|article) continue[sd]? below.{0,20}|continue reading.{0,30}", 98),
    Rule(
        "newsletter",
        r"newsletters?:? sign[- ]?up|manage newsletters"
        r"|\W*(?:sign up|subscribe|get|receive|want)\b.{0,300}"
        r"\b(?:newsletters?|inbox|mailing list)\b.{0,200}",
    ),
    Rule("follow-us", r"(?:\W*follow @\w+)+|\W*follow .{1,60} on (?:twitter|facebook|instagram)\b.{0,120}"),
    Rule("app", r"(?:click|tap|download)\b.{0,60}\b(?:the|our) .{0,30}\bapp\b.{0,40}"),
    Rule("click-here", r"(?:click|tap) (?:here|to|for)\b.{0,150}", 92),
    Rule("image-credit", r"(?:image|media) (?:copyright|caption|source) .{1,200}|enlarge this image.{0,200}"),
    Rule("photo-credit", r"\([^()]{0,60}\bphoto(?:graph)?s?\b[^()]{0,80}\)|\(pixabay\)", 92),
    Rule("player", r"media playback is (?:not |un)supported on (?:this|your) device\b.{0,300}"),
    Rule(
        "media-stub",
        r"(?:photo|image|video|picture)s?|gallery|close|loading\W*|slideshow(?: \(\d+ images?\))?"
        r"|(?:prev|next)? ?image \d+ of \d+|play(?: video| facebook)?|listen to (?:this )?article\b.{0,80}",
    ),
    Rule("embed-code", r"\[(?:pullquote|embed\w*|caption|gallery|video|audio)\b[^\]]*\]", 98),
    Rule(
        "copyright",
        r"\W*(?:copyright\s*)?(?:©|\(c\))\s*.{0,250}|copyright (?:\d{4}|by)\b.{0,250}"
        r"|.{0,120}\ball rights reserved\b.{0,250}",
    ),
    Rule(
        "archive-notice",
        r"this (?:article|post|story|page|item) (?:was|is|has been) (?:originally|first|moved)\b.{0,100}"
        r"\b(?:platform|archive|blog)\b.{0,250}",
    ),
    Rule("age-notice", r"(?:this article is more than )?\d+ (?:year|month|week|day|hour)s? (?:ago|old)"),
    Rule(
        "updated-clock",
        r"\W*(?:this report was )?(?:last )?updated:? (?:at )?\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?.{0,8}",
    ),
    Rule("menu", rf"(?:{_MENU})(?:\s*[|•·/>]\s*(?:{_MENU}))*", 92),
    Rule(
        "comments",
        r"(?:(?:view|show|hide|see|leave|post|add) )?(?:all |a )?\d*\s*comments?"
        r"|join the (?:discussion|conversation).{0,60}",
    ),
    Rule("tip-line", r"(?:got|have) a (?:news )?tip\b.{0,200}", 92),
    Rule("separator", r"[\s*_•·.\-–—=~#+|◆■●]+"),
    Rule("number-alone", r"\d{1,3}|page \d+ of \d+", 70),
)

# What stands over a list of other articles, alone or before a headline on the same line.
LIST_HEADING = re.compile(
    r"(?:see also|also(?: read| see)?|related(?: (?:stories|articles|coverage|links|news))?"
    r"|read more|more(?: on this(?: story)?| from .{1,40})?|read next|recommended)\s*(?P<colon>:)?\W*",
    re.IGNORECASE,
)
LIST_LINE = re.compile(
    r"(?:see also|also read|related|read more|read next|more)\s*:\s*(?P<headline>\S.*)", re.IGNORECASE
)


def first_match(text: str, rules: Sequence[Rule]) -> Rule | None:
    """The first rule that the whole passage matches; None for one that none does."""
    if not text or len(text) > LONGEST:
        return None
    return next((rule for rule in rules if _compiled(rule.pattern).fullmatch(text)), None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
