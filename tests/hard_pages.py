"""A small site of pages that are hard to lay out: what tests of the look build, and `tools/look.py`.

Long headlines and one of two words, a tag of forty letters, wide tables and pictures, words without an end,
codes, lists in lists; articles that lack what most have, and some from right to left.
"""

from __future__ import annotations

from digests import article

LONG = (
    "Ministers of eleven countries agree after a night of talks to meet once more before the ceasefire that"
    " none of them has signed comes into force"
)
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = (
    "https://archive.example/2012/04/"
    + "a-very-long-part-of-an-address-" * 4
    + "index.html?from=2012&to=2013"
)
WIDE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2400 600" width="2400" height="600">
<rect width="2400" height="600" fill="#456"/><circle cx="1200" cy="300" r="200" fill="#fed"/></svg>"""

TEXT = f"""The first paragraph is of ordinary length, so that it can be seen how a line runs and where
it breaks, with *emphasis*, **weight**, `code`, [a link](../short.md) and a date, 12 March 2012.

## A heading of the second level that is long enough for two lines on a phone and perhaps for three

A word: {WORD}. An address: <{ADDRESS}>. Code: `{"site_builder.content.related_update." * 4}`.

### A third level

1. One.
2. Two, with a list of its own:
    - a first point, which is longer than its neighbours, so that it must break at least once on a phone;
    - a second.
3. Three.

> A quotation of some length, which was said by somebody in a room, and which stands here so that its rule
> and its indent can be seen.
>
> A second paragraph of it.

```python
def settle(changes: Mapping[Path, Change], patience: float = 0.05) -> Iterator[frozenset[Path]]:
    yield frozenset()
```

| Date | At least | Given by | To whom it was given | Where | What was said of it afterwards |
| --- | ---: | --- | :-: | --- | --- |
| 12 December 2011 | 5,000 | The High Commissioner for Human Rights | Security Council | New York | nothing |
| 10 January | 400 | {WORD} | reporters | Geneva | that it was more |

![A wide picture](wide.svg)

#### A fourth level

A note.[^1] Another.[^2]

---

The end.

[^1]: What the note says.
[^2]: {ADDRESS}
"""

ARABIC = """وصل المبعوث المشترك كوفي عنان (الأمم المتحدة) إلى دمشق يوم 10 مارس 2012،
والتقى الرئيس في اليوم نفسه.

قال المتحدث: «ست نقاط»، وأضاف أن القرار 2042 (S/RES/2042) يسمح بثلاثين مراقبا. وهنا [رابط](short.md) و`code`.

## عنوان من المستوى الثاني

- النقطة الأولى؛
- النقطة الثانية.

> اقتباس قصير.

| التاريخ | العدد |
| --- | ---: |
| 12 مارس | 8,000 |
"""
VOICES = (
    "The Syrian Observatory for Human Rights",
    "SANA",
    "The Secretary-General",
    "Residents",
    "وكالة الأنباء",
)

CONFIG = f"""title: The Digest of Things That Are Hard
description: What does not fit, what is not there, and what runs the other way
base_url: https://digest.example
timezone: UTC
paginate: 6
editions: {{by: week}}
sections:
  near: {{label: Near, description: What is at hand.}}
  far:
    label: Far away and longer than a section's name should be
    description: All that is elsewhere.
tags:
  forty:
    label: The Joint Special Envoy's Advance Mission
    aliases: [A, An alias of some length, {WORD}en]
    description: A tag of forty letters.
  word: {{label: {WORD}}}
  arabic: {{label: دمشق, description: العاصمة السورية}}
  child: {{label: A narrower one, parent: forty}}
sources:
  wire: {{name: The Wire, url: 'https://wire.example', description: An agency.}}
  paper: {{name: صحيفة الحياة, url: 'https://paper.example', language: ar}}
menu: [{{label: About, to: /about/}}]
"""

# One page of each kind, and of each sort of article.
PAGES = {
    "home": "",
    "editions": "editions/",
    "tags": "tags/",
    "sources": "sources/",
    "archive": "archive/",
    "corrections": "corrections/",
    "about": "about/",
    "404": "404.html",
    "feeds": "feeds/",
    "search": "search/",
    "found": "search/?q=report",
    "article": "2012/04/12/all/",
    "short": "2012/04/11/short/",
    "arabic": "2012/04/10/arabic/",
    "excerpt": "2012/04/09/excerpt/",
    "headline": "2012/04/08/headline/",
    "gone": "2012/04/07/gone/",
    "voice": "2012/03/07/voice/",
    "edition": "editions/2012-w15/",
    "tag": "tags/forty/",
    "tag-word": "tags/word/",
    "tag-arabic": "tags/arabic/",
    "tag-4": "tags/forty/page/4/",
    "section": "sections/far/",
    "source": "sources/wire/",
    "year": "2012/",
    "month": "2012/04/",
    "day": "2012/04/12/",
}

ON_WIRE = {"name": "wire", "url": ADDRESS, "published": "2012-04-10", "retrieved": "2012-04-11"}

FILES: dict[str, str | bytes] = {
    "content/all/index.md": article(
        LONG,
        TEXT,
        date="2012-04-12",
        slug="all",
        summary="A summary of two sentences. It says at some length what the text says at greater length.",
        tags=["forty", "word", "arabic", "child"],
        section="far",
        dateline="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        editor="M. K.",
        updated="2012-04-14",
        lead=True,
        rights="full",
        image={
            "src": "wide.svg",
            "alt": "A wide picture",
            "credit": "A photographer of some name",
            "licence": "CC BY-SA 4.0",
        },
        source={
            **ON_WIRE,
            "authors": ["Ann Lee", "Bo Ek", "A third author of a longer name"],
            "archive_url": ADDRESS,
        },
        corrections=[
            {"date": "2012-04-13", "text": "An earlier version named the wrong day. It was Thursday."},
            {"date": "2012-04-14", "text": f"A word was misspelt: {WORD}."},
        ],
        accounts=[
            {"by": voice, "says": f"It was {n}, and nobody denied it.", "on": on, "url": f"{ADDRESS}&n={n}"}
            for n, voice in enumerate(VOICES)
            for on in ("How many?", "Who fired first, and from where?")[: 1 + n % 2]
        ],
    ),
    "content/all/wide.svg": WIDE,
    "content/short.md": article(
        "Two words", "One sentence.", date="2012-04-11", section="near", tags=["child"]
    ),
    "content/arabic.md": article(
        "عنان في دمشق: ست نقاط (نص)",
        ARABIC,
        date="2012-04-10",
        lang="ar",
        section="near",
        tags=["arabic", "forty"],
        dateline="دمشق",
        summary="التقى المبعوث الرئيس السوري، وسلمه ست نقاط.",
        rights="full",
        source={
            "name": "paper",
            "url": "https://paper.example/1",
            "published": "2012-04-10",
            "authors": ["كاتب"],
        },
        corrections=[{"date": "2012-04-12", "text": "صحح اسم المكان."}],
    ),
    "content/excerpt.md": article(
        "Only an excerpt may be shown of this one",
        "A sentence of the excerpt that is long enough. " * 12,
        date="2012-04-09",
        tags=["forty"],
        section="far",
        rights="excerpt 30",
        source=ON_WIRE,
    ),
    "content/headline.md": article(
        "Only the headline", "Nothing of this is shown.", date="2012-04-08", rights="headline", source=ON_WIRE
    ),
    "content/gone.md": article(
        "Its original is gone",
        "What it said.",
        date="2012-04-07",
        rights="full",
        tags=["forty"],
        source={**ON_WIRE, "archive_url": ADDRESS, "dead": True},
    ),
    "content/voice.md": article(
        "One voice only",
        "What it said.",
        date="2012-03-07",
        tags=["forty"],
        accounts=[{"by": "SANA", "says": "Gunmen fired first."}],
    ),
    **{
        f"content/more{n}.md": article(
            f"An older report, number {n}",
            "It said little.",
            date=f"2011-{n % 12 + 1:02}-{n + 5:02}",
            tags=["forty"],
            section="far",
        )
        for n in range(14)
    },
    "content/pages/about.md": article("About", TEXT.replace("wide.svg", "../all/wide.svg"), date=""),
}


def files(language: str = "en") -> dict[str, str | bytes]:
    """The site; in another language its English articles say that they are English."""
    made: dict[str, str | bytes] = {"config.yaml": f"{CONFIG}language: {language}\n"}
    for path, text in FILES.items():
        foreign = language != "en" and isinstance(text, str) and "lang:" not in text
        made[path] = str(text).replace("\n---\n", "\nlang: en\n---\n", 1) if foreign else text
    return made
