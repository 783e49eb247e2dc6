"""What the oracle writes: small sites in which everything hangs together, and edits of them.

A site is files by path. Few names and words, so that articles share tags, words, days, slugs and links.
"""

from __future__ import annotations

from random import Random
from typing import Any

from site_builder.content.front_matter import write_front_matter

ARTICLES = tuple(f"content/{name}.md" for name in ("a", "b", "c", "d", "e", "f", "x/g", "x/h", "x/i"))
LINKED = ("content/a.md", "content/c.md")
DAYS = ("2012-03-10", "2012-03-11", "2012-03-11 09:00", "2012-03-12", "2012-04-02", "2012-06-15")
TAGS = ("syria", "un", "homs", "Russia")
WORDS = "Homs Damascus envoy convoy observers vote council shelling truce border camp winter grain".split()
LAYOUTS = {
    "layouts/search.html": (
        "{{ 'a bird' | initials if 'a' else '' }} {{ site.heads('syria') | join(', ') }}",
        "{{ site.heads('un') }}",
    ),
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
    "layouts/partials/entry.rss.xml": ("<item><title>{{ entry.title }}</title></item>",),
    "layouts/assets/style.css": ("body{}", "body{color:red}"),
    "layouts/article.html": (
        "{% extends 'default/article.html' %}{# a comment #}",
        "{{ article.title }} {{ article.body }}{% for a in article.related %}{{ a.title }}{% endfor %}",
        "{{ article.older.title if article.older }} {{ site.count(tag='syria') }}",
    ),
    "layouts/partials/card.html": ("{% macro card(a, k=none, level=3) %}{{ a.title }}{% endmacro %}",),
    "layouts/translations/en.yaml": (
        "messages: {Archive: All, Corrections: Errata, '{count} article': {one: One, other: '{count}'}}",
        "messages: {Archive: Past, 'Week to {day}': '{day}', The digest: Here}\ndates: {day: '{year} {day}'}",
        "messages: {Archive: '{nothing}'}",
    ),
    "layouts/translations/ar.yaml": (
        "messages: {Archive: كل شيء}",
        "dates: {months: [ا, ب, ج, د, ه, و, ز, ح, ط, ي, ك, ل]}",
    ),
    "layouts/unused.html": ("nobody asks", "nobody"),
    "layouts/long.html": ("{{ article.title }} at length",),
}
EXTENSIONS = {
    "extensions/a.py": (
        "from site_builder.extending import *\n@filter\ndef initials(text):\n"
        "    return ''.join(word[0] for word in text.split())\n",
        "from site_builder.extending import *\n@filter\ndef initials(text):\n    return text[:3]\n",
        "from site_builder.extending import *\n@filter\ndef initials(text)\n    return text\n",
    ),
    "extensions/b.py": (
        "from site_builder.extending import *\n@query\ndef heads(site, tag):\n"
        "    return [a.title for a in site.articles(tag=tag)]\n",
        "from site_builder.extending import *\n@query\ndef heads(site, tag):\n"
        "    return [site.today, site.article('c.md') and site.article('c.md').body]\n",
    ),
    "extensions/c.py": (
        "from site_builder.extending import *\n@output_kind('first')\nclass First:\n"
        "    def plan(self, ask):\n"
        "        for path in ask('articles', 'all', '', 0, 2):\n"
        "            yield page_at(f'/first/{len(ask(\"card\", path).title)}-{path}.txt', 'first', path)\n"
        "    def render(self, output, site, layout):\n"
        "        return plain_text(site.article(output.subject[0]).body)\n",
        "from site_builder.extending import *\n@output_kind('first')\nclass First:\n"
        "    def plan(self, ask):\n"
        "        yield page_at('/first.txt', 'first', str(len(ask('body', 'a.md').html)), ask('today'),\n"
        "                      str(len(ask('related', 'c.md') or ())))\n"
        "    def render(self, output, site, layout):\n        return ' '.join(output.subject)\n",
    ),
}
FILES = {
    "static/robots.txt": ("one", "two"),
    "static/about/index.html": ("clash",),
    "static/index.html.gz": ("own",),
    "content/x/notes.txt": ("beside", "beside it"),
    "content/map.svg": ("<svg/>", "<svg></svg>"),
    "content/editions/march.yaml": (
        "date: 2012-03-12\nlead: a.md\narticles: [b.md]\n",
        "date: 2012-03-12\ntitle: March\narticles: [a.md, b.md]\nnote: See [c](../c.md).\n",
    ),
    "content/editions/april.yaml": (
        "date: 2012-04-02\narticles: [x/g.md, b.md]\n",
        "date: 2012-04-02\nlead: nobody.md\narticles: [c.md]\n",
        "date: never\n",
    ),
    "content/pages/terms.md": ("---\ntitle: Terms\ndraft: true\n---\nOurs.\n", "---\ntitle: [\n---\n"),
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
    'editions: {epub: true}\nnewsletter: {from: desk@digest.example, subject: ":number :lead"}\n',
    "links: relative\n",
    "permalink: date\n",
    "rights: excerpt 5\n",
    "tags: {syria: {label: Syria}, un: {label: United Nations, parent: syria}, homs: {}, russia: {}}\n",
    "tags: {syria: {label: Syria, description: More}, un: {}, homs: {replaced_by: syria}, russia: {}}\n",
    "sections:\n  ground: {label: Ground}\n  talks: {}\n",
    "sections:\n  talks: {}\n  ground: {label: Ground}\n",
    "sources:\n  wire: {name: The Wire, rights: headline}\n",
    "language: ar\n",
    "output_dir: public\n",
    "feeds: {limit: 2}\n",
    "feeds: {text: summary, authority: 'example.org,2012'}\n",
    "feeds: {lists: []}\ndata: {index: false}\n",
    "data: {articles: true}\nsitemap: {news: true}\n",
    "hosting: {hosts: [netlify, github], domain: digest.example, compress: [gzip]}\n",
    "hosting: {hosts: [cloudflare, apache, netlify], compress: [brotli, gzip], caching: false}\n",
    "nonsense: [\n",
)
EXTRAS = (
    "",
    "",
    "",
    "[other](a.md)",
    "[there](/tags/)",
    "![map](map.svg)",
    "## A heading",
    "[at](c.md#a-heading)",
)
CLASHING = ("slug", "aliases", "layout")  # keys by which two articles may claim one address, or fail
SELDOM: dict[str, list[Any]] = {
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
    "updated": ["2012-03-13", "2012-06-20"],
    "id": ["one", "tag:example.org,2012:two"],
    "kind": ["link", "original", "republished"],
    "lang": ["ar"],
    "source": [
        {"name": "wire", "url": "https://wire.example/1"},
        {"name": "Gazette", "url": "https://g.example/2"},
    ],
    "image": [{"src": "map.svg", "alt": "A map"}, {"src": "https://images.example/a.png", "alt": "A map"}],
    "corrections": [[{"date": "2012-03-14", "text": "A name was wrong."}]],
    "layout": ["long"],
    "also": [["homs"], ["Convoy", "WINTER"], ["Truce; border"]],
}
BASE = "base_url: {url}\ntitle: {title}\ntimezone: UTC\n"


def body(chance: Random) -> str:
    """An article's text: sentences, and now and then a link, a picture or a heading."""
    sentences = [
        " ".join(chance.choices(WORDS, k=chance.randint(2, 9))) + "." for _ in range(chance.randint(1, 4))
    ]
    return "\n\n".join([*sentences, chance.choice(EXTRAS)])


def front(chance: Random) -> dict[str, Any]:
    """An article's front matter."""
    made: dict[str, Any] = {
        "title": " ".join(chance.choices(WORDS, k=chance.randint(1, 3))),
        "date": chance.choice(DAYS),
        "tags": chance.sample(TAGS, chance.randint(0, 3)),
    }
    for key in chance.sample(sorted(SELDOM), chance.randint(0, 2)):
        made[key] = chance.choice(SELDOM[key])
    return made


def article_of(front: dict[str, Any], body: str) -> str:
    """An article's file."""
    return f"{write_front_matter({k: v for k, v in front.items() if v != []})}\n{body}\n"
