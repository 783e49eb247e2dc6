"""Links into editors: by an editor's name or a pattern of one's own, and what cannot be one is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from digests import Digest

from site_builder.preview.telling import EDITORS, Editor, link_pattern


@pytest.mark.parametrize("name", sorted(EDITORS.keys() - {"none"}))
def test_every_editor_is_led_to_the_file_and_its_line(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a b.md"
    file.write_text("")
    link = Editor(tmp_path, name, dict).link("a b.md", 7, 3)
    assert f"{tmp_path.as_posix()}/a%20b.md" in link
    assert "7" in link.partition("a%20b.md")[2]
    assert "{" not in link


def test_an_address_of_ones_own_may_have_a_name_in_braces_that_means_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("")
    assert Editor(tmp_path, "mine://{file}#{x}:{line}", dict).link("a.md").endswith("/a.md#{x}:1")


def test_there_is_no_link_to_what_is_not_there_nor_without_an_editor(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("")
    assert Editor(tmp_path, "vscode", dict).link("gone.md") == ""
    assert Editor(tmp_path, "none", dict).link("a.md") == ""


@pytest.mark.parametrize(
    ("editor", "remedy"),
    [
        ("vscod", "did you mean 'vscode'?"),
        ("Sublime", "did you mean 'sublime'?"),
        ("kate", "Write vscode, vscodium,"),
        ("mine://open", "an address with {file}, {line} and {column} in it"),
    ],
)
def test_what_is_no_editor_is_told_with_those_that_are(editor: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=f"no link is known that opens '{editor}'") as refused:
        link_pattern(editor)
    assert remedy in str(refused.value)


def test_a_preview_with_a_misspelt_editor_does_not_begin(digest: Callable[..., Digest]) -> None:
    refused = digest({}).cli("serve", "--editor", "vscod", "-p", "0")
    assert refused.exit_code == 2
    assert refused.stderr == "error: no link is known that opens 'vscod'\n  did you mean 'vscode'?\n"
