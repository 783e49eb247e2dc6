"""The drawing of the architecture is that of the imports as they are."""

from __future__ import annotations

import import_drawing


def test_the_drawing_is_that_of_the_imports() -> None:
    drawn = import_drawing.DRAWING.read_text("utf-8")
    assert drawn == import_drawing.drawing(), "it is stale: `make docs` draws it anew"


def test_every_arc_of_the_drawing_goes_downwards() -> None:
    arcs = import_drawing.arcs(import_drawing.lines())
    assert len(arcs) > 40
    assert [(upper, lower) for upper, lower in arcs if upper >= lower] == []
