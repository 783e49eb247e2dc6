"""What a page says for machines, as the presets of structured-data-testing-tool judge it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from checkers import ROOT, package, program

pytestmark = pytest.mark.xdist_group("outside")

# The thing that each kind of page must be found to describe.
KINDS = {
    "home": "WebSite",
    "article": "NewsArticle",
    "an article with a picture": "NewsArticle",
    "tag": "CollectionPage",
}
PICTURES = {
    'Twitter: "twitter:image" || "twitter:image:src"',
    'Twitter: "twitter:image:alt"',
    'Facebook: "og:image" || "og:image:src"',
    'Facebook: "og:image:alt"',
    "undefined: NewsArticle[0].image",
}  # which a page without a picture cannot have


def test_pages_pass_the_presets_of_google_twitter_and_facebook(built: Path, samples: dict[str, str]) -> None:
    node = program("node", remedy="Node 18 or newer is needed")
    package("structured-data-testing-tool/package.json")
    files = {what: str(built / samples[what].lstrip("/")) for what in KINDS}
    run = subprocess.run(
        [node, Path(__file__).with_name("structured_data.js"), *files.values()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    found = json.loads(run.stdout)
    for what, file in files.items():
        told = found[file]
        assert KINDS[what] in told["schemas"], what
        pictured = 'property="og:image"' in Path(file).read_text(encoding="utf-8")
        assert set(told["failed"]) <= (set() if pictured else PICTURES), what
        assert told["passed"] >= 9, what
    assert 'property="og:image"' in Path(files["an article with a picture"]).read_text(encoding="utf-8")
