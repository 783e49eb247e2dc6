"""`python -m site_builder`, the same as the command `site-builder`: the command line, and how it is ended."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from site_builder.interrupts import Interrupted, listen


def main() -> NoReturn:
    """Run the command line. Ends with 130 after Ctrl-C and with 143 after SIGTERM, as shells expect."""
    try:
        listen()  # before all else: loading the command line takes longer than many a command
        from site_builder.cli import main as run

        run()
    except Interrupted as why:
        with suppress(OSError):
            print(why, file=sys.stderr, flush=True)
        os._exit(why.code)


if __name__ == "__main__":
    main()
