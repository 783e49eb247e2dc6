"""Tells the dump of a whole page from a text that was typed or extracted, and finds its story.

A dump is known by what an article does not have: many short lines that are no sentences, outside of its
one block of prose, and a page's words among them. The block is the run of passages with the greatest sum
of weights, sentences weighing for it and all else against it (maximum subsequence segmentation: Pasternack
and Roth, Extracting Article Text from the Web, WWW 2009; here with weights that are rules, not learned).
Knows no furniture but by what a caller says, and no field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate

from msgspec import Struct

from site_builder.importing.plain.passages import Passage, word_count

_LONGEST_SENTENCE = 60  # words that a passage counts for at most, or one long notice outweighs a story
_LINE = -14  # weight of a line that is no sentence
_LONG_LINE = -8  # of one with ten words or more, such as a subheading or an item of a list
_HEAD = 12  # lines from a headline to its first sentence at most; they weigh half: authors, dates, buttons
_FURNITURE = -25
_WALL = -70  # what stands over comments and teasers: a story does not go on behind it for two sentences
_HEADLINE = 100  # what a story gains at most by standing under the headline that the page's title names
_LEAST_OUTSIDE = 12  # lines that are no sentences around the block; an article has fewer
_MANY_LABELS = 25  # lines of at most three words that make one sign of a page enough
_LEAST_STORY = 40  # words; where no block has as many, nothing is known

_ENDS = re.compile(r"[.!?…:;。！？।۔؟][\"'”’»)\]」』]*$")
_STOPS = re.compile(r"[.!?,;:…。、，！？।۔؟،](?:[\"'”’»)\]」』\s]|$)|[。、，！？]")
_WALL_LINE = re.compile(
    r"(?:(?:view|show|hide|read|see|load|post|add|leave)\s(?:all\s|the\s|your\s|a\s)?)?(?:\d+\s)?"
    r"(?:comments?|repl(?:y|ies)|responses?|commentaires?|kommentare?|coment[aá]rios?|commenti|reacties)"
    r"(?:\s\(?\d+\)?)?\W*"
    r"|(?:most|more)\s(?:popular|read|viewed|shared|stories|news|articles|posts|headlines)\b.{0,40}"
    r"|more\s(?:from|in|on|about)\b.{0,40}|trending(?:\snow)?|recommended(?:\s(?:for you|stories|videos))?"
    r"|related(?:\s(?:articles?|stories|posts?|content|news|topics|coverage))?\W*"
    r"|you\s(?:may|might)\s(?:also\s)?(?:like|be interested).{0,30}|read\s(?:next|more)"
    r"|(?:previous|next)\s(?:post|article|story)|about\sthe\sauthor|tags?|filed\sunder.{0,60}"
    r"|popular(?:\s(?:posts|now|stories|articles))?|latest(?:\s(?:news|stories|posts|articles|headlines))?"
    r"|recent\s(?:posts|comments|articles|news)|leave\sa\s(?:reply|comment)|join\sthe\sconversation"
    r"|sponsored(?:\scontent|\sstories)?|promoted\sstories|newsletters?(?:\ssign.?up)?|follow\sus"
    r"|tell\sus\swhat\syou\sthink\W*|around\sthe\sweb|from\sour\spartners|in\sother\snews|top\sstories",
    re.IGNORECASE,
)
_PAGE_WORD = re.compile(
    r"home|menu|search|sign (?:in|up|out)|log ?(?:in|out)|register|subscribe|contact(?: us)?|about(?: us)?"
    r"|privacy(?: policy| notice)?|terms(?: of (?:use|service))?|terms (?:and|&) conditions"
    r"|cookies?(?: policy)?"
    r"|advertis(?:e|ing)(?: with us)?|skip to .{1,30}|facebook|twitter|instagram|youtube|rss(?: feeds?)?"
    r"|newsletters?|site ?map|careers|jobs|faqs?|help|my account|share|tweet|e?-?mail|print|archives?|login"
    r"|startseite|impressum|datenschutz|kontakt|inicio|contacto|contato|in[ií]cio|accueil"
    r"|contactez-nous|quem somos"
    r"|pol[ií]tica de privacid(?:ad|ade)|chi siamo|over ons|главная|поиск|контакты|о нас|войти"
    r"|首页|登录|联系我们|ホーム|検索|お問い合わせ|プライバシーポリシー|로그인|الرئيسية|اتصل بنا|من نحن"
    r"|(?:copyright )?©.{0,200}|.{0,100}all rights reserved.{0,60}",
    re.IGNORECASE,
)


class Shape(Struct, frozen=True):
    """What a text is, and where its story stands."""

    dump: bool  # whether a whole page was dumped; otherwise all of the text is the article's
    start: int = 0  # number of the story's first passage, perhaps its headline
    end: int = 0  # number after its last
    headline: bool = False  # whether the first passage is the headline that the page's title names


def shape_of(passages: Sequence[Passage], furniture: Collection[int]) -> Shape:
    """Whether the passages are the dump of a page, and the story's run among them.

    `furniture` holds the numbers of the passages that are known to be none of the story. Of runs that
    weigh the same the first is taken.
    """
    weights = _weights(passages, furniture)
    headlines = frozenset(_headlines(passages))
    start, end = _heaviest(weights, headlines)
    outside = [n for n in range(len(passages)) if not start <= n < end]
    lines = sum(weights[n] < 0 for n in outside)
    if lines < _LEAST_OUTSIDE or sum(w for w in weights[start:end] if w > 0) < _LEAST_STORY:
        return Shape(False)
    words = {passages[n].text.lower() for n in outside if len(passages[n].text) <= 200}
    signs = sum(1 for word in words if _PAGE_WORD.fullmatch(word))
    short = sum(weights[n] < 0 and word_count(passages[n].text) <= 3 for n in outside)
    return Shape(signs >= 2 or (signs == 1 and short >= _MANY_LABELS), start, end, start in headlines)


def _weights(passages: Sequence[Passage], furniture: Collection[int]) -> list[int]:
    times = Counter(p.text for p in passages)
    weights = []
    for number, passage in enumerate(passages):
        text = passage.text
        words = word_count(text)
        if not any(map(str.isalnum, text)):
            weight = 0
        elif number in furniture:
            weight = _FURNITURE
        elif len(text) <= 80 and _WALL_LINE.fullmatch(text):
            weight = _WALL
        elif not is_sentence(text, words):
            weight = _LONG_LINE if words >= 10 else _LINE
        else:
            weight = min(words, _LONGEST_SENTENCE) if times[text] == 1 else 0
        weights.append(weight)
    return weights


def _headlines(passages: Sequence[Passage]) -> list[int]:
    """Where the headline stands that the page's title, its first line, begins with."""
    if not passages:
        return []
    title = _plain(passages[0].text)
    begin = title[:1]
    return [
        number
        for number, passage in enumerate(passages)
        if number
        and 15 <= len(text := passage.text) <= 300
        # Nearly all begin with another letter, and need not be made plain.
        and (not text[0].isalnum() or text[0].lower()[0] == begin)
        and title.startswith(_plain(text))
    ]


def is_sentence(text: str, words: int) -> bool:
    """Whether a passage reads as one sentence or more, and not as a label, a list of tags or a table."""
    if words >= 25:
        return len(_STOPS.findall(text)) * 40 >= words
    return words >= 4 and bool(_ENDS.search(text))


def _heaviest(weights: Sequence[int], headlines: Collection[int]) -> tuple[int, int]:
    """The run with the greatest sum, from its first number to that after its last."""
    sums = [0, *accumulate(weights)]
    # The best end of every start: where the sums are greatest from there on.
    ends = [len(weights)] * len(sums)
    for number in range(len(weights) - 1, -1, -1):
        ends[number] = number if sums[number] >= sums[ends[number + 1]] else ends[number + 1]
    best, found = 0, (0, 0)
    for start in range(len(weights)):
        behind = range(start + 1, min(start + _HEAD, len(weights))) if start in headlines else ()
        for first in (start, *(n for n in behind if weights[n] > 0)):
            end = ends[first + 1]
            run = sums[end] - sums[first]
            bonus = min(_HEADLINE, run) + (sums[first] - sums[start]) // 2 if first > start else 0
            if run + bonus > best:
                best, found = run + bonus, (start, end)
    return found


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
