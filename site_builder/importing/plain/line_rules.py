"""What page furniture looks like, as data: one rule per kind of passage that is no part of the story.

A rule that is sure is obeyed, and the ledger says so; one that is not leaves the passage in the text
under a mark for the editor. What a rule takes out may be worth keeping, as a caption or a teaser's
headline is: its rule then says under which key. The tests hold, for every rule, what it catches and what
it must not. The patterns are of English lines; `line_words` has the whole lines of other languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from msgspec import Struct

from site_builder.importing.plain.line_words import words_of

SURE = 90  # of 100: what a rule's confidence must reach for the passage to leave the text
LONGEST = 600  # characters of a passage that a rule may still match; furniture is short
_VALUE = "(?P<value>"


class Rule(Struct, frozen=True):
    """A kind of furniture."""

    id: str  # stable: ledgers name it
    pattern: str  # regular expression for the whole passage, letters of either case being equal
    confidence: int = 95  # of 100: that a passage which matches is no part of the story
    key: str = ""  # where in the front matter what matched goes: its group `value`, or all of it

    def states(self, text: str) -> tuple[tuple[str, str], ...]:
        """The key with the value in a passage that matches; () when what matched is worth nothing."""
        if not self.key:
            return ()
        found = _compiled(self.pattern).fullmatch(text)
        value = found.groupdict().get("value") if found else ""
        return ((self.key, (value or text).strip()),)


_SHARE = (
    r"share|tweet|e-?mail|print|save|post|facebook|twitter|whatsapp|linkedin|reddit|pinterest|flipboard"
    r"|google\+|telegram|vkontakte|copy link"
)
_MENU = (
    r"home|menu|search|skip to (?:main )?(?:content|navigation)|log ?in|sign in|register|subscribe(?: now)?"
    r"|most (?:read|popular|viewed)|back to top|terms of (?:use|service)|privacy (?:policy|notice)"
    r"|cookie policy|contact us|about us"
)
_AGENCY = (
    r"(?:AP|A\.P\.|AFP|Reuters|EPA|UPI|Getty(?: Images)?|Shutterstock|Bloomberg|Xinhua|Alamy|Flickr|Landov)"
)

LINE_RULES: tuple[Rule, ...] = (
    Rule(
        "advertisement",
        r"\W*advert(?:isement|isment|s)?\W*(?:continue reading.{0,40})?|sponsored content|publicidade?"
        rf"|anzeige|publicité|реклама|スポンサードリンク|{words_of('advertisement')}",
        100,
    ),
    Rule(
        "share-buttons",
        rf"(?:(?:{_SHARE})(?: (?:this|on|via|article|story|link|it|by|as)\b)*[\s|•·/,]*)+"
        rf"|{words_of('share-buttons')}",
        98,
    ),
    Rule(
        "share-link",
        rf"(?:read or )?share this (?:story|article|post|page)\s*:\s*{_VALUE}https?://[^\s<>\"]+)",
        98,
        "url",
    ),
    Rule("share-invitation", r"(?:read or )?share this (?:story|article|post|page)\b.{0,120}"),
    Rule(
        "story-continues",
        r"(?:story|article) continue[sd]? below.{0,20}|continue reading.{0,30}"
        rf"|read (?:the )?full (?:story|article)|{words_of('story-continues')}",
        98,
    ),
    Rule(
        "newsletter",
        r"newsletters?:? sign[- ]?up|manage newsletters"
        r"|\W*(?:sign up|subscribe|get|receive|want|let)\b.{0,300}"
        r"\b(?:newsletters?|inbox|mailing list|weekday mornings|morning briefing|email alerts)\b.{0,300}"
        r"|.{0,60}\bnewsletters?\b.{0,20}\bsign up\b.{0,400}"
        rf"|{words_of('newsletter')}",
    ),
    Rule(
        "subscription",
        r"\W*(?:please )?(?:subscribe|donate|chip in|become a (?:member|subscriber))\b.{0,80}"
        r"(?:\bfor (?:as little as|just|only)\b|\btoday\b|\bnow\b|\bour (?:podcast|channel|youtube)\b"
        r"|\bat itunes\b)"
        r".{0,200}"
        r"|subscribe to our .{1,60}|support (?:our|.{1,30}[’']s?) (?:\w+ )?journalism\b.{0,300}"
        r"|(?:.{1,60} )?sign up (?:now|today|here|for our)\b.{0,300}"
        r"|.{0,40}thank you for signing up\b.{0,200}"
        r"|(?:to (?:read|continue)\b.{0,40}full story|subscribe (?:or )?(?:sign|log) in)\b.{0,40}"
        rf"|{words_of('subscription')}",
    ),
    Rule(
        "follow-us",
        r"(?:\W*follow @\w+)+|\W*follow .{1,80} on (?:twitter|facebook|instagram)\b.{0,120}"
        r"|\W*(?:like|join|find|connect with) .{1,40}\b(?:on )?(?:twitter|facebook|instagram)\b.{0,80}"
        r"|follow (?:the (?:author|topics?) .{0,40}|us|me)\W*"
        rf"|{words_of('follow-us')}",
    ),
    Rule("app", r"(?:click|tap|download|get)\b.{0,60}\b(?:the|our) .{0,30}\bapp\b.{0,60}"),
    Rule(
        "click-here",
        r"(?:click|tap) (?:here|to|for)\b.{0,150}|check out .{1,60}\bfor (?:more|your own)\b.{0,60}"
        r"|\W*check out the .{1,100}\b(?:map|calculator|podcast|page)\b.{0,80}"
        r"|visit .{1,60} for more stories\W*",
        92,
    ),
    Rule(
        "image-credit",
        rf"(?:image|media|photo|video|figure) (?:copyright|caption|source|credit)\b\W*{_VALUE}.{{1,300}})",
        key="captions",
    ),
    Rule(
        "enlarged-image",
        rf"enlarge (?:this )?image(?: toggle caption)?\s*{_VALUE}.{{1,300}})",
        key="captions",
    ),
    Rule(
        "photo-credit",
        rf"(?:photo(?:graph)?|image|picture)(?: (?:credit|by|courtesy))? ?[:/©]\s*{_VALUE}.{{1,120}})"
        rf"|credit:\s?.{{1,100}}|\((?:photo|image|picture|credit|(?:ap|afp|reuters"
        rf"|epa) photo)\b[^()]{{0,140}}\)"
        rf"|\([^()]{{0,60}}\bphoto(?:graph)?s? (?:by|courtesy)\b[^()]{{0,80}}\)|\(pixabay\)"
        rf"|[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){{0,4}} ?[/|,–-]\s?{_AGENCY}(?: (?:photo"
        rf"|via {_AGENCY}))?(?:[/|, ]+{_AGENCY})*"
        r"|(?:image )?(?:via )?(?:getty images|shutterstock)",
        92,
        "captions",
    ),
    Rule(
        "photo-caption",
        r".{20,500}(?=[(|/pci])(?:\((?:AP|AFP|Reuters|EPA|Getty|File|Courtesy|Photo)\b[^()]{0,60}(?:photo"
        r"|images)\b[^()]{0,60}\)"
        r"|\((?:photo|image|credit)\b[^()]{0,80}\)|\((?:AP|AFP|Reuters|Getty Images|EPA)/[^()]{0,50}\)"
        r"|\b(?:photo|credit|photograph(?:er)?|image): [^.]{1,60}|\| getty images|/\s?getty images)\s*",
        92,
        "captions",
    ),
    Rule(
        "player",
        r"media playback is (?:not |un)supported on (?:this|your) device(?: media caption)?"
        rf"\s*{_VALUE}.{{3,300}})",
        key="captions",
    ),
    Rule(
        "media-stub",
        r"media playback is (?:not |un)supported on (?:this|your) device\W*"
        r"|(?:photo|image|video|picture|caption|youtube|podcast)s?|gallery|close|loading\W*"
        r"|slideshow(?: \(\d+ images?\))?|(?:prev(?:ious)?|next)?\s?image \d+ of \/? ?\d+|previous next"
        r"|play(?: video| facebook| twitter)?|listen to (?:this )?article\b.{0,80}|hide caption"
        r"|(?:enlarge this image )?toggle caption"
        r"|back to gallery|view all(?: \(\d+\))?|enlarge (?:this )?image|\d+ ?/ ?\d+|listen\W*(?:\d+:\d\d)?"
        r"|don['’]t see the (?:graphic|video|image|map).{0,60}|(?:view|report) (?:error|full size|gallery)",
    ),
    Rule(
        "embed-code",
        r"\[(?:pullquote|embed\w*|caption|gallery|video|audio)\b[^\]]*\]|(?:\w{2,12}=\"[^\"]*\"\s*)+"
        r"|<[a-z/][^>]*>",
        98,
    ),
    Rule(
        "wire-picture",
        rf"©\s?{_VALUE}[^\d©]{{3,60}}\s[A-Z].{{30,400}})",
        70,
        "captions",
    ),
    Rule(
        "copyright",
        r"\W*(?:copyright\s*)?(?:©|\(c\))\s*.{0,250}|copyright (?:\d{4}|by)\b.{0,250}"
        r"|.{0,120}\b(?=[at])(?:all rights reserved|todos os direitos reservados)\b.{0,250}"
        rf"|{words_of('copyright')}",
    ),
    Rule(
        "licence-notice",
        r"content created by .{1,80} is available without charge\b.{0,400}|this (?:article|story"
        r"|material) may not"
        r" be (?:published|reproduced|broadcast)\b.{0,200}"
        r"|.{0,80}may not be published, broadcast, rewritten\b.{0,120}"
        r"|(?:click here )?for reprint (?:permission|rights)\b.{0,60}",
    ),
    Rule(
        "archive-notice",
        r"this (?:article|post|story|page|item) (?:was|is|has been) (?:originally|first|moved)\b.{0,100}"
        r"\b(?:platform|archive|blog)\b.{0,250}",
    ),
    Rule(
        "transcript-notice",
        r"(?:this is a rush transcript|.{0,60}transcripts? (?:are"
        r"|is) created on a rush deadline)\b.{0,400}",
    ),
    Rule(
        "disclaimer",
        r"(?:the )?(?:opinions?|views?)\b.{0,60}\bexpressed (?:by|in|here|herein|are)\b.{0,300}"
        r"|editor['’]s note: as a public service\b.{0,200}|.{0,40}\bno paywall\b.{0,60}"
        r"|this site is protected by recaptcha\b.{0,150}|registration on or use of this site\b.{0,200}",
    ),
    Rule(
        "age-notice",
        r"(?:this article is more than )?\d+ (?:year|month|week|day|hour|minute|min)s? (?:ago|old)",
    ),
    Rule(
        "updated-clock",
        r"\W*(?:this report was )?(?:last )?updated:? (?:at )?\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?.{0,8}",
    ),
    Rule("menu", rf"(?:{_MENU})(?:\s*[|•·/>]\s*(?:{_MENU}))*|{words_of('menu')}", 92),
    Rule(
        "comments",
        r"(?:(?:view|show|hide|see|leave|post|add) )?(?:all |a )?\d*\s*comments?(?: \(\d+\))?"
        r"|join the (?:discussion|conversation).{0,60}|please enable javascript\b.{0,100}"
        rf"|tell us what you think\W*|{words_of('comments')}",
    ),
    Rule(
        "tip-line",
        r"(?:got|have) a (?:news )?tip\b.{0,200}|send letters to\b.{0,60}"
        r"|(?:please include a contact number|you can also contact us)\b.{0,150}",
        92,
    ),
    Rule(
        "programme",
        r"(?:watch|catch|listen to|tune in to)\b.{1,80}\b(?:sun|mon|tues|wednes|thurs|fri|satur"
        r"|week)days?\b.{0,120}"
        r"\b(?:\d ?[ap]\.?m|et|pt)\b.{0,120}|for the latest from .{1,60} click here\W*"
        r"|interested in .{1,60}\? add .{1,200}",
    ),
    Rule(
        "contribution",
        r"\W*(?:the )?[\w.,'’ &-]{2,120} (?:also )?contributed to this (?:report|story|article|post"
        r"|piece)\W*"
        r"|\W*contributing:.{1,120}|\W*\(?(?:additional )?(?:reporting|writing"
        r"|editing) by .{2,120}(?:; editing by.{2,80})?\)?"
        r"|with (?:post|staff|wire|ap|agency)(?: and wire)? (?:wires?|reports?|services?)\W*"
        r"|\W*with assistance (?:by|from) .{2,120}|(?:write to|contact|email) .{2,80} at \S+@\S+.{0,80}"
        r"|\W*this article is based in part on wire (?:service )?reports\W*",
        key="credits",
    ),
    Rule("highlights", rf"story highlights:?\s{_VALUE}.{{10,500}})", 95, "highlights"),
    Rule("separator", r"[\s*_•·.\-–—=~#+|◆■●⦁◊]+"),
    Rule("number-alone", r"\d{1,3}|page \d+ of \d+", 70),
)


Matcher = Callable[[str], Rule | None]


def first_match(text: str, rules: Sequence[Rule]) -> Rule | None:
    """The first rule that the whole passage matches; None for one that none does."""
    return matcher(rules)(text)


def matcher(rules: Sequence[Rule]) -> Matcher:
    """`first_match` for many passages and the same rules."""
    gate = _any_of(tuple(rule.pattern for rule in rules))

    def match(text: str) -> Rule | None:
        # Most passages match no rule, and are tried once.
        if not text or len(text) > LONGEST or not gate.fullmatch(text):
            return None
        return next((rule for rule in rules if _compiled(rule.pattern).fullmatch(text)), None)

    return match


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for all; with no pattern, one that nothing matches."""
    without_names = (re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in patterns)
    whole = "|".join(f"(?:{pattern})" for pattern in without_names)
    return re.compile(whole or r"(?!)", re.IGNORECASE)
