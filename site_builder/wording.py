"""Queries and reasons in words, for people who want to know why an output was made again."""

from __future__ import annotations

from site_builder.incremental.reads import Query
from site_builder.incremental.staleness import Reason

_OF_AN_ARTICLE = {
    "article": "the details of content/{}",
    "body": "the text of content/{}",
    "card": "what lists show of content/{}",
    "face": "what the social card of content/{} shows",
    "files_beside": "the files beside content/{}",
    "neighbours": "what comes before and after content/{}",
    "permalink": "the address of content/{}",
    "related": "the related reading of content/{}",
}
_OTHERS = {
    "address_count": "how many addresses search engines are told",
    "addresses": "the addresses that search engines are told",
    "asset": "the address of the asset {}",
    "asset_names": "which assets there are",
    "attachment": "the file content/{1} beside content/{0}",
    "busiest_tags": "which {} tags have the most articles",
    "config": "the setting `{}`",
    "dates": "the way in which dates are written",
    "days": "which days of {} have articles",
    "edition": "the edition {}",
    "edition_neighbours": "which editions come before and after {}",
    "layout": "the layout {}",
    "message": "the words for '{}'",
    "pages": "which plain pages there are",
    "picture_origins": "which other hosts’ pictures are shown",
    "redirects": "what has another address than before",
    "related_tags": "which tags stand beside '{}'",
    "search_engine": "what readers search with",
    "search_files": "which files the search index has",
    "social_card": "the address of the social card of content/{}",
    "section": "the section '{}'",
    "sections": "which sections have articles",
    "source": "the source '{}'",
    "sources": "which sources have articles, and how many",
    "static_files": "which static files there are",
    "tag": "the tag '{}'",
    "tags": "which tags have articles, and how many",
    "titled": "which article has the headline '{}'",
    "today": "the day",
    "years": "which years have articles",
}
_CAUSES = {
    "compressed": "it is to be compressed otherwise, or by another version of the compressor",
    "altered": "its file in the output folder was not what had been written there",
    "copied": "the file that it is a copy of is another",
    "extensions": "the site's own extensions are others",
    "links": "the site's address, or the form of its links, is another",
    "missing": "its file in the output folder was gone",
    "new": "it is new",
    "planned": "it is planned otherwise: another kind, subject or source",
}


def query_in_words(query: Query) -> str:
    """What a query asks, as the subject of a sentence without its verb."""
    name, *rest = (str(part) for part in query)
    if name in _OF_AN_ARTICLE:
        return _OF_AN_ARTICLE[name].format(*rest)
    if name in _OTHERS:
        return _OTHERS[name].format(*rest)
    if name in {"articles", "editions"}:
        *by, start, stop = rest
        what = _listed(by) if by else "the editions"
        return what if (start, stop) == ("0", "0") else f"{what}, from {int(start) + 1} to {stop}"
    if name == "count":
        return f"how many there are of {_listed(rest)}"
    if name == "months":
        return f"which months have any of {_listed(rest)}"
    return " ".join((name, *rest))


def reason_in_words(reason: Reason) -> str:
    """A reason, as it can stand after "because" and a line's end."""
    if reason.cause == "query":
        return f"changed: {query_in_words(reason.query)}"
    return _CAUSES[reason.cause]


def _listed(by: list[str]) -> str:
    return "the articles" if by[0] == "all" else f"the articles of {by[0]} '{by[1]}'".replace(" ''", "")
