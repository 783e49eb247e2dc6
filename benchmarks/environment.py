"""The environment in which this repository's own code is measured.

As it is when a package is installed: modules are compiled once, by whichever run is the first, and not
again at every start, whatever the environment of this machine says. Nothing that is measured runs cold.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OWN = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}


def environment() -> dict[str, str]:
    """This process's environment, made fit."""
    return {**os.environ, **OWN}
