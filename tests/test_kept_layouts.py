"""Compiled layouts between builds: used where they fit, and never where they do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from site_builder.incremental.reads import Reads
from site_builder.layout_environment import FILTERS, RecordingEnvironment
from site_builder.layouts import LayoutFailed, Layouts, LayoutText
from site_builder.translation import Translation

TEXTS = {
    "a.html": "{% extends 'up.html' %}{% from 'm.html' import m %}{% block x %}{{ m(7) }}{% endblock %}",
    "up.html": "<{% block x %}{% endblock %}>",
    "m.html": "{% macro m(n) %}{{ n }}{% endmacro %}",
    "unused.html": "",
}
Compiled = list[str]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    """The names of the layouts that are compiled, as it happens."""
    names: Compiled = []
    compile_ = RecordingEnvironment.compile

    def compile_and_tell(self: Any, source: Any, name: str, *args: Any, **how: Any) -> Any:
        names.append(name)
        return compile_(self, source, name, *args, **how)

    monkeypatch.setattr(RecordingEnvironment, "compile", compile_and_tell)
    return names


def _rendered(kept: Path, texts: Mapping[str, str] = TEXTS, name: str = "a.html") -> str:
    own = {name: LayoutText(f"layouts/{name}", text) for name, text in texts.items()}
    return Layouts(own, {}, kept).render(name, Reads())


def test_what_one_build_compiled_the_next_one_only_loads(tmp_path: Path, compiled: Compiled) -> None:
    assert _rendered(tmp_path / "kept") == "<7>"
    assert sorted(compiled) == ["a.html", "m.html", "up.html"]
    compiled.clear()
    assert _rendered(tmp_path / "kept") == "<7>"
    assert compiled == []


def test_a_changed_layout_is_compiled_again_and_replaces_the_former(
    tmp_path: Path, compiled: Compiled
) -> None:
    _rendered(tmp_path)
    files = sorted(tmp_path.iterdir())
    compiled.clear()
    assert _rendered(tmp_path, {**TEXTS, "up.html": "({% block x %}{% endblock %})"}) == "(7)"
    assert compiled == ["up.html"]
    assert sorted(tmp_path.iterdir()) == files


def test_what_was_compiled_in_other_words_is_compiled_again(tmp_path: Path) -> None:
    own = {"a.html": LayoutText("layouts/a.html", '{{ _("Archive") }}')}
    for word in ("Archiv", "Archief", "Archiv"):
        layouts = Layouts(own, {}, tmp_path, translation=Translation("nl", {"Archive": word}))
        assert layouts.render("a.html", Reads()) == word


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda data: b"",
    "cut off": lambda data: data[:-1],
    "cut off in its digest": lambda data: data[:9],
    "not ours": lambda data: b"\xe3" * 200,
    "changed in one bit": lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
    "longer": lambda data: data + b"N",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_file_is_never_run_and_mended_without_a_word(
    tmp_path: Path, compiled: Compiled, what: str
) -> None:
    _rendered(tmp_path)
    whole = {file: file.read_bytes() for file in tmp_path.iterdir()}
    for file, data in whole.items():
        file.write_bytes(DAMAGE[what](data))
    compiled.clear()
    assert _rendered(tmp_path) == "<7>"
    assert sorted(compiled) == ["a.html", "m.html", "up.html"]
    compiled.clear()
    assert _rendered(tmp_path) == "<7>"
    assert compiled == []


def test_the_code_of_one_layout_is_not_taken_for_that_of_another(tmp_path: Path) -> None:
    _rendered(tmp_path / "one", {"a.html": "one", "b.html": "two"}, "a.html")
    (of_a,) = (tmp_path / "one").iterdir()
    _rendered(tmp_path / "two", {"a.html": "one", "b.html": "two"}, "b.html")
    (of_b,) = (tmp_path / "two").iterdir()
    of_b.write_bytes(of_a.read_bytes())
    assert _rendered(tmp_path / "two", {"a.html": "one", "b.html": "two"}, "b.html") == "two"


@pytest.mark.parametrize("version", ["jinja2.__version__", "importlib.util.MAGIC_NUMBER"])
def test_another_version_of_jinja_or_python_compiles_anew(
    tmp_path: Path, compiled: Compiled, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    _rendered(tmp_path)
    compiled.clear()
    monkeypatch.setattr(version, "another")
    assert _rendered(tmp_path) == "<7>"
    assert len(compiled) == 3


def test_another_set_of_filters_compiles_anew(
    tmp_path: Path, compiled: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rendered(tmp_path)
    compiled.clear()
    monkeypatch.setitem(FILTERS, "shout", str.upper)
    _rendered(tmp_path)
    assert len(compiled) == 3


def test_a_filter_of_ours_is_run_by_the_page_and_not_by_what_was_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"a.html": "{{ '2012-03' | month }}"}
    assert _rendered(tmp_path, texts) == "March 2012"
    monkeypatch.setitem(FILTERS, "month", lambda value: "another month")
    assert _rendered(tmp_path, texts) == "another month"


def test_a_folder_that_cannot_be_written_does_not_keep_a_page_from_being_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert _rendered(tmp_path / "file" / "kept") == "<7>"


def test_a_fault_in_a_kept_layout_is_still_told_with_its_line(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(LayoutFailed) as failed:
            _rendered(tmp_path, {"a.html": "\n\n{{ gone }}"})
        assert str(failed.value.problem.place) == "layouts/a.html:3"
