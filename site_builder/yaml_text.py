"""Values as YAML that every reader takes for the same values. Knows nothing of what they are for.

A text stands without quotes only where readers of YAML 1.1 and 1.2 agree that it is that text: it
begins with a letter, holds no sign that means something there, and is none of the words that become
truth values or nothing.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from site_builder.texts import clean

_PLAIN = re.compile(r"[^\W\d_](?:[\w .,;!?()/'’“”&+%=–—-]|:(?=//))*(?<! )")
_PLAIN_IN_BRACKETS = re.compile(r"[^\W\d_][\w .;!()/'’“”&+%–—-]*(?<! )")
_MEANT_OTHERWISE = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_WIDTH = 80  # characters of a list on the line of its key
_STEP = "  "


def yaml_entries(values: Mapping[str, Any], indent: str = "") -> str:
    """Lines of `key: value`, in the mapping's order; each ends with a line feed.

    A value is text, a number, a truth value, None, a day, or a list, tuple or mapping of these. A day
    stands without quotes. Characters that no page may hold are left out of texts, as they are when a
    file is read (`texts.clean`). Raises TypeError for any other value, and ValueError for a number that
    is not finite.
    """
    return "".join(f"{indent}{_text(key, _PLAIN)}:{_after(value, indent)}" for key, value in values.items())


def _after(value: Any, indent: str) -> str:
    """What follows the colon of a key or the dash of an item."""
    inner = indent + _STEP
    if isinstance(value, Mapping) and value:
        return "\n" + yaml_entries(value, inner)
    if isinstance(value, list | tuple) and value:
        return _in_brackets(value) or "\n" + "".join(_item(item, inner) for item in value)
    return f" {_word(value)}\n"


def _item(value: Any, indent: str) -> str:
    if isinstance(value, Mapping) and value:
        return f"{indent}- " + yaml_entries(value, indent + _STEP).removeprefix(indent + _STEP)
    return f"{indent}-{_after(value, indent)}"


def _in_brackets(values: Sequence[Any]) -> str:
    """The list on one line; "" when it holds more than words or is too long for that."""
    if not all(isinstance(value, str) for value in values):
        return ""
    line = f" [{', '.join(_text(value, _PLAIN_IN_BRACKETS) for value in values)}]\n"
    return line if len(line) <= _WIDTH else ""


def _word(value: Any) -> str:
    match value:
        case str():
            return _text(value, _PLAIN)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            if not math.isfinite(value):
                raise ValueError(f"{value} cannot be written")
            return repr(value)
        case datetime.date():
            return str(value)
        case Mapping():
            return "{}"
        case list() | tuple():
            return "[]"
    raise TypeError(f"{type(value).__name__} cannot be written as YAML")


def _text(text: str, plain: re.Pattern[str]) -> str:
    text = clean(text)
    if plain.fullmatch(text) and text.lower() not in _MEANT_OTHERWISE:
        return text
    # Single quotes spare a reader the backslashes, but cannot hold a line end.
    if ('"' in text or "\\" in text) and "'" not in text and text.isprintable():
        return f"'{text}'"
    return f'"{text.translate(_ESCAPES)}"'
