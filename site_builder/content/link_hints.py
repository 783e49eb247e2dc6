"""What a link that leads nowhere could have meant. Knows the snapshot, and no files.

In a text an article is linked by its .md file, whatever address its page has: that file is proposed where
somebody wrote an address, or the name that the page would have elsewhere.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection

from site_builder.content.article import SourcePath
from site_builder.content.index import section_permalink
from site_builder.content.permalinks import slugify
from site_builder.content.snapshot import Snapshot
from site_builder.problems import nearest

_PAGE_ENDINGS = (".html", ".htm")


def relative_to(path: SourcePath, source: str) -> str:
    """A path below content/ as it is written in the file that messages call `source`."""
    here = source.removeprefix("content/")
    return posixpath.relpath(path, posixpath.dirname(here) or ".")


def is_like_a_page(target: str) -> bool:
    """Whether a path could be that of a page: it ends in .html or has no ending."""
    name = target.rstrip("/").rpartition("/")[2]
    return name.endswith(_PAGE_ENDINGS) or "." not in name


def article_meant(
    target: str, snapshot: Snapshot, sources: Collection[SourcePath], *, near: bool = True
) -> SourcePath:
    """The article that a path or address looks like; "" where none does.

    The one whose file or page it is but for the ending; else one whose name it ends with, where there is one
    such; else, if `near` ones are wanted, the nearest by the spelling of file or page.
    """
    if not is_like_a_page(target):
        return ""
    stem = target.strip("/")
    for ending in _PAGE_ENDINGS:
        stem = stem.removesuffix(ending)
    stem = stem.removesuffix("/index")
    names = {path.rpartition(".")[0]: path for path in sorted(sources)}
    names.update((entry.permalink.strip("/"), path) for path, entry in sorted(snapshot.entries.items()))
    if stem in names:
        return names[stem]
    last = stem.rpartition("/")[2]
    alike = {path for name, path in names.items() if name.rpartition("/")[2] == last}
    if len(alike) == 1:
        return alike.pop()
    return names.get(nearest(stem, names), "") if near else ""


def empty_list(address: str, snapshot: Snapshot) -> tuple[str, str]:
    """Of the page of a tag, section or source that has no article now: what is so, and the way out.

    Both are "" for any other address.
    """
    settings, index = snapshot.settings, snapshot.index
    lists = [("tag", "has the tag", id_, term.permalink) for id_, term in index.terms.items()]
    lists += [("section", "is in the section", id_, section_permalink(id_)) for id_ in settings.sections]
    lists += [("source", "is from the source", id_, f"/sources/{slugify(id_)}/") for id_ in settings.sources]
    for kind, words, id_, permalink in lists:
        key = f"{kind}s" if kind == "tag" else kind
        if permalink == f"{address.rstrip('/')}/" and (kind, id_) not in index.lists:
            return (
                f"no published article {words} '{id_}' now, so there is no page '{address}'",
                f"Take the link out, or publish an article with `{key}: {id_}`.",
            )
    return "", ""
