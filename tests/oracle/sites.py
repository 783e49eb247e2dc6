"""What the oracle writes: small sites in which everything hangs together, and edits of them.

A site is files by path. Few names and words, so that articles share tags, words, days, slugs and links.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from site_builder.content.front_matter import write_front_matter

NAMES = ("a", "b", "c", "d", "e", "f")
ARTICLES = tuple(f"content/{folder}{name}.md" for folder in ("", "x/") for name in NAMES)
DAYS = ("2012-03-10", "2012-03-11", "2012-03-11 09:00", "2012-03-12", "2012-04-02", "2012-06-15")
TAGS = ("syria", "un", "homs", "Russia")
WORDS = "Homs Damascus envoy convoy observers vote council shelling truce border camp winter grain".split()
LAYOUTS = {
    "layouts/404.html": ("gone", "{# a comment #}gone", "{{ site.count() }} {{ site.config.title }}"),
    "layouts/partials/footer.html": (
        "<footer>one</footer>",
        "<footer>{{ site.config.description }}</footer>",
    ),
    "layouts/home.html": (
        '{% extends "default/home.html" %}',
        '{% extends "default/home.html" %}{% block title %}{{ site.today }}{% endblock %}',
        "{{ site.config.title }} {{ nothing_of_the_kind }}",
        "{% if site.article('f.md') %}{{ site.article('f.md').title }}{% else %}waiting{% endif %}",
        "{% include ['partials/extra.html', 'partials/footer.html'] %}",
    ),
    "layouts/partials/extra.html": ("extra", "extra {{ site.tags() | length }}"),
    "layouts/tag.html": (
        "{% for a in pagination.articles %}{{ a.title }}{{ a.older.title if a.older }}{% endfor %}",
        "{% for a in tag.related %}{{ a.label }}{% endfor %}{{ tag.count }}",
        "{{ unclosed",
    ),
    "layouts/sitemap.xml": ("<x>{% for a in site.articles(limit=2) %}{{ a.body }}{% endfor %}</x>",),
    "layouts/assets/style.css": ("body{}", "body{color:red}"),
}
FILES = {
    "static/robots.txt": ("one", "two"),
    "static/about/index.html": ("clash",),
    "content/x/notes.txt": ("beside", "beside it"),
    "content/map.svg": ("<svg/>", "<svg></svg>"),
    "content/editions/march.yaml": (
        "date: 2012-03-12\nlead: a.md\narticles: [b.md]\n",
        "date: 2012-03-12\ntitle: March\narticles: [a.md, b.md]\nnote: See [c](../c.md).\n",
    ),
    "content/pages/about.md": (
        "---\ntitle: About\n---\nUs.\n",
        "---\ntitle: About us\n---\nUs, and [a](../a.md).\n",
    ),
}
CONFIGS = (
    "",
    "description: Said elsewhere\n",
    "paginate: 2\n",
    "related: {limit: 2, half_life_days: 30}\n",
    "related: {limit: 0}\n",
    "editions: {by: day}\n",
    "links: relative\n",
    "permalink: date\n",
    "rights: excerpt 5\n",
    "tags: {syria: {label: Syria}, un: {label: United Nations, parent: syria}, homs: {}, russia: {}}\n",
    "tags: {syria: {label: Syria, description: More}, un: {}, homs: {replaced_by: syria}, russia: {}}\n",
    "sections:\n  ground: {label: Ground}\n  talks: {}\n",
    "sections:\n  talks: {}\n  ground: {label: Ground}\n",
    "sources:\n  wire: {name: The Wire, rights: headline}\n",
)
BASE = "base_url: {url}\ntitle: {title}\ntimezone: UTC\n"


def sentence() -> st.SearchStrategy[str]:
    """A few of the words."""
    return st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(lambda words: " ".join(words) + ".")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """An article's text: sentences, and now and then a link, a picture or a heading."""
    parts = draw(st.lists(sentence(), min_size=1, max_size=4))
    extra = draw(
        st.sampled_from(
            [
                "",
                "",
                "",
                "[other](a.md)",
                "[there](/tags/)",
                "![map](map.svg)",
                "## A heading",
                "[at](c.md#a-heading)",
            ]
        )
    )
    return "\n\n".join([*parts, extra])


@st.composite
def fronts(draw: st.DrawFn) -> dict[str, Any]:
    """An article's front matter."""
    front: dict[str, Any] = {
        "title": draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)),
        "date": draw(st.sampled_from(DAYS)),
        "tags": draw(st.lists(st.sampled_from(TAGS), max_size=3, unique=True)),
    }
    seldom: dict[str, list[Any]] = {
        "draft": [True],
        "slug": ["a", "other"],
        "rights": ["headline", "excerpt 3", "full"],
        "summary": ["In short."],
        "story": ["siege"],
        "edition": ["special"],
        "lead": [True],
        "pin": [True],
        "weight": [1, 2],
        "related": [["a.md"], ["b.md", "c.md"]],
        "related_exclude": [["a.md"]],
        "aliases": [["/old/"], ["/old/", "/older/"]],
        "expiry_date": ["2012-03-20"],
        "publish_date": ["2012-05-01"],
        "updated": ["2012-03-13"],
        "lang": ["ar"],
        "source": [
            {"name": "wire", "url": "https://wire.example/1"},
            {"name": "Gazette", "url": "https://g.example/2"},
        ],
        "image": [{"src": "map.svg", "alt": "A map"}],
        "corrections": [[{"date": "2012-03-14", "text": "A name was wrong."}]],
        "layout": ["long"],
    }
    for key in draw(st.lists(st.sampled_from(sorted(seldom)), max_size=2, unique=True)):
        front[key] = draw(st.sampled_from(seldom[key]))
    return front


def article_of(front: dict[str, Any], body: str) -> str:
    """An article's file."""
    return f"{write_front_matter({k: v for k, v in front.items() if v != []})}\n{body}\n"
