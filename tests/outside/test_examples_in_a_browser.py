"""The sites of examples/ in a real browser: at home on a phone and on a wide screen, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from example_sites import built_example
from playwright.sync_api import Browser, Page
from served import serving

pytestmark = pytest.mark.xdist_group("outside")

PAGES = {
    "daily": ["/", "/editions/2012-04-10/", "/2012/04/12/ceasefire-day/", "/tags/syria/", "/2012/"],
    "docs": ["/", "/cli/", "/layout-reference/", "/architecture/", "/decisions/", "/editing/"],
}
WIDTHS = (360, 768, 1440)
EVERY = [(name, path) for name, paths in PAGES.items() for path in paths]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where each example is served."""
    with ExitStack() as until_done:
        yield {name: until_done.enter_context(serving(_built(name, tmp_path_factory))) for name in PAGES}


def _built(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_example(name, tmp_path_factory.mktemp("examples") / name)[1]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _violations(page: Page, rules: list[str] | None = None) -> list[str]:
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [f"{v['id']}: {n['html'][:200]}" for v in found["violations"] for n in v["nodes"]]


@pytest.mark.parametrize(("name", "path"), EVERY)
def test_a_page_is_accessible_at_every_width_in_light_and_in_dark(
    page: Page, axe: Path, addresses: dict[str, str], name: str, path: str
) -> None:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(addresses[name] + path)
    page.add_script_tag(path=axe)
    assert _violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert _violations(page, ["color-contrast"]) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert _violations(page, ["target-size", "scrollable-region-focusable", "color-contrast"]) == []


@pytest.mark.parametrize(("name", "path"), EVERY)
def test_a_page_never_runs_off_its_side_and_has_its_landmarks(
    page: Page, addresses: dict[str, str], name: str, path: str
) -> None:
    page.goto(addresses[name] + path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role
    assert page.get_by_role("navigation").count() >= 1
    assert page.get_by_role("heading", level=1).count() == 1


def test_the_front_page_of_the_daily_has_its_columns_where_there_is_room(
    page: Page, addresses: dict[str, str]
) -> None:
    page.goto(addresses["daily"])
    columns = "new Set([...document.querySelectorAll('.stories > *')].map(s => s.offsetLeft)).size"
    for width, expected in zip(WIDTHS, (1, 2, 4), strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(columns) == expected, width


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_a_page_is_black_on_white_whatever_the_screen_prefers(
    page: Page, addresses: dict[str, str], name: str
) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(addresses[name])
    style = (
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.documentElement))"
    )
    assert page.evaluate(style) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    page.emulate_media(media="screen")
