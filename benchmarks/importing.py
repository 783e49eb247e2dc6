"""Measures the importer beside what others reach, and writes `import.md`.

    python benchmarks/importing.py [--write]

Runs `importing_text.py`, `importing_pages.py`, `importing_tags.py` and `importing_duplicates.py` one after
the other, each of which can be run by itself, and puts together what they print. The sets lie in
../shared/data; without them nothing is measured.
"""

from __future__ import annotations

import argparse
import datetime
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = ("text", "pages", "tags", "duplicates")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def main() -> None:
    """Measure all parts, print them, and put them into the page where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="renew the figures of import.md")
    asked = parser.parse_args()
    if not (HERE.parents[1] / "shared/data/score.py").exists():
        parser.exit(0, "skipped: the sets are not here (../shared/data)\n")
    made = [f"{datetime.date.today()}, {platform.machine()}, Python {platform.python_version()}."]
    made += [_measured(part) for part in PARTS]
    text = "\n\n".join(made)
    print(text)
    if asked.write:
        page = HERE / "import.md"
        before, _, rest = page.read_text("utf-8").partition(BEGIN)
        page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", "utf-8")


def _measured(part: str) -> str:
    """What one part prints. Ends the program where it fails."""
    command = [sys.executable, str(HERE / f"importing_{part}.py")]
    return f"## {part.capitalize()}\n\n" + _below(
        subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    )


def _below(text: str) -> str:
    """Its headings one step further down, and no heading of its own."""
    lines = [line for line in text.splitlines() if not line.startswith(("# ", "## "))]
    return "\n".join(lines).strip()


if __name__ == "__main__":
    main()
