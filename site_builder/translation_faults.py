"""What is wrong with one translation beside its English text: places for values, elements of HTML.

Knows a key and the text written for it; which messages layouts ask for it is not told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from site_builder.nodes import Mapping as Keys
from site_builder.nodes import Node, Scalar
from site_builder.problems import did_you_mean
from site_builder.schema import Report
from site_builder.translation import PLACE, Message, english_of

_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)[^<>]*>")
_NUMBER = "count"  # the place of a message's own number
_IN_WORDS = ("zero", "one", "two")  # forms in which a word, or nothing, may say the number


def check_translation(key: str, node: Node, message: Message, report: Report) -> None:
    """Adds to the report what a translation has more or less than the English text: values and elements.

    Of a message with plural forms each is looked at; those of no, one and two may leave their number out.
    """
    english = english_of(key)
    needed = PLACE.findall(english)
    known = needed + [_NUMBER] * isinstance(message, dict)
    for form, value in _texts(node):
        if check_filled(value, value.text, known, report):
            free = (_NUMBER,) if form in _IN_WORDS else ()
            _check_missing(value, [name for name in needed if name not in free], report)
        _check_elements(value, english, report)


def check_filled(node: Node, text: str, known: Collection[str], report: Report) -> bool:
    """Whether a text has only places that are known, and none that is broken; if not the report has it."""
    for name in PLACE.findall(text):
        if name not in known:
            remedy = did_you_mean(name, known) or (
                f"It has {_listed(known)}." if known else "The English text has none."
            )
            report.add(node.place, "bad-translation", f"there is no value {{{name}}} for this text", remedy)
            return False
    rest = PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        remedy = "A place for a value is its name between { and }, such as {count}."
        report.add(node.place, "bad-translation", "a place for a value is broken", remedy)
        return False
    return True


def _texts(node: Node) -> Iterator[tuple[str, Scalar]]:
    """Each text of a translation, with its plural form or none."""
    if isinstance(node, Scalar):
        yield "", node
    elif isinstance(node, Keys):
        yield from ((name, value) for name, (_, value) in node.entries.items() if isinstance(value, Scalar))


def _check_missing(node: Scalar, needed: Iterable[str], report: Report) -> None:
    missing = [name for name in dict.fromkeys(needed) if f"{{{name}}}" not in node.text]
    if node.text and missing:
        shown = _listed(missing)
        message = f"{shown} of the English text {'is' if len(missing) == 1 else 'are'} missing"
        remedy = f"Write {shown} where the value is to stand: without it readers do not see it."
        report.add(node.place, "bad-translation", message, remedy)


def _check_elements(node: Scalar, english: str, report: Report) -> None:
    tags, wanted = _TAG.findall(node.text), _TAG.findall(english)
    if not wanted:
        if tags:
            message = f"the English text has no <{tags[0][1]}>, so that its signs would be shown as they are"
            report.add(node.place, "bad-translation", message, "Take it out: only words stand here.")
        return
    if not node.text:
        return
    there, asked = Counter(tags), Counter(wanted)
    remedy = f"Write the elements as in the English text: {english}"
    if lost := [tag for tag in wanted if there[tag] < asked[tag]]:
        message = f"<{''.join(lost[0])}> of the English text is missing"
        report.add(node.place, "bad-translation", message, remedy)
    elif added := [tag for tag in tags if there[tag] > asked[tag]]:
        message = f"the English text has no {'further ' * (added[0] in asked)}<{''.join(added[0])}>"
        report.add(node.place, "bad-translation", message, remedy)
    elif not _nested(tags):
        report.add(node.place, "bad-translation", "an element is closed before it is opened", remedy)


def _nested(tags: Iterable[tuple[str, str]]) -> bool:
    """Whether each element is closed, and by the sign of its own name."""
    opened: list[str] = []
    for slash, name in tags:
        if not slash:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))
