"""Measures suggested tags: countries and organisations on wire stories whose editors tagged them.

    python benchmarks/importing_tags.py

The stories and their score are those of ../shared/data; the points that make a confidence were chosen on
the stories of even number there, so the odd ones are told apart. Agreement with the editors of the
repository's own digest follows. Where a folder is absent, that part says so and is left out.
"""

from __future__ import annotations

import json
import runpy
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from site_builder.configuring import configure
from site_builder.content.front_matter import read_front_matter
from site_builder.content.taxonomy import Vocabulary
from site_builder.importing.tagging.gazetteer import countries
from site_builder.importing.tagging.suggesting import TagCount, Tagger
from site_builder.options import Where
from site_builder.settings import ImportingSetting

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"

# The codes of these stories, which are of 1987, by code of ISO 3166 where they are not the country's name.
_SOVIET = "AM AZ BY EE GE KG KZ LT LV MD RU SUHH TJ TM UA UZ"
_YUGOSLAV = "BA HR ME MK RS SI XK YUCS"
PLACES = {
    **dict.fromkeys(_SOVIET.split(), "ussr"),
    **dict.fromkeys(_YUGOSLAV.split(), "yugoslavia"),
    **dict.fromkeys(("CZ", "SK", "CSHH"), "czechoslovakia"),
    **dict.fromkeys(("DE", "DEDE"), "west-germany"),
    **dict.fromkeys(("YE", "YEYE"), "yemen-arab-republic"),
    "AE": "uae",
    "CD": "zaire",
    "CG": "congo",
    "CI": "ivory-coast",
    "GB": "uk",
    "KH": "kampuchea",
    "MM": "burma",
    "TT": "trinidad-tobago",
    "US": "usa",
    "VI": "us-virgin-islands",
    "YDYE": "yemen-demo-republic",
}
ORGANISATIONS = {
    "adb": "adb-asia",
    "afdb": "adb-africa",
    "european-union": "ec",
    "ico": "ico-coffee",
    "imo": "imco",
    "united-nations": "un",
    "world-bank": "worldbank",
}
REFERENCE = {
    "places": "reference, title or twice and the dateline's city:  all: F1 0.905   without the US: F1 0.849",
    "organisations": "reference, title or twice:  F1 0.815",
}
Story = dict[str, Any]


def main() -> None:
    """Print the figures."""
    if (DATA / "score.py").exists():
        measure_wire_stories()
    else:
        print("wire stories: not measured, ../shared/data is absent")
    measure_own_digest()


def measure_wire_stories() -> None:
    """Prints what the data's own score says of countries, and the same measure of organisations."""
    score = runpy.run_path(str(DATA / "score.py"))
    stories: list[Story] = score["load"](DATA / "reuters21578_train.jsonl.gz")
    stories = [story for story in stories if story["text"]]
    tagger = Tagger({}, ImportingSetting(places=True, organisations=True))
    tagger.suggest("", "", "")
    began = time.perf_counter()
    counts = [tagger.suggest(story["title"], story["text"], story["dateline"]) for story in stories]
    each = (time.perf_counter() - began) / len(stories) * 1000

    of_tag = {one.id: PLACES.get(one.code, one.id) for one in countries()}
    predicted = {s["id"]: _codes(found, of_tag) for s, found in zip(stories, counts, strict=True)}
    placed = [story for story in stories if story["places"]]
    halves = {"all": placed, "even (chosen on)": placed[::2], "odd (held back)": placed[1::2]}
    print(f"countries and organisations of {len(stories)} stories, {each:.2f} ms each")
    for name, half in halves.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "predicted.json"
            file.write_text(json.dumps(predicted))
            print(f"  {name}: {score['places'](score['load'](file), half)}")
    print(f"  {REFERENCE['places']}")
    tagged = [(story["orgs"], found) for story, found in zip(stories, counts, strict=True) if story["orgs"]]
    codes = {org for story in stories for org in story["orgs"]}
    named = {tag: ORGANISATIONS.get(tag, tag) for found in counts for tag in (c.tag for c in found)}
    pairs = [(orgs, [code for code in _codes(found, named) if code in codes]) for orgs, found in tagged]
    print(f"  organisations: {_agreement(pairs)}")
    print(f"  {REFERENCE['organisations']}")


def measure_own_digest() -> None:
    """Prints how far the digest's editors chose the tags that its vocabulary suggests.

    A suggestion is right when the article has the tag, or one that is wider or narrower by `parent`.
    """
    settings = configure(Where(ROOT)).settings
    vocabulary = Vocabulary(settings.tags)
    tagger = Tagger(settings.tags)
    alike: list[tuple[list[str], list[str]]] = []
    strict: list[tuple[list[str], list[str]]] = []
    for path in sorted((ROOT / "content" / "2012").rglob("*.md")):
        front, parts, _, _ = read_front_matter(path.read_text("utf-8"), path.name, {})
        if front and parts:
            found = [c.tag for c in tagger.suggest(front.title, parts.body, front.dateline) if c.suggested]
            tags = [id_ for tag in front.tags if (id_ := vocabulary.resolve(tag))]
            strict.append((tags, found))
            wider = {wide for tag in tags for wide in vocabulary.ancestors(tag)}
            kin = [t for t in found if t in wider or set(vocabulary.ancestors(t)) & set(tags)]
            alike.append(([*tags, *kin], found))
    print(f"the digest's own {len(strict)} articles, {len(settings.tags)} terms, as its editors tagged them")
    print(f"  the very tag: {_agreement(strict)}")
    print(f"  it, or one wider or narrower: {_agreement(alike)}")


def _codes(found: Iterable[TagCount], codes: dict[str, str]) -> list[str]:
    """The suggested ones by the codes of the data."""
    return sorted({codes[count.tag] for count in found if count.suggested and count.tag in codes})


def _agreement(pairs: Iterable[tuple[list[str], list[str]]]) -> str:
    """Precision, recall and F1 over all tags together."""
    both = list(pairs)
    hits = sum(len(set(gold) & set(found)) for gold, found in both)
    precision = hits / max(1, sum(len(found) for _, found in both))
    recall = hits / max(1, sum(len(set(gold)) for gold, _ in both))
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}"


if __name__ == "__main__":
    main()
