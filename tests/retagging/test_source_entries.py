"""Facts about an original are written into `source`, and every other byte of the file stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.problems import ProblemsFound
from site_builder.retagging.source_entries import plan_entries, with_source_entries

NEW = {"archive_url": "https://web.archive.org/web/2012/https://x.example/a?b=1", "dead": True}
ADDED = "archive_url: https://web.archive.org/web/2012/https://x.example/a?b=1"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\ntitle: A\nsource:\n  name: X # who\n  url: https://x.example/a?b=1  # where\n"
            "# end\ntags: [a]\n---\nText.\n",
            "---\ntitle: A\nsource:\n  name: X # who\n  url: https://x.example/a?b=1  # where\n"
            f"  {ADDED}\n  dead: true\n# end\ntags: [a]\n---\nText.\n",
        ),
        (
            "---\ntitle: A\nsource: {name: X, url: 'https://x.example/a?b=1'}\n---\n",
            "---\ntitle: A\nsource: {name: X, url: 'https://x.example/a?b=1', "
            'archive_url: "https://web.archive.org/web/2012/https://x.example/a?b=1", dead: true}\n---\n',
        ),
        (
            "---\r\ntitle: A\r\nsource:\r\n    name: X\r\n    authors:\r\n      - Jo\r\n---\r\n\r\nText.\r\n",
            "---\r\ntitle: A\r\nsource:\r\n    name: X\r\n    authors:\r\n      - Jo\r\n"
            f"    {ADDED}\r\n    dead: true\r\n---\r\n\r\nText.\r\n",
        ),
        (
            "---\ntitle: A\nsource:\n  name: X\n  dead: false\n---\n",
            f"---\ntitle: A\nsource:\n  name: X\n  dead: false\n  {ADDED}\n---\n",
        ),
    ],
    ids=["on lines of its own, with comments", "in brackets", "other line ends, a list last", "one is there"],
)
def test_keys_are_added_behind_the_last_one_however_source_is_written(before: str, after: str) -> None:
    edited = with_source_entries(before, "content/a.md", NEW)
    assert edited == after
    assert with_source_entries(edited, "content/a.md", NEW) == edited, "a second time there is nothing to add"


@pytest.mark.parametrize(
    "text", ["---\ntitle: A\nsource: X\n---\n", "---\ntitle: A\n---\n", "---\na: [\n---\n"]
)
def test_what_cannot_be_edited_is_told_with_its_place_and_the_others_are_changed(
    text: str, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    good.write_text("---\ntitle: A\nsource:\n  name: X\n---\n")
    bad.write_text(text)
    changes, problems = plan_entries(
        [("content/bad.md", str(bad), {"dead": True}), ("content/good.md", str(good), {"dead": True})]
    )
    assert [(c.name, c.after) for c in changes] == [
        ("content/good.md", b"---\ntitle: A\nsource:\n  name: X\n  dead: true\n---\n")
    ]
    assert {p.place.source for p in problems} == {"content/bad.md"}
    with pytest.raises(ProblemsFound):
        with_source_entries(text, "content/bad.md", NEW)
