"""Single values and lists of words out of nodes, and the report of what is wrong with them.

Knows types, not what any key means; see `schema.py` for the rules and for everything with keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from msgspec import UNSET, UnsetType, inspect

from site_builder.days import read_date
from site_builder.nodes import Mapping, Node, Scalar, Sequence
from site_builder.problems import Level, Place, Problem, did_you_mean

INVALID: Final = UNSET  # what a reader gives when it has reported an error
Invalid: TypeAlias = UnsetType

_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")


class Report:
    """The problems of one reading.

    `unknown_key` is the level of a key that the type does not have. One that is near to a key of `grave`
    is an error in any case: what is read without it would be worse than nothing.
    """

    def __init__(self, unknown_key: Level = "error", grave: frozenset[str] = frozenset()) -> None:
        self.unknown_key: Level = unknown_key
        self.grave = grave
        self.problems: list[Problem] = []

    def add(self, place: Place, code: str, message: str, remedy: str = "", level: Level = "error") -> Invalid:
        """Note a problem. The result stands for the value where it cannot be read."""
        self.problems.append(Problem(level=level, code=code, place=place, message=message, remedy=remedy))
        return INVALID

    def mismatch(self, node: Node, wanted: str, remedy: str = "") -> Invalid:
        """Note that the node is not what was wanted."""
        return self.add(node.place, "wrong-type", f"expected {wanted}, found {_found(node)}", remedy)

    def second_name(self, first: Scalar, second: Scalar, meant: str) -> None:
        """Note that two keys of one mapping mean the same."""
        lines = f"lines {first.place.line} and {second.place.line}"
        message = f"'{first.text}' and '{second.text}' mean the same key, in {lines}"
        self.add(second.place, "duplicate-key", message, f"Keep one of the two, best as '{meant}'.")


Reader: TypeAlias = Callable[[Node, Report], Any]


def read_text(node: Node, report: Report) -> Any:
    """The text as typed."""
    if node.__class__ is Scalar:
        return node.text
    return report.mismatch(node, "text", "Put the value in quotes if its brackets or colons belong to it.")


def matching(pattern: str, hint: str) -> Reader:
    """Reads text in which the pattern is found; `hint` says what that means."""
    search = re.compile(pattern).search

    def read(node: Node, report: Report) -> Any:
        text = read_text(node, report)
        if text is INVALID or search(text):
            return text
        return report.add(node.place, "bad-value", f"'{text}' cannot stand here", hint)

    return read


def read_bool(node: Node, report: Report) -> Any:
    """True or False, from an unquoted word."""
    is_quoted = isinstance(node, Scalar) and node.quoted
    if isinstance(node, Scalar) and not is_quoted and node.text.lower() in _TRUTH:
        return _TRUTH[node.text.lower()]
    return report.mismatch(node, "true or false", "Take the quotes away." if is_quoted else "")


def whole_number(kind: inspect.IntType, hint: str) -> Reader:
    """Reads an unquoted integer of at most 18 digits, within the bounds of its kind."""
    low, high = kind.ge, kind.le
    bounds = "" if low is None or high is None else f" from {low} to {high}"

    def read(node: Node, report: Report) -> Any:
        if isinstance(node, Scalar) and not node.quoted and _INTEGER.fullmatch(node.text):
            number = int(node.text)
            if (low is None or number >= low) and (high is None or number <= high):
                return number
        return report.mismatch(node, f"a whole number{bounds}", hint)

    return read


def read_day(node: Node, report: Report) -> Any:
    """A calendar day."""
    if not isinstance(node, Scalar):
        return report.mismatch(node, "a date such as 2012-03-12")
    try:
        return read_date(node.text)
    except ValueError as error:
        return report.add(node.place, "bad-date", str(error), "Write a day as 2012-03-12.")


def choice_of(kind: inspect.LiteralType) -> Reader:
    """Reads one of the words of the kind."""
    choices = frozenset(str(value) for value in kind.values)
    wanted = one_of(choices)

    def read(node: Node, report: Report) -> Any:
        if isinstance(node, Scalar):
            if node.text in choices:
                return node.text
            return report.mismatch(node, wanted, did_you_mean(node.text, choices))
        return report.mismatch(node, wanted)

    return read


def one_of(choices: Iterable[str]) -> str:
    """Words to choose from, as a message has them: "'error', 'ignore' or 'warning'"."""
    return " or ".join(", ".join(f"'{word}'" for word in sorted(choices)).rsplit(", ", 1))


def words(split: str) -> Reader:
    """Reads a tuple of words; one text is one word, or is split at `split` where that is not ""."""

    def read(node: Node, report: Report) -> Any:
        if isinstance(node, Scalar):
            if split and split in node.text:
                parts = tuple(part for typed in node.text.split(split) if (part := typed.strip()))
                message = f"a text with '{split}' is read as a list of {len(parts)}"
                report.add(node.place, "text-as-list", message, f"Write  [{', '.join(parts)}]", "warning")
                return parts
            return (node.text,) if node.text.strip() else ()
        if isinstance(node, Mapping):
            return report.mismatch(node, "a list of words", "Write them in brackets, as in  [one, two].")
        items: tuple[Any, ...] = tuple(_word(item, report) for item in node.items)
        return INVALID if INVALID in items else items

    return read


def _word(node: Node, report: Report) -> Any:
    if isinstance(node, Scalar) and node.text.strip():
        return node.text
    remedy = "Write a word, or take the item out." if isinstance(node, Scalar) else ""
    return report.mismatch(node, "a word or words", remedy)


def _found(node: Node) -> str:
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "keys and values"
        case Scalar() if not node.text:
            return "nothing"
    shown = node.text if len(node.text) <= 40 else node.text[:39] + "…"
    return f"the text '{shown}'" if node.quoted else f"'{shown}'"
