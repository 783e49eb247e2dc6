"""Search: a page, and what it searches in.

The simple search has a file for each year, of titles, summaries and tags, which are on lists anyway: no word
of a text that is withheld can get here, and a mended body touches nothing of it. Searching whole texts is an
outside program's work (`steps/searching.py`); its files are copied.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from site_builder.content.plan import Output
from site_builder.file_queries import SEARCH_FOLDER
from site_builder.handles import ArticleView
from site_builder.outputs.kind import Ask, Render, page_at
from site_builder.turns import ARTICLES, ATTACHMENTS, PAGES
from site_builder.view import SiteView

PAGE = "/search/"


def plan(ask: Ask) -> Iterator[Output]:
    """The page, and what it searches in: a file for each year that has an article, or the files of an index.
    Nothing where `search` is `none`.
    """
    engine = ask("search_engine")
    if engine == "none":
        return
    yield page_at(PAGE, "search", "")
    for year in ask("years") if engine == "simple" else ():
        yield page_at(f"{PAGE}{year}.json", "search", year)
    for name in ask("search_files"):
        path = f"{SEARCH_FOLDER}{name}"
        yield Output(path, "search", (name,), copy_of=f"search/{name}", permalink=f"/{path}")


def turn(output: Output) -> int:
    """The files before the page that reads them, and parts of the index before what names them.

    These are not kept for pages that are open still, as assets are: they hold texts, and what is withdrawn
    must be gone. `search-texts.js` loads anew what names them.
    """
    if output.copy_of:
        return ATTACHMENTS if "/" in output.subject[0] else ARTICLES
    return ARTICLES if output.subject[0] else PAGES


def render(output: Output, site: SiteView, layout: Render) -> str:
    """The page by `search.html`.

    A year's file is JSON: `tags` and `sources` by the numbers that `articles` use, and for each article,
    newest first, [title, link from the page, summary, day, number of its source or -1, numbers of tags,
    language or ""].
    """
    year = output.subject[0]
    if not year:
        return layout("search.html")
    tags: dict[str, int] = {}
    sources: dict[str, int] = {}
    articles = [_row(article, tags, sources) for article in site.articles(year=year)]
    made = {"tags": list(tags), "sources": list(sources), "articles": articles}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"


def _row(article: ArticleView, tags: dict[str, int], sources: dict[str, int]) -> list[object]:
    source = article.source
    return [
        article.title,
        article.permalink,
        article.summary,
        article.date.day.isoformat(),
        sources.setdefault(source.name, len(sources)) if source else -1,
        [tags.setdefault(tag.label, len(tags)) for tag in article.tags],
        article.lang,
    ]
