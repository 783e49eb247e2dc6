"""The articles of a build: those that are as they were, and those that had to be read.

Brings together what is remembered and what the disk says now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from site_builder.content.entry import Entry
from site_builder.content.parse import ParseRules
from site_builder.executors import Workers
from site_builder.incremental.reads import answer_digest
from site_builder.incremental.stamps import trusted
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
    former: Mapping[str, Kept]  # all there were
    changed: dict[str, Kept] = field(default_factory=dict)  # new, or parsed to something else
    moved: bool = False  # whether any entry came, went or has changed
    removed: tuple[str, ...] = ()
    parsed: dict[str, Texts] = field(default_factory=dict)  # cards and counted words of those just parsed
    seen: dict[str, Seen] = field(default_factory=dict)  # what to remember of the files that were read
    spent: list[Spent] = field(default_factory=list)

    def problems(self) -> Iterable[Problem]:
        """What is wrong with single articles."""
        for kept in self.kept.values():
            yield from kept.problems


def read_articles(
    memory: Memory,
    sources: Sources,
    suspects: Iterable[str],
    rules: ParseRules,
    workers: Workers,
    progress: Progress | None = None,
) -> Articles:
    """Parse what must be parsed. `suspects` names the sources of which the disk says something new.

    Texts go into the memory's store as they come.
    """
    former = memory.kept.values
    same_rules = memory.summary.rules == rules_digest(rules)
    attempts = memory.attempts.values if memory.store.part("attempts", str) == rules_digest(rules) else {}
    files = sources.of("content")
    paths = [path for path in files if path.endswith(ARTICLE)]
    read = {name[len(_CONTENT) :] for name in suspects if _is_article(name)} if same_rules else None
    wanted = []
    for path in paths:
        if read is None or path in read:
            known = [
                before[path].digest for before in (former if same_rules else {}, attempts) if path in before
            ]
            wanted.append(Wanted(path, files[path], tuple(known)))
    articles = Articles(kept=former, former=former)
    gone = former.keys() - set(paths) if len(former) != len(paths) or wanted else set()
    articles.removed = tuple(sorted(gone))
    ids = _Ids(memory)
    for found in parse_files(wanted, rules, workers, progress):
        name = f"{_CONTENT}{found.path}"
        articles.seen[name] = Seen(trusted(found.stamp, sources.read), found.digest)
        kept = _known(found, former if same_rules else {}) or _known(found, attempts)
        if kept is None:
            kept = _keep(memory, found, ids, articles)
        if kept is not former.get(found.path):
            articles.changed[found.path] = kept
    if articles.changed or gone:
        now = {path: kept for path, kept in former.items() if path not in gone}
        now.update(articles.changed)
        articles.kept = {path: now[path] for path in paths}
        articles.moved = bool(gone) or any(
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
        self.last = max([memory.summary.last_text, *(kept.text for kept in memory.attempts.values.values())])
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
