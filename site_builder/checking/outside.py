"""Links to other sites: what is gone, what has moved. Looked at only when asked for, since it asks others.

A dead original that an editor has accepted as such, by `dead: true` under `source`, is not told of again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from site_builder.checking.asking import Told
from site_builder.checking.facts import PAGES
from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.content.article import Article, SourceRef
from site_builder.problems import Place
from site_builder.silence import CONTENT

CODES = {
    "dead-link": Code("warning", "what a link to another site led to is gone"),
    "moved-link": Code("warning", "what a link to another site led to has another address for good"),
    "unanswered-link": Code("ignore", "another site gives no answer that says anything"),
}


class Original(Struct, frozen=True):
    """The original of an article, of which something may be written into its front matter."""

    path: str  # below content/
    url: str
    archive_url: str  # as the article has it
    proposed: str  # the address at which an archive would have it, by the day of its retrieval


def addresses(site: Site) -> dict[str, dict[str, None]]:
    """Every address on another site that finished pages link to or load, with those pages."""
    found: dict[str, dict[str, None]] = {}
    for path, facts in site.facts.items():
        if path not in site.plan or not path.endswith(PAGES):
            continue
        for address in (*facts.links, *facts.loads):
            full = f"https:{address}" if address.startswith("//") else address
            is_web = full.startswith(("http://", "https://"))
            if is_web and site.leading.target(full, path, facts.base).kind == "outside":
                found.setdefault(full.partition("#")[0], {})[path] = None
    return found


def find(site: Site, told: Mapping[str, Told]) -> Iterator[Finding]:
    """What is to be told of the answers, once for each article that has the link."""
    pages = addresses(site)
    for address, one in told.items():
        if one.fate == "alive":
            continue
        for place, source, article in _places(site, address, tuple(pages.get(address, ()))):
            if one.fate == "dead" and not _is_accepted(article, address):
                remedy = _remedy(article, address)
                yield finding("dead-link", place, f"'{address}' is gone: {one.why}", remedy, [source])
            elif one.fate == "moved":
                more = f", {one.why}" if one.why else ""
                message = f"'{address}' has moved for good to '{one.to}'{more}"
                yield finding("moved-link", place, message, "Write the new address.", [source])
            elif one.fate == "unanswered":
                message = f"nothing is known of '{address}': {one.why}"
                yield finding("unanswered-link", place, message, "Look at it in a browser.", [source])


def originals(site: Site, told: Mapping[str, Told] | None = None) -> Iterator[Original]:
    """The originals of published articles; with answers, those that are gone."""
    for path in site.snapshot.index.order:
        source = site.snapshot.articles[path].source
        if source is None or not source.url or source.dead:
            continue
        if told is not None:
            one = told.get(source.url.partition("#")[0])
            if one is None or one.fate != "dead":
                continue
        yield Original(path, source.url, source.archive_url, archived_at(site, path, source))


def archived_at(site: Site, path: str, source: SourceRef) -> str:
    """Where the Internet Archive shows a page as it was on a day: the copy nearest to it, if it has one."""
    moment = source.retrieved or source.published or site.snapshot.articles[path].date
    assert moment, "without a date nothing is published"
    stamp = f"{moment.instant:%Y%m%d%H%M%S}" if moment.timed else f"{moment.day:%Y%m%d}"
    return f"https://web.archive.org/web/{stamp}/{source.url}"


def _places(site: Site, address: str, pages: tuple[str, ...]) -> Iterator[tuple[Place, str, Article | None]]:
    """Where a link is typed: in each article that has it, else in the first page that shows it."""
    met = set()
    for page in pages:
        source = site.claimant(page)
        article = site.article_of(page)
        if source in met or not source.startswith(CONTENT):
            continue
        met.add(source)
        if article and article.source and article.source.url.partition("#")[0] == address:
            yield site.in_front_matter(article.path, "source.url"), source, article
        elif (place := site.in_source(source, address)).line:
            yield place, source, article
        else:
            met.discard(source)
    if not met and pages:
        yield site.in_output(pages[0], address.replace("&", "&amp;")), site.claimant(pages[0]), None


def _is_accepted(article: Article | None, address: str) -> bool:
    source = article.source if article else None
    return bool(source and source.dead and source.url.partition("#")[0] == address)


def _remedy(article: Article | None, address: str) -> str:
    source = article.source if article else None
    if source is None or source.url.partition("#")[0] != address:
        return "Mend the link, or take it out."
    if source.archive_url:
        return (
            "Write `dead: true` under `source`, or have `--mark-dead` write it: its page then offers the"
            f" archived copy first, {source.archive_url}"
        )
    return "Find a kept copy for `archive_url`; `--propose-archive` writes where one would be."
