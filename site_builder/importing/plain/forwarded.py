"""The head of a mail that was passed on, in a text: where it stands, what it states, what is above it.

A mail program puts a line such as `---------- Forwarded message ---------` or nothing at all before the first
mail's From, Date, To and Subject, in the language of whoever passes it on. Knows no headers of a mail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from site_builder.importing.plain.fields import Stated
from site_builder.importing.plain.passages import LINE_END, QUOTE, Passage, word_count
from site_builder.importing.plain.verdict import Verdict, Verdicts
from site_builder.importing.plain.worded_fields import Readers

_MARK = re.compile(
    r"[_\s>]{0,40}-{2,60}\s*(?:forwarded message|original message|(?:original|forwarded) e?-?mail"
    r"|weitergeleitete nachricht|urspr(?:ü|ue)ngliche nachricht|message (?:transféré|d[’']origine|original)"
    r"|mensaje (?:reenviado|original)|пересылаемое сообщение|пересланное сообщение|исходное сообщение"
    r"|رسالة معاد توجيهها|الرسالة الأصلية)[\w\s]{0,12}-{2,}"
    r"|begin forwarded message\s*:|anfang der weitergeleiteten (?:nachricht|e-?mail)\s*:"
    r"|début du (?:message|courriel|e-?mail) (?:réexpédié|transféré)\s*:"
    r"|(?:inicio|comienzo) del mensaje reenviado\s*:"
    r"|начало переадресованного сообщения\s*:|بداية الرسالة المعاد توجيهها\s*:",
    re.IGNORECASE,
)
_LABELS = {
    "from": "from|von|de|от|от кого|من",
    "date": "date|sent|datum|gesendet|envoyé|fecha|enviado|дата|отправлено|تاريخ|التاريخ|تم الإرسال|أُرسلت",
    "subject": "subject|betreff|objet|asunto|тема|الموضوع",
    "other": "to|an|à|para|кому|إلى|cc|kopie|copie à|копия|نسخة|bcc|reply-to|antwort an|importance"
    "|attachments",
}
_LINE = re.compile(
    rf"\*?(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in _LABELS.items())})\s?:\*?\s*(?P<value>.*)",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"(?:(?:fwd?|wg|tr|rv|re|aw|enc|пересл)\s*:\s*)+", re.IGNORECASE)
_ADDRESS = re.compile(r"[<\[(]?(?:mailto:)?[\w.+%-]+@(?P<host>[\w.-]+\w)[>\])]?")
_WITHIN = 60  # passages from the beginning in which a head is looked for
_BETWEEN = 12  # from one head to the next, where a mail was passed on twice
_LEAST = 3  # lines that make a head without a mark
_LONGEST = 500  # characters of such a line
_SHORT = 60  # words; so much somebody writes above what he passes on
_SHORTER = 25  # where no mark says that it is passed on


class Head(Struct, frozen=True):
    """The head of a mail that was passed on."""

    start: int  # number of the passage with the mark, or of the first line
    marked: bool  # whether a line says that the mail is passed on
    lines: dict[int, tuple[str, str]]  # by the passage's number: from, date, subject or other, and the value

    @property
    def end(self) -> int:
        """The number of the first passage behind it."""
        return max(self.lines) + 1


def is_head_line(text: str) -> bool:
    """Whether it may be a line of such a head, or the mark above it."""
    return len(text) <= _LONGEST and bool(_LINE.fullmatch(text) or _MARK.fullmatch(text))


def is_quoted(text: str) -> bool:
    """Whether a mail was passed on in lines that begin with `>`: nearly all below the mark do."""
    if ">" not in text:
        return False
    lines = iter(LINE_END.split(text))
    if not any(len(line) <= _LONGEST and _MARK.fullmatch(line.strip()) for line in lines):
        return False
    below = [bool(QUOTE.match(line)) for line in lines if line.strip()]
    return len(below) >= _LEAST and sum(below) * 10 >= len(below) * 9


def verdicts_on(passages: Sequence[Passage], readers: Readers) -> Verdicts:
    """The head of a mail that was passed on is facts; what was written above it, when short, is no story."""
    found: Verdicts = {}
    start = 0
    last: Head | None = None
    for head in _heads(passages):
        above = range(start, head.start)
        words = _words_above(passages, start, head.start)
        # A story may quote a mail, and begins then as stories do.
        if not head.marked and (
            words > _SHORT or any(readers.states_something(passages[n].text) for n in above)
        ):
            break
        sure = words <= (_SHORT if head.marked else _SHORTER)
        found |= {n: Verdict("forwarder", 92 if sure else 70) for n in above}
        found |= {n: Verdict("forwarded-head", 95) for n in range(head.start, head.end)}
        start, last = head.end, head
    for number, (kind, value) in last.lines.items() if last else ():
        states: Stated = ()
        if kind == "from":
            states = _sender(value)
        elif kind == "subject" and (subject := _bare_subject(value)):
            states = (("title", subject),)
        elif kind == "date" and not (states := readers.date_line(value)):
            found[number] = Verdict("doubtful-date", 50)
        if states:
            found[number] = Verdict("forwarded-head", 95, states)
    return found


def _heads(passages: Sequence[Passage]) -> tuple[Head, ...]:
    """The heads at a text's beginning, one for each time it was passed on; the last is the first mail's."""
    found: list[Head] = []
    start, stop = 0, min(_WITHIN, len(passages))
    while head := _next(passages, start, stop):
        found.append(head)
        start, stop = head.end, min(head.end + _BETWEEN, len(passages))
    return tuple(found)


def _bare_subject(subject: str) -> str:
    """The subject without what mail programs put before it: `Fwd:`, `WG:`, `Re:`."""
    return _PASSED_ON.sub("", subject, count=1).strip() if _PASSED_ON.match(subject) else subject


def _sender(value: str) -> Stated:
    """Who sent it, by name or else by the host of the address, as its publisher; () for neither."""
    name = _ADDRESS.sub("", value).strip(" \"'<>[]()*;,")
    address = _ADDRESS.search(value)
    name = name or (address["host"] if address else "")
    return (("publisher", name),) if name else ()


def _words_above(passages: Sequence[Passage], first: int, end: int) -> int:
    """How many words stand in the passages from `first` up to `end`."""
    return sum(word_count(passage.text) for passage in passages[first:end])


def _next(passages: Sequence[Passage], start: int, stop: int) -> Head | None:
    for number in range(start, stop):
        text = passages[number].text
        if len(text) > _LONGEST or not (":" in text or "--" in text):
            continue
        marked = bool(_MARK.fullmatch(text))
        lines = _lines(passages, number + 1 if marked else number)
        kinds = {kind for kind, _ in lines.values()}
        whole = {"from", "date", "subject"} <= kinds
        if (marked and len(lines) > 1 and kinds & {"from", "subject"}) or (whole and len(lines) >= _LEAST):
            return Head(number, marked, lines)
    return None


def _lines(passages: Sequence[Passage], number: int) -> dict[int, tuple[str, str]]:
    """The lines of a head that begins there."""
    lines: dict[int, tuple[str, str]] = {}
    for place in range(number, len(passages)):
        text = passages[place].text
        found = _LINE.fullmatch(text) if len(text) <= _LONGEST else None
        if not found:
            break
        lines[place] = (next(kind for kind in _LABELS if found[kind]), found["value"].strip())
    return lines
