"""Words, sentences and the cuts between them. Knows no HTML and nothing of rights' origin.

Works on the tokens of a parsed Markdown text, so that a cut never falls inside markup. A leaf is a
token that bears text: a paragraph's, heading's or table cell's inline token, or a block of code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

SUMMARY_CHARACTERS = 240
SUMMARY_SENTENCES = 2

# Scripts that put no space between words: each character counts as a word, or five where they spell
# words with letters, so that a limit in words limits these texts too.
_IDEOGRAPHS = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_DASHES = "—–/…"
_BREAK = rf"\s{_DASHES}"
_WORD = re.compile(rf"\w[^{_BREAK}]*")
# Bytes for `count_words`: a space where words part, a "w" for each byte of a letter or digit.
_ANY = ("utf-8", "surrogatepass")
_ASCII = bytes(range(128))
_SPACED = bytes(
    [0x20 if code < 128 and (chr(code).isspace() or chr(code) in _DASHES) else 0x77 for code in range(256)]
)
_ASCII_SIGNS = bytes(
    [code for code in _ASCII if _SPACED[code] == 0x77 and not (chr(code).isalnum() or code == 0x5F)]
)
_MOST_SIGNS = 30  # other signs than those of ASCII, each of which costs a look through the text
# Vowel signs and accents are no letters to `re`, though they stand inside words of many scripts.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0981-\u09e3\u0a01-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd"
    "\u0f71-\u0fbc\u102b-\u103e\u17b4-\u17d3"
)
_LETTERS = re.compile(rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*")

_SENTENCE_END = re.compile(
    r"""[.!?…؟۔।॥]+["'”’»›)\]]*(?=\s)"""  # the signs of spaced scripts need a space after them
    r"""|[。！？｡]+["'”’」』）】]*"""
)
_OPENING = "\"'“”‘’«»„‚([{‹›¿¡"
_ABBREVIATIONS = frozenset(
    """
    adm apr approx aug bzw ca capt cf cmdr co col corp cpl dec dept dr est feb fig fr gen gov hon
    hr inc jan jr jul jun lt ltd maj messrs mme mr mrs ms mt no nos nov nr oct pvt prof rep res
    rev sec sen sep sept sgt sr sra st vol vs г гг им млн млрд руб тыс ул
    """.split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")  # U.N, e.g, J
_LEAVES = frozenset({"inline", "fence", "code_block"})
_TEXTS = frozenset({"text", "code_inline"})
_LINE_ENDS = frozenset({"softbreak", "hardbreak"})


def count_words(text: str) -> int:
    """How many words `text` has: runs between spaces and dashes that hold a letter or digit.

    Of scripts without spaces, an ideograph is a word, and so are five letters of Thai, Lao, Burmese
    or Khmer.
    """
    data = text.encode(*_ANY)
    if len(data) > len(text):
        rest = data.translate(None, _ASCII).decode(*_ANY)
        signs = [sign for sign in set(rest) if not sign.isalnum()]
        if len(signs) > _MOST_SIGNS or _is_unspaced(rest):
            return len(_word_pattern(text).findall(text))
        for sign in signs:
            parts = sign in _DASHES or sign.isspace()
            data = data.replace(sign.encode(*_ANY), b" " if parts else b"")
    # As many as `_WORD` finds, in a quarter of the time: with signs left out, a word begins behind a space.
    return (b" " + data).translate(_SPACED, _ASCII_SIGNS).count(b" w")


def terms_of(text: str) -> frozenset[str]:
    """The casefolded words of at least three letters in `text`, in any script."""
    once = " ".join(set(text.casefold().split()))  # half of a text's words repeat
    return frozenset([word for word in _LETTERS.findall(once) if len(word) > 2])


def sentence_ends(text: str) -> Iterator[int]:
    """The offsets in `text` behind each of its sentences; the last is the end of the text.

    A full stop ends no sentence after a known abbreviation (Gen.), an initial or initials (J., U.N.);
    nor does any sign before a lower-case letter. In doubt two sentences count as one.
    """
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        rest = text[end : end + 20].lstrip().lstrip(_OPENING)
        if rest[:1].islower():
            continue
        if match[0].rstrip("\"'”’»›)]") == "." and _is_abbreviated(text, match.start()):
            continue
        if end < len(text):
            yield end
    if text:
        yield len(text)


def child_text(child: Token) -> str:
    """The plain text of an inline token: a line's end counts as a space, pictures and tags as nothing."""
    kind = child.type
    return child.content if kind in _TEXTS else " " if kind in _LINE_ENDS else ""


def leaf_text(leaf: Token) -> str:
    """The plain text of a leaf. Pictures, footnote numbers and raw tags have none."""
    children = leaf.children
    if children is None:
        return leaf.content
    if len(children) == 1:
        return child_text(children[0])
    return "".join([child_text(child) for child in children])


def plain_text(tokens: Sequence[Token]) -> str:
    """The plain text of all leaves, one per line."""
    return "\n".join([leaf_text(token) for token in tokens if token.type in _LEAVES])


def cut_after(tokens: Sequence[Token], limit: int) -> list[Token]:
    """The first whole sentences of `tokens` whose words number at most `limit`, with their markup.

    When even the first sentence is longer, its first `limit` words and an ellipsis. Blocks of code and
    tables are kept whole or not at all. What comes after the last kept sentence goes, pictures and
    headings too, and every footnote.
    """
    left = limit
    last = -1  # the last kept leaf that has words and is no heading
    shortened: list[Token] | None = None  # the children of that leaf when only part of it is kept
    for index, token in enumerate(tokens):
        if token.type == "footnote_block_open" or (
            token.type == "table_open" and _words_of_table(tokens, index) > left
        ):
            break
        if token.type not in _LEAVES:
            continue
        text = leaf_text(token)
        words = count_words(text)
        if words > left:
            shortened = _shortened(token, text, left, at_least_part=last < 0)
            last = index if shortened else last
            break
        left -= words
        if words and tokens[index - 1].type != "heading_open":
            last = index
    return _without_footnotes(_cut(tokens, last, shortened))


def summarise(tokens: Sequence[Token]) -> str:
    """The first sentences of the paragraphs in `tokens`: at most two, in at most 240 characters.

    When even the first sentence is longer, its beginning up to a word's end, and an ellipsis.
    """
    text = ""
    ends: list[int] = []
    for passage in paragraphs(tokens):
        text = f"{text} {passage}".lstrip()
        start = len(text) - len(passage)
        ends.extend(start + end for end in sentence_ends(passage[: 2 * SUMMARY_CHARACTERS]))
        if len(ends) >= SUMMARY_SENTENCES or len(text) > SUMMARY_CHARACTERS:
            fitting = [end for end in ends[:SUMMARY_SENTENCES] if end <= SUMMARY_CHARACTERS]
            return text[: fitting[-1]] if fitting else _clipped(text)
    return text


def paragraphs(tokens: Sequence[Token]) -> Iterator[str]:
    """The plain text of each paragraph before the footnotes, on one line; those without text are left out."""
    for index, token in enumerate(tokens):
        if token.type == "footnote_block_open":
            return
        if token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            text = " ".join(leaf_text(token).split())
            if text:
                yield text


def _word_pattern(text: str) -> re.Pattern[str]:
    return _word_of_any_script() if _is_unspaced(text) else _WORD


def _is_unspaced(text: str) -> bool:
    """Whether some of the text is in a script that puts no space between words."""
    # Between these stand the signs that are in most texts: general punctuation, currencies, arrows.
    if not any("\u0e00" <= sign < "\u2000" or sign >= "\u3000" for sign in set(text)):
        return False
    return _any_unspaced().search(text) is not None


@cache
def _any_unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_IDEOGRAPHS}{_UNSPACED}]")


@cache
def _word_of_any_script() -> re.Pattern[str]:
    """Equal to `_WORD` where no unspaced script occurs, and half as fast."""
    return re.compile(
        rf"[{_IDEOGRAPHS}]|[{_UNSPACED}]{{1,5}}"
        rf"|[^\W{_IDEOGRAPHS}{_UNSPACED}][^{_BREAK}{_IDEOGRAPHS}{_UNSPACED}]*"
    )


def _is_abbreviated(text: str, stop: int) -> bool:
    """Whether the full stop at offset `stop` belongs to an abbreviation."""
    before = text[max(0, stop - 20) : stop].split()
    word = before[-1].lstrip(_OPENING) if before and not text[stop - 1].isspace() else ""
    return word.casefold() in _ABBREVIATIONS or bool(_INITIALS.fullmatch(word))


def _words_of_table(tokens: Sequence[Token], opening: int) -> int:
    words = 0
    for token in tokens[opening:]:
        if token.type == "table_close":
            break
        words += count_words(leaf_text(token)) if token.type in _LEAVES else 0
    return words


def _shortened(leaf: Token, text: str, limit: int, *, at_least_part: bool) -> list[Token] | None:
    """The children of a leaf's first sentences of at most `limit` words; None when none fits."""
    if not leaf.children or not limit:
        return None
    words = [match.span() for match in _word_pattern(text).finditer(text)]
    end = max((end for end in sentence_ends(text) if end <= words[limit][0]), default=0)
    if end:
        return list(_kept_children(leaf.children, end))
    if not at_least_part:
        return None
    end = _grapheme_end(text, words[limit - 1][1])
    kept = list(_kept_children(leaf.children, len(text[:end].rstrip(",;:.-–—"))))
    return [
        *kept,
        leaf.children[0].copy(type="text", tag="", nesting=0, attrs={}, content="…", children=None),
    ]


def _kept_children(children: Sequence[Token], end: int) -> Iterator[Token]:
    """The inline tokens of the first `end` characters of their text, and what closes those left open."""
    left = end
    dropped_open = 0
    for child in children:
        if left > 0:
            text = child_text(child)
            yield child if len(text) <= left else child.copy(content=text[:left])
            left -= len(text)
        elif child.nesting == 1:
            dropped_open += 1
        elif child.nesting == -1:
            if dropped_open:
                dropped_open -= 1
            else:
                yield child


def _cut(tokens: Sequence[Token], last: int, children: Sequence[Token] | None) -> Iterator[Token]:
    """The tokens up to the leaf at `last`, that one with other children if given, and what closes them."""
    if last < 0:
        return
    dropped_open = 0
    for index, token in enumerate(tokens):
        if index < last:
            yield token
        elif index == last:
            yield token if children is None else token.copy(children=list(children))
        elif token.nesting == 1:
            dropped_open += 1
        elif token.nesting == -1:
            if dropped_open:
                dropped_open -= 1
            else:
                yield token


def _without_footnotes(tokens: Iterator[Token]) -> list[Token]:
    return [
        token
        if not token.children or all(child.type != "footnote_ref" for child in token.children)
        else token.copy(children=[child for child in token.children if child.type != "footnote_ref"])
        for token in tokens
    ]


def _clipped(text: str) -> str:
    """`text` cut to a summary's length: behind a word where there are spaces, never inside a character."""
    room = text[: SUMMARY_CHARACTERS - 1]
    if not text[SUMMARY_CHARACTERS - 1].isspace():
        space = room.rfind(" ")
        room = room[:space] if space > SUMMARY_CHARACTERS // 2 else text[: _grapheme_start(text, len(room))]
    return room.rstrip(" ,;:.-–—") + "…"


def _joins(text: str, offset: int) -> bool:
    """Whether the characters before and after `offset` make one: an accent, a flag, a joined emoji."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff":
        flags = re.search("[\U0001f1e6-\U0001f1ff]*$", text[:offset])
        return bool(flags and len(flags[0]) % 2)
    joined = unicodedata.category(after)[0] == "M" or after in "\u200d\ufe0f" or before == "\u200d"
    return joined or "\U0001f3fb" <= after <= "\U0001f3ff" or "\u1160" <= after <= "\u11ff"


def _grapheme_end(text: str, offset: int) -> int:
    while _joins(text, offset):
        offset += 1
    return offset


def _grapheme_start(text: str, offset: int) -> int:
    while _joins(text, offset):
        offset -= 1
    return offset
