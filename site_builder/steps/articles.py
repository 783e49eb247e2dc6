"""The articles of a build: those that are as they were, and those that had to be read.

Brings together what is remembered and what the disk says now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

import msgspec

from site_builder.content.entry import Entry
from site_builder.content.parse import ParseRules
from site_builder.executors import Workers
from site_builder.incremental.reads import answer_digest
from site_builder.incremental.stamps import trusted
from site_builder.incremental.tables import Table
from site_builder.memory import Kept, Memory
from site_builder.options import Progress, Spent
from site_builder.problems import Problem
from site_builder.sources import ARTICLE, Seen, Sources
from site_builder.steps.parsing import Found, Texts, Wanted, parse_files

_CONTENT = "content/"


@dataclass
class Articles:
    """What became of the articles since the last published build. Paths are below content/."""

    kept: Mapping[str, Kept]  # all there are now
    former: Table[Kept]  # all there were
    changed: dict[str, Kept] = field(default_factory=dict)  # new, or parsed to something else
    moved: bool = False  # whether any entry came, went or has changed
    removed: tuple[str, ...] = ()
    troubled: Set[str] = frozenset()  # those of `kept` that have problems
    parsed: dict[str, Texts] = field(default_factory=dict)  # cards and counted words of those just parsed
    seen: dict[str, Seen] = field(default_factory=dict)  # what to remember of the files that were read
    spent: list[Spent] = field(default_factory=list)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with single articles."""
        return tuple([problem for path in sorted(self.troubled) for problem in self.kept[path].problems])

    def with_texts(self) -> Mapping[str, Kept]:
        """Those of `kept` that can be published: all, but for some of the changed ones."""
        lost = [path for path, kept in self.changed.items() if not kept.text]
        return self.former.after(self.changed, (*self.removed, *lost)) if lost else self.kept


def read_articles(
    memory: Memory,
    sources: Sources,
    suspects: Iterable[str],
    lost: Iterable[str],
    rules: ParseRules,
    workers: Workers,
    progress: Progress | None = None,
) -> Articles:
    """Parse what must be parsed. `suspects` names the sources of which the disk says something new, `lost`
    those that are not there any more.

    Texts go into the memory's store as they come.
    """
    former = memory.kept
    same_rules = memory.summary.rules == rules_digest(rules)
    attempts = memory.attempts if memory.store.part("attempts", str) == rules_digest(rules) else {}
    files = sources.of("content")
    if same_rules:
        paths = sorted(name[len(_CONTENT) :] for name in suspects if _is_article(name))
    else:
        paths = [path for path in files if path.endswith(ARTICLE)]
    known = (former, attempts) if same_rules else (attempts,)
    wanted = [
        Wanted(path, files[path], tuple([before[path].digest for before in known if path in before]))
        for path in paths
    ]
    articles = Articles(kept=former, former=former, troubled=memory.troubled)
    articles.removed = tuple(sorted(name[len(_CONTENT) :] for name in lost if _is_article(name)))
    ids = _Ids(memory)
    for found in parse_files(wanted, rules, workers, progress):
        name = f"{_CONTENT}{found.path}"
        articles.seen[name] = Seen(trusted(found.stamp, sources.read), found.digest)
        kept = _known(found, former if same_rules else {}) or _known(found, attempts)
        if kept is None:
            kept = _keep(memory, found, ids, articles)
        if kept is not former.get(found.path):
            articles.changed[found.path] = kept
    if articles.changed or articles.removed:
        articles.kept = former.after(articles.changed, articles.removed)
        in_changed = {path for path, kept in articles.changed.items() if kept.problems}
        articles.troubled = memory.troubled - {*articles.removed} - articles.changed.keys() | in_changed
        articles.moved = bool(articles.removed) or any(
            path not in former or bytes(former[path].entry) != bytes(kept.entry)
            for path, kept in articles.changed.items()
        )
    return articles


def rules_digest(rules: ParseRules) -> str:
    """A digest of all that parsing reads of the settings."""
    return answer_digest(rules).hex()


class _Ids:
    """Ids for new texts, above all that were ever given."""

    def __init__(self, memory: Memory) -> None:
        self.last = max([memory.summary.last_text, *(kept.text for kept in memory.attempts.values())])
        memory.store.drop_texts_above(self.last)

    def next(self) -> int:
        self.last += 1
        return self.last


def _known(found: Found, before: Mapping[str, Kept]) -> Kept | None:
    kept = before.get(found.path)
    return kept if kept and kept.digest == found.digest else None


def _keep(memory: Memory, found: Found, ids: _Ids, articles: Articles) -> Kept:
    articles.spent.append(Spent("article", found.path, found.microseconds))
    text = 0
    if found.texts:
        text = ids.next()
        texts = found.texts
        memory.store.add_texts([(text, texts.card, texts.article, texts.body, texts.vector)])
        articles.parsed[found.path] = Texts(texts.card, b"", b"", texts.vector)
    return Kept(text, found.digest, msgspec.Raw(encode_entry(found.entry)), found.problems)


def _is_article(name: str) -> bool:
    return name.endswith(ARTICLE) and name.startswith(_CONTENT)


def encode_entry(entry: Entry | None) -> bytes:
    """An entry as it is remembered."""
    return _encode(entry)


_encode = msgspec.msgpack.Encoder().encode
