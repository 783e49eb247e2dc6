"""The bytes of a source file as clean text. Knows nothing of what the text is for.

Text that cannot be read as UTF-8 is an error with a guess at what it is; characters that no page may
hold are left out with one warning.
"""

from __future__ import annotations

import re
import unicodedata

from site_builder.problems import Place, Problem

# Controls but for tab and line ends, the separators U+2028 and U+2029, characters that reorder the text
# around them (as in the Trojan Source attack), lone surrogates, stray byte order marks, non-characters.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PLAIN_BYTES = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_SEPARATORS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")  # words must not grow together
_HIGH_BYTES_OF_WINDOWS_1252 = frozenset(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_LANGUAGE = re.compile(  # language, script, region, variants
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*", re.IGNORECASE
)
_SENTENCE = 3  # words from which a title is more than names
_SAVE_AS_UTF8 = "Open it in an editor and save it with the encoding UTF-8"
_COUNTRIES = {  # by the likely subtags of CLDR, for languages in which most news is written
    pair[:2]: pair[3:]
    for pair in (
        "ar_EG bg_BG bn_BD cs_CZ da_DK de_DE el_GR en_US es_ES fa_IR fi_FI fr_FR he_IL hi_IN hu_HU id_ID"
        " it_IT ja_JP ko_KR nl_NL no_NO pl_PL ps_AF pt_BR ro_RO ru_RU sv_SE sw_TZ th_TH tr_TR uk_UA ur_PK"
        " vi_VN zh_CN"
    ).split(" ")
}


def decode(data: bytes, source: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file without a byte order mark and unwanted characters, and what is wrong with it.

    None, with an error, where the bytes are not UTF-8. `source` is the file's name for people. Line
    ends stay as they are.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return None, (_not_text(data, error.start, source),)
    if data.count(0) * 8 > len(data):  # UTF-16 without its mark decodes as UTF-8: every second byte is 0
        return None, (_not_text(data, data.index(0), source),)
    # Most bytes of most texts are plain letters, and bytes are left out faster than characters are judged.
    if not find_unwanted(data.translate(None, _PLAIN_BYTES).decode()):
        return text, ()
    return clean(text), (_left_out(text, source),)


def clean(text: str) -> str:
    """The text without unwanted characters; those that part words become spaces."""
    return UNWANTED.sub(lambda found: " " if found[0] in _SEPARATORS else "", text)


def find_unwanted(text: str) -> re.Match[str] | None:
    """The first character of the text that no page may hold; see `UNWANTED`."""
    # All that is unwanted is unprintable, and this is three times faster for the usual text.
    return None if text.replace("\n", " ").isprintable() else UNWANTED.search(text)


def fold_name(name: str) -> str:
    """The form in which names are compared: NFC, case folded, spaces, hyphens and underscores alike."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return " ".join(folded.replace("-", " ").replace("_", " ").split())


def name_of(character: str) -> str:
    """A character as text for people, such as "U+202E (right-to-left override)"."""
    name = unicodedata.name(character, "control character" if ord(character) < 0xA0 else "not a character")
    return f"U+{ord(character):04X} ({name.lower()})"


def _left_out(text: str, source: str) -> Problem:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [(number, match) for number, line in enumerate(lines, 1) for match in UNWANTED.finditer(line)]
    number, first = found[0]
    message = f"{name_of(first[0])} is left out"
    if len(found) > 1:
        numbers = sorted({line for line, _ in found})
        shown = ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
        more = f"are {len(found) - 1} more unwanted characters" if len(found) > 2 else "is one more"
        message += f", as {more}; line{'s' * (len(numbers) > 1)} {shown}"
    place = Place(source, number, first.start() + 1, 1, clean(lines[number - 1]))
    remedy = "Delete what cannot be seen; it came along when the text was copied."
    return Problem(level="warning", code="control-character", place=place, message=message, remedy=remedy)


def _not_text(data: bytes, offset: int, source: str) -> Problem:
    kind, remedy = _guess(data)
    line = data.count(b"\n", 0, offset) + 1
    message = f"the file is not UTF-8: byte 0x{data[offset]:02X} at offset {offset}; it looks like {kind}"
    return Problem(code="not-utf8", place=Place(source, line), message=message, remedy=remedy)


def _guess(data: bytes) -> tuple[str, str]:
    """What bytes that are not UTF-8 may be, and how to go on."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _zeros_alternate(data):
        return "UTF-16", f"{_SAVE_AS_UTF8}, or run: iconv -f UTF-16 -t UTF-8 OLD > NEW"
    if 0 in data:
        return "no text at all", "Move it out of the folder, or give it the ending that its kind has."
    high = frozenset(data) & frozenset(range(0x80, 0xA0))
    if high and high <= _HIGH_BYTES_OF_WINDOWS_1252:
        name, code = "Windows-1252", "WINDOWS-1252"
    elif high:
        name, code = "no common encoding", ""
    else:
        name, code = "Latin-1 or Windows-1252", "WINDOWS-1252"
    return (
        name,
        f"{_SAVE_AS_UTF8}, or run: iconv -f {code} -t UTF-8 OLD > NEW" if code else f"{_SAVE_AS_UTF8}.",
    )


def _zeros_alternate(data: bytes) -> bool:
    even, odd = data[::2].count(0), data[1::2].count(0)
    return min(even, odd) * 8 < max(even, odd) and max(even, odd) * 4 > len(data)


def is_language_tag(text: str) -> bool:
    """Whether a text has the shape of a BCP 47 tag (RFC 5646, section 2.1) short of its extensions."""
    return bool(_LANGUAGE.fullmatch(text))


def better_language_tag(text: str) -> str:
    """What to write where a text is no language tag, as a sentence."""
    dashed = text.replace("_", "-")
    better = dashed if is_language_tag(dashed) else "en, ar, pt-BR or zh-Hant"
    return f"Write a tag of BCP 47, such as {better}."


def direction(lang: str) -> str:
    """`rtl` or `ltr` for a language tag."""
    return "rtl" if lang.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def locale(lang: str) -> str:
    """A language tag as Open Graph has it, `pt_BR`; of a language alone with the country where most speak it.
    "" where no country is told or known.
    """
    language, *others = lang.split("-")
    told = next((part for part in others if len(part) == 2), _COUNTRIES.get(language.lower(), ""))
    return f"{language.lower()}_{told.upper()}" if told else ""


def runs_from_right(text: str) -> bool:
    """Whether most letters of a text are of scripts that are written from right to left (UAX #9)."""
    if text.isascii():
        return False
    kinds = [unicodedata.bidirectional(char) for char in text]
    return sum(kind in {"R", "AL"} for kind in kinds) > kinds.count("L")


def runs_from_left(text: str) -> bool:
    """Whether a text has three words or more, and no letter of a script that is written from right to left:
    a name or two may stand by themselves in any language.
    """
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return len(words) >= _SENTENCE and all(
        unicodedata.bidirectional(char) not in {"R", "AL"} for char in text
    )
