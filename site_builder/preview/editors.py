"""Links that open a source in the editor of whoever looks at the preview. Knows nothing of pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from site_builder.problems import did_you_mean

EDITORS = {  # how an editor is asked to open a file at a place
    "vscode": "vscode://file{file}:{line}:{column}",
    "vscodium": "vscodium://file{file}:{line}:{column}",
    "cursor": "cursor://file{file}:{line}:{column}",
    "zed": "zed://file{file}:{line}:{column}",
    "jetbrains": "idea://open?file={file}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{file}&line={line}&column={column}",
    "emacs": "emacs://open?url=file://{file}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
    "none": "",
}
_REMEDY = f"Write {', '.join(EDITORS)}, or an address with {{file}}, {{line}} and {{column}} in it."


def link_pattern(editor: str) -> str:
    """The pattern of links for an editor: a name of EDITORS, or itself such a pattern.

    Raises ValueError, with what is wrong and what to write, where no link could be made of it.
    """
    if editor in EDITORS:
        return EDITORS[editor]
    if "{file}" not in editor or "://" not in editor:
        remedy = did_you_mean(editor, EDITORS) or _REMEDY
        raise ValueError(f"no link is known that opens '{editor}'\n  {remedy}")
    return editor


class Editor:
    """Makes links that open a source in an editor."""

    def __init__(self, site: Path, editor: str, sources: Callable[[], Mapping[str, str]]) -> None:
        """`editor` is as for `link_pattern`; `sources` says by name where each source lies."""
        self._site = site.resolve()
        self._pattern = link_pattern(editor)
        self._sources = sources

    def link(self, source: str, line: int = 0, column: int = 0) -> str:
        """The link for a path below the site's folder; "" where there is no such file, or no editor."""
        file = Path(self._sources().get(source) or self._site / source).resolve()
        if not self._pattern or not file.is_file():
            return ""
        link = self._pattern.replace("{line}", str(line or 1)).replace("{column}", str(column or 1))
        return link.replace("{file}", "/" + quote(file.as_posix().lstrip("/")))
