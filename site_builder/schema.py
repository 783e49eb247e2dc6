"""Typed values out of nodes, with all problems at once. Knows types, not what any key means.

`reader(SomeStruct)` is compiled once; it is called for ten thousand files. The rules, for people
who type YAML by hand:

- text is the text that was typed: `no`, `010` and `12:30` need no quotes;
- `true`, `false`, `yes` and `no`, in any case and without quotes, are truth values where one is wanted;
- an empty value equals an absent key; so does `null` or `~` where no text could be meant;
- where a list of words is wanted, one word is a list of one. Where the field's type says so by
  `Meta(extra={"split": ","})`, one text is split at the sign, with a warning;
- where a record is wanted that needs one key at most, a word is the value of its first field;
- where a table of such records is wanted, a list of words is a table of records named so;
- where one of several records is wanted, a key of it says which.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from collections.abc import Mapping as AbstractMapping
from typing import Any

import msgspec
from msgspec import inspect

from site_builder.key_words import Meant, nearest_meant, question, word_meant
from site_builder.nodes import Mapping, Node, Scalar, Sequence, plain
from site_builder.problems import did_you_mean, is_slip, nearest
from site_builder.schema_values import (
    INVALID,
    Invalid,
    Reader,
    Report,
    choice_of,
    matching,
    one_of,
    read_bool,
    read_day,
    read_text,
    whole_number,
    words,
)

__all__ = ["INVALID", "Reader", "Report", "partial_reader", "reader"]


def reader(struct: type[msgspec.Struct], synonyms: AbstractMapping[str, str] | None = None) -> Reader:
    """A function that reads a node as `struct`, or gives INVALID after reporting why it cannot.

    A key that is unknown or there twice leaves the value whole, and only the report says so.
    `synonyms` maps other names of the struct's own keys to the names that are meant.
    The first call compiles it, which takes milliseconds, and raises TypeError for a field type that has
    no rule here.
    """
    return _late(lambda: _struct(_info(struct), struct, synonyms or {}))


def partial_reader(
    struct: type[msgspec.Struct],
    synonyms: AbstractMapping[str, str] | None = None,
    required: tuple[str, ...] = (),
    *,
    records: bool = False,
) -> Reader:
    """As `reader`, but what was typed and could be read comes as a dict.

    Whether anything else was wrong is for the report to say; the keys in `required` must be there. With
    `records` a record inside is there too without those of its fields that could not be read (a text that
    it needs is empty then), and a table without those of its records: the rest is checked in the same run.
    """
    return _late(lambda: _struct(_info(struct), None, synonyms or {}, required, partly=records))


def _late(compiled: Callable[[], Reader]) -> Reader:
    """A reader that is compiled when something is to be read: not every command reads everything."""
    once = functools.cache(compiled)
    return lambda node, report: once()(node, report)


@functools.cache
def _info(struct: type[msgspec.Struct]) -> inspect.StructType:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return info


def _reader(kind: inspect.Type, hint: str = "", split: str = "", *, partly: bool = False) -> Reader:
    match kind:
        case inspect.Metadata():
            hint = (kind.extra_json_schema or {}).get("description", hint)
            return _reader(kind.type, hint, (kind.extra or {}).get("split", split), partly=partly)
        case inspect.UnionType() if kind.includes_none and len(kind.types) == 2:
            meant = next(t for t in kind.types if not isinstance(t, inspect.NoneType))
            return _reader(meant, hint, split, partly=partly)
        case inspect.UnionType():
            kinds = [t for t in kind.types if isinstance(t, inspect.StructType) and t.tag_field]
            return _one_of(kinds)
        case inspect.AnyType():
            return lambda node, report: plain(node)
        case inspect.StrType():
            return matching(kind.pattern, hint) if kind.pattern else read_text
        case inspect.BoolType():
            return read_bool
        case inspect.IntType():
            return whole_number(kind, hint)
        case inspect.DateType():
            return read_day
        case inspect.LiteralType():
            return choice_of(kind)
        case inspect.VarTupleType(item_type=inspect.StrType()):
            return words(split)
        case inspect.VarTupleType():
            is_word = isinstance(kind.item_type, inspect.LiteralType)
            return _list(_reader(kind.item_type, partly=partly), _shape(kind.item_type), of_words=is_word)
        case inspect.DictType():
            return _table(kind, partly)
        case inspect.StructType():
            return _struct(kind, kind.cls, {}, partly=partly)
        case _:
            raise TypeError(f"no rule to read {kind}")


def _shape(item: inspect.Type) -> str:
    """How an item of a list is written: a record with the keys that it must have."""
    if not isinstance(item, inspect.StructType):
        return "Begin each item with a dash on a line of its own."
    keys = [field.encode_name for field in item.fields if field.required] or [item.fields[0].encode_name]
    return "\n".join(
        ["Write each with a dash before it:", f"  - {keys[0]}: …", *(f"    {k}: …" for k in keys[1:])]
    )


def _list(read_item: Reader, shape: str, *, of_words: bool) -> Reader:
    def read(node: Node, report: Report) -> Any:
        if of_words and isinstance(node, Scalar) and node.text:
            return report.mismatch(node, "a list", f"Write  [{node.text}]")
        if not isinstance(node, Sequence):
            return report.mismatch(node, "a list", shape)
        items = tuple(read_item(item, report) for item in node.items)
        return INVALID if INVALID in items else items

    return read


def _table(kind: inspect.DictType, partly: bool) -> Reader:
    read_value = _reader(kind.value_type, partly=partly)
    records = isinstance(kind.value_type, inspect.StructType | inspect.UnionType)
    named = isinstance(kind.value_type, inspect.StructType) and _has_short_form(kind.value_type)
    wanted = "keys and values" + (" or a list of different words" if named else "")

    def read(node: Node, report: Report) -> Any:
        if named and isinstance(node, Sequence):
            node = _named_by_its_items(node)
        if not isinstance(node, Mapping):
            return report.mismatch(node, wanted, "Write a name and a colon before each entry.")
        values = {}
        for name, (key, value) in node.entries.items():
            if records and not name.strip():
                values[name] = report.add(key.place, "wrong-type", "a key is empty", "Give it a name.")
                continue
            if records and isinstance(value, Scalar) and value.is_empty:
                value = Mapping(key.lines, key.start, key.end, {})
            values[name] = read_value(value, report)
        if partly:
            return {name: value for name, value in values.items() if value is not INVALID}
        return INVALID if INVALID in values.values() else values

    return read


def _one_of(kinds: list[inspect.StructType]) -> Reader:
    """Reads the record that its tag names."""
    readers = {str(kind.tag): _struct(kind, kind.cls, {}) for kind in kinds}
    tag_field = str(kinds[0].tag_field)
    listed = one_of(readers)

    def read(node: Node, report: Report) -> Any:
        if not isinstance(node, Mapping):
            return report.mismatch(node, "keys and values", f"Say first of what kind it is:  {tag_field}: …")
        if tag_field not in node.entries:
            place = msgspec.structs.replace(node.place, column=0)
            return report.add(place, "missing-key", f"'{tag_field}' is missing", f"It is {listed}.")
        tag = node.entries[tag_field][1]
        if not isinstance(tag, Scalar) or tag.text not in readers:
            remedy = did_you_mean(tag.text, readers) if isinstance(tag, Scalar) else ""
            return report.mismatch(tag, listed, remedy)
        others = {key: value for key, value in node.entries.items() if key != tag_field}
        return readers[tag.text](Mapping(node.lines, node.start, node.end, others), report)

    return read


def _named_by_its_items(node: Sequence) -> Node:
    entries: dict[str, tuple[Scalar, Node]] = {}
    for item in node.items:
        if not isinstance(item, Scalar) or item.text in entries:
            return node
        entries[item.text] = (item, item)
    return Mapping(node.lines, node.start, node.end, entries)


def _has_short_form(kind: inspect.StructType) -> bool:
    first, *others = kind.fields
    is_word = _is_word(first.type) or isinstance(_bare(first.type), inspect.LiteralType)
    return is_word and not any(field.required for field in others)


def _is_word(kind: inspect.Type) -> bool:
    return isinstance(_bare(kind), inspect.StrType)


def _bare(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind


def _is_text(kind: inspect.Type) -> bool:
    """Whether `null`, typed for a value of this kind, can be meant as the word."""
    match kind:
        case inspect.Metadata():
            return _is_text(kind.type)
        case inspect.UnionType():
            return any(_is_text(t) for t in kind.types)
        case inspect.VarTupleType():
            return isinstance(kind.item_type, inspect.StrType)
        case inspect.StructType():
            return _has_short_form(kind)
        case _:
            return isinstance(kind, inspect.StrType | inspect.AnyType)


def _struct(
    kind: inspect.StructType,
    make: Callable[..., Any] | None,
    synonyms: AbstractMapping[str, str],
    required: tuple[str, ...] | None = None,
    *,
    partly: bool = False,
) -> Reader:
    fields = {
        field.encode_name: (field.name, _reader(field.type, partly=partly), _is_text(field.type))
        for field in kind.fields
    }
    own = tuple(fields)
    fields |= {other: fields[name] for other, name in synonyms.items()}
    if required is None:
        required = tuple(field.name for field in kind.fields if field.required)
    first = kind.fields[0].encode_name if make and _has_short_form(kind) else ""
    wanted = "keys and values" + (" or text" if first else "")
    needed = frozenset(required)
    texts = {field.name: "" for field in kind.fields if field.required and _is_word(field.type)}

    def read(node: Node, report: Report) -> Any:
        if first and isinstance(node, Scalar):
            node = Mapping(node.lines, node.start, node.end, {first: (node, node)})
        if not isinstance(node, Mapping):
            wrong = report.mismatch(
                node, wanted, f"Write a key on each line, such as  {kind.fields[0].encode_name}: …"
            )
            return make() if partly and make and not required else wrong
        values: dict[str, Any] = {}
        for typed, (key, value) in node.entries.items():
            if typed not in fields:
                _unknown(kind.cls.__name__, key, value, own, synonyms, report)
                continue
            name, read_value, is_text = fields[typed]
            if (
                value.__class__ is Scalar
                and not value.quoted
                and (not value.text or (not is_text and value.is_null))
            ):
                continue
            if name in values:
                first_key = next(k for k, _ in node.entries.values() if synonyms.get(k.text, k.text) == name)
                report.second_name(first_key, key, name)
                continue
            values[name] = read_value(value, report)
        for name in required:
            if _is_blank(values.get(name)):
                values[name] = _missing(node, name, report)
        good = {name: value for name, value in values.items() if value is not INVALID}
        if make is None:
            return good
        if partly:
            good = {**texts, **good}
        whole = good.keys() >= (needed if partly else values.keys())
        return make(**good) if whole else INVALID

    return read


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _missing(node: Mapping, name: str, report: Report) -> Invalid:
    if name in node.entries:
        place, message = node.entries[name][0].place, f"'{name}' is empty"
    else:
        # Nothing can be underlined, so only the line is named in which the missing key's neighbours begin.
        place, message = msgspec.structs.replace(node.place, column=0), f"'{name}' is missing"
    return report.add(place, "missing-key", message, f"Write  {name}: …")


def _unknown(
    record: str,
    key: Scalar,
    value: Node,
    own: tuple[str, ...],
    synonyms: AbstractMapping[str, str],
    report: Report,
) -> None:
    """What the word is known to be written for is proposed, else what is spelt nearly so.

    Of the names of one key, the struct's own is proposed where it is near.
    """
    free = "Free data goes under `extra`." if "extra" in own else f"Known keys: {', '.join(own)}."
    meant = word_meant(record, key.text, value.text if isinstance(value, Scalar) else "…")
    if meant is None:
        near = (nearest(key.text, names) for names in (own, synonyms))
        meant = Meant(nearest_meant(record, key.text, next((n for n in near if is_slip(key.text, n)), "")))
    asked = question(meant.key) if meant.key else ""
    message = f"key '{key.text}' is not known"
    if synonyms.get(meant.key, meant.key) in report.grave and not meant.is_harmless:
        kept_back = "Without it more would be shown than may be."
        remedy = " ".join(filter(None, (asked, kept_back, meant.advice or free)))
        report.add(key.place, "misspelt-key", message, remedy)
    else:
        remedy = " ".join(filter(None, (asked, meant.advice))) or free
        report.add(key.place, "unknown-key", message, remedy, report.unknown_key)
