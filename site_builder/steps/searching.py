"""The search index of whole texts: what of it is to be published, and whether it must be made anew.

It is a file or two for each article, copied into the output folder like a picture beside a text. Pagefind
runs only when what is searched has changed. Where it does not do its work there is a warning and no index,
and the site has the simple search.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from msgspec import Struct, structs

from site_builder.content.searched_text import digest_source, searched_articles
from site_builder.content.snapshot import FileInfo, Snapshot
from site_builder.file_queries import SEARCH_FOLDER
from site_builder.files import digest_of
from site_builder.incremental.reads import answer_digest
from site_builder.memory import Memory
from site_builder.problems import Problem
from site_builder.steps.destinations import Destination
from site_builder.steps.inputs import Inputs
from site_builder.steps.pagefind import NoIndex, index_of, version
from site_builder.steps.taking import Taken, planned_anew


class Indexed(Struct, frozen=True, array_like=True):
    """What is remembered of the last index."""

    articles: str = ""  # digest of which parsed articles were searched, under which settings
    texts: str = ""  # digest of all that was searched
    files: dict[str, str] = {}  # digests of the index's files by name


@dataclass(frozen=True)
class Search:
    """The index as it is to be published."""

    taken: Taken  # with the names of the index's files
    indexed: Indexed = field(default_factory=Indexed)
    made: Mapping[str, bytes] = field(default_factory=dict)  # bytes by original, where Pagefind ran
    problems: tuple[Problem, ...] = ()


def search_index(
    taken: Taken, inputs: Inputs, memory: Memory, destination: Destination, *, full: bool
) -> Search:
    """The index of a site that is published with one; none where the settings or the site have no use for it.

    `full` lets it be made whatever is remembered.
    """
    snapshot = taken.snapshot
    if snapshot.settings.search != "pagefind" or not snapshot.index.order:
        return Search(taken)
    before = memory.store.part("search", Indexed) or Indexed()
    articles = _digest_of_articles(taken, inputs)
    stands = bool(before.files) and not full and _stands(before, snapshot, memory, destination)
    if stands and before.articles == articles:
        return Search(_with_files(taken, before, before, inputs), before)
    found = list(searched_articles(snapshot))
    texts = digest_of(digest_source(snapshot, found) + version().encode())
    if stands and before.texts == texts:
        indexed = Indexed(articles, texts, before.files)
        return Search(_with_files(taken, indexed, before, inputs), indexed)
    try:
        files = index_of(found, snapshot.settings.language)
    except NoIndex as cause:
        return Search(
            _with_files(taken, Indexed(), before, inputs), Indexed(), problems=(_told(cause, inputs),)
        )
    indexed = Indexed(articles, texts, {name: digest_of(body) for name, body in files.items()})
    made = {f"search/{name}": body for name, body in files.items()}
    return Search(_with_files(taken, indexed, before, inputs), indexed, made)


def _digest_of_articles(taken: Taken, inputs: Inputs) -> str:
    """Changes with every article that is parsed again, comes, goes, appears or disappears, and with whatever
    gives tags and sources their names.
    """
    settings, kept = taken.snapshot.settings, inputs.articles.kept
    names = (settings.language, settings.tags, settings.sources, settings.permalink)
    of_each = [(path, kept[path].text) for path in taken.snapshot.index.order]
    return answer_digest((version(), names, of_each)).hex()


def _stands(indexed: Indexed, snapshot: Snapshot, memory: Memory, destination: Destination) -> bool:
    """Whether the index's files are where the last build has put them."""
    known = memory.written.whole()
    paths = [f"{SEARCH_FOLDER}{name}" for name in indexed.files]
    links = answer_digest(snapshot.links).hex()
    if links != memory.summary.links or not all(path in known for path in paths):
        return False  # with other links everything is written anew
    return not destination.altered({path: known[path] for path in paths}, {})


def _with_files(taken: Taken, indexed: Indexed, before: Indexed, inputs: Inputs) -> Taken:
    """The same with the index's files among those of the site; planned anew where they are others."""
    infos = {name: FileInfo(name, digest) for name, digest in indexed.files.items()}
    snapshot = replace(taken.snapshot, files=structs.replace(taken.snapshot.files, search=infos))
    if taken.reindexed or indexed.files == before.files:
        return replace(taken, snapshot=snapshot)
    return replace(planned_anew(taken, inputs), snapshot=snapshot)


def _told(cause: NoIndex, inputs: Inputs) -> Problem:
    is_missing = str(cause).endswith("not installed")
    return Problem(
        level="warning",
        code="no-search-index",
        place=inputs.configured.places.nearest("search"),
        message=f"there is no index of the texts, for {cause}; the simple search stands in",
        remedy="pip install 'site-builder[search]', or set `search: simple`."
        if is_missing
        else "Build again, or set `search: simple`, which searches headlines, summaries and tags.",
    )
