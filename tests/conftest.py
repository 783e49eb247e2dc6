"""What every test may use. Imports nothing of the package by itself: a test of one module needs no other."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from digests import Digest
    from playwright.sync_api import Browser


# A shell that runs tests in the background has them ignore Ctrl-C, and with them whatever they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("patient", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("patient")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the time of each suite, a folder of tests, where more than one was run."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                folder = report.nodeid.partition("::")[0].rpartition("/")[0]
                seconds["/".join(folder.split("/")[:2])] += report.duration
    if len(seconds) > 1:
        terminalreporter.section("seconds of each suite, one test after the other")
        for suite, spent in seconds.most_common():
            terminalreporter.write_line(f"{spent:7.1f}  {suite}")


@pytest.fixture(scope="session")
def _layouts_compiled_once() -> Iterator[None]:
    from digests import compiling_layouts_once

    with compiling_layouts_once():
        yield


@pytest.fixture
def digest(tmp_path: Path, _layouts_compiled_once: None) -> Callable[..., Digest]:
    """Begins a digest with the given files and, unless it is among them, the least config.yaml there is.

    `config` is added to that least one.
    """
    from digests import CONFIG, Digest

    def begin(
        files: Mapping[str, str | bytes] | None = None, config: str = "", folder: str = "site"
    ) -> Digest:
        made = Digest(tmp_path / folder)
        made.write({"config.yaml": CONFIG + config, **(files or {})})
        return made

    return begin


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A browser that Playwright can drive."""
    from checkers import BROWSERS, program

    return program(*BROWSERS, remedy="the package chromium of the system has it")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """That browser, running: one for all tests of a process, for Playwright can be started once in each."""
    from checkers import BROWSER_FLAGS
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # milliseconds: a machine may be busy with others
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield started
        started.close()
