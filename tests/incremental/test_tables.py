"""A table is a dictionary that outlives its process, however little of it is read."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.incremental.store import Store
from site_builder.incremental.tables import BUCKETS, Table
from site_builder.incremental.values import Damaged

NAMES = [f"{number}.md" for number in range(12)]
CHANGES = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(NAMES), st.text(max_size=3)),
        st.lists(st.sampled_from([*NAMES, "none.md"]), max_size=4),
    ),
    max_size=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


def _filled(folder: Path, values: dict[str, str]) -> Path:
    """The file of a store in which a build has left these values."""
    store = Store(folder / "state-new.db", new=True)
    store.table("texts", str).update(values)
    store.finish()
    return folder / "state.db"


def _table(file: Path, *, stays_open: bool = False) -> tuple[Store, Table[str]]:
    store = Store(file, new=False, stays_open=stays_open)
    return store, store.table("texts", str)


@given(
    st.dictionaries(st.sampled_from(NAMES), st.text(max_size=3)),
    CHANGES,
    st.lists(st.sampled_from(["get", "whole", "near", "after", "len"])),
    st.booleans(),
)
def test_it_holds_what_a_dictionary_would_whatever_was_read_of_it(
    folder: Path,
    values: dict[str, str],
    changes: list[tuple[dict[str, str], list[str]]],
    looks: list[str],
    stays_open: bool,
) -> None:
    file, model = _filled(folder, values), dict(values)
    store, table = _table(file, stays_open=stays_open)
    for turn, (changed, removed) in enumerate(changes):
        look = looks[turn] if turn < len(looks) else ""
        if look == "get":
            assert [table.get(name) for name in NAMES[::3]] == [model.get(name) for name in NAMES[::3]]
        elif look == "whole":
            assert table.whole() == model
        elif look == "near":
            assert set(table.near([b"x"])) >= {(name, text) for name, text in model.items() if "x" in text}
        elif look == "len":
            assert len(table) == len(model)
        removed = [name for name in removed if name not in changed]
        after = table.after(changed, removed)
        if look != "after":
            table.update(changed, removed)
        model = {name: text for name, text in {**model, **changed}.items() if name not in removed}
        assert len(after) == len(model)
        assert {name: after.get(name) for name in [*NAMES, "none.md"] if name in after} == model
        assert dict(after.items()) == model == pickle.loads(pickle.dumps(after))
        if look == "after":
            table.update(changed, removed)
            assert dict(after.items()) == model
    store.finish()
    store.close()
    store, table = _table(file)
    assert {name: table[name] for name in NAMES if name in table} == model
    assert (len(table), dict(table.items()), sorted(table)) == (len(model), model, sorted(model))
    store.close()


@pytest.fixture
def many(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    values = {f"content/{number}.md": f"text {number}." for number in range(4 * BUCKETS)}
    return _filled(tmp_path, values), values


def test_a_value_is_read_with_its_few_neighbours_only(many: tuple[Path, dict[str, str]]) -> None:
    file, values = many
    store, table = _table(file)
    read: list[str] = []
    store._connection.set_trace_callback(read.append)
    assert table["content/7.md"] == "text 7."
    assert "content/7.md" in table
    assert len(table) == len(values)
    assert sum("FROM buckets" in line and "count(*)" not in line for line in read) == 1
    store.close()


def test_what_holds_some_bytes_is_found_by_them(many: tuple[Path, dict[str, str]]) -> None:
    file, values = many
    store, table = _table(file)
    near = dict(table.near([b"text 7.", b"text 700."]))
    assert {"content/7.md", "content/700.md"} <= near.keys()
    assert len(near) < len(values) / 8
    assert near.items() <= values.items()
    store.close()


@pytest.mark.parametrize(
    "look",
    [
        lambda table: table.get("content/7.md"),
        lambda table: "content/none.md" in table,
        lambda table: table.whole(),
        lambda table: list(table.near([b"7"])),
    ],
)
def test_a_lost_bucket_is_no_empty_one(
    many: tuple[Path, dict[str, str]], look: Callable[[Table[str]], object]
) -> None:
    file, _ = many
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM buckets WHERE bucket = 77")
    store, table = _table(file)
    with pytest.raises(Damaged, match="missing"):
        look(table)
    store.close()


def test_a_bucket_that_lost_values_is_noticed_by_who_reads_all(many: tuple[Path, dict[str, str]]) -> None:
    file, _ = many
    store, table = _table(file)
    table["content/7.md"]
    number, bucket = next(iter(table._buckets.items()))
    del bucket["content/7.md"]
    table._dirty.add(number)
    table.flush(msgspec.msgpack.encode)
    with pytest.raises(Damaged, match="missing"):
        table.whole()
    store.close()
