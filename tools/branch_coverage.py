"""How many of the branches in the code the tests go through, and where most of the others are.

    make coverage

runs all tests under coverage.py, as many processes as they start with them, and then this. The command line
is left out: `commands/`, `cli.py`, `terminal.py`, `__main__.py`, which put into words what others found.
Ends with 1 below 95 %.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

LEAST = 95.0  # percent
_PRESENTATION = ("site_builder/commands/", "site_builder/cli.py", "site_builder/terminal.py", "__main__.py")
_SHOWN = 15  # files, those with most branches that no test takes


def main(report: Path) -> int:
    """Tell of a report that `coverage json` wrote; 0 where enough is covered."""
    found: dict[str, dict[str, Any]] = json.loads(report.read_text("utf-8"))["files"]
    files = {
        name: told["summary"]
        for name, told in found.items()
        if not any(part in name for part in _PRESENTATION)
    }
    number = sum(told["num_branches"] for told in files.values())
    taken = sum(told["covered_branches"] for told in files.values())
    for name in sorted(files, key=lambda name: (-files[name]["missing_branches"], name))[:_SHOWN]:
        print(f"{files[name]['missing_branches']:4} {name}")
    share = 100 * taken / number
    print(f"{taken} of {number} branches: {share:.1f} % (at least {LEAST:.0f} % are wanted)")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
