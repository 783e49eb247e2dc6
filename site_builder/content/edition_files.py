"""Reads an edition's file: typed values, the editor's note as HTML. A pure function of its bytes."""

from __future__ import annotations

from datetime import date

from site_builder.content.article import Rights, SourcePath
from site_builder.content.editions import EditionFile, HandMade
from site_builder.content.markdown import render_markdown
from site_builder.curly_quotes import OF_EDITIONS, straightened
from site_builder.nodes import Places
from site_builder.problems import Problem
from site_builder.schema import Report, partial_reader
from site_builder.texts import decode
from site_builder.yaml_nodes import parse

FOLDER = "editions/"  # below content/
ENDINGS = (".yaml", ".yml")

_read = partial_reader(EditionFile, required=("date",))
_NO_DAY = date.max


def read_edition(path: SourcePath, data: bytes, language: str) -> tuple[HandMade | None, tuple[Problem, ...]]:
    """The edition of a file below content/editions/, and all its problems.

    Where any of them is an error it is not `whole`, and has what could be read, for the rest to be checked;
    None when nothing could be read.
    """
    source = f"content/{path}"
    text, problems = decode(data, source)
    if text is None:
        return None, problems
    root, found = parse(text, source)
    report = Report()
    values = _read(straightened(root, OF_EDITIONS, report), report) if root is not None else None
    problems = (*problems, *found, *report.problems)
    if not isinstance(values, dict):
        return None, problems
    file = EditionFile(**{"date": _NO_DAY, **values})
    places = Places(root)
    line = places["note"].line if "note" in places else 1
    note = render_markdown(
        file.note, path=path, source=source, first_line=line, language=language, rights=Rights()
    )
    name = path.removeprefix(FOLDER).rpartition(".")[0]
    whole = all(problem.level != "error" for problem in problems)
    made = HandMade(name, file, note.body.html, places, path, note.references, whole)
    return made, (*problems, *note.problems)
