"""The vocabulary of the repository's own digest on its own articles.

Two different things are held. That a name means its term wherever it stands: the places of names that
may mean something else were read, and those where they do are listed here. And how far its editors, who
choose four or five tags for an article, chose what is suggested: a suggestion counts as theirs when the
article has the tag, or one that is wider or narrower by `parent`, or when their own headline names the
term.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from site_builder.configuring import configure
from site_builder.content.front_matter import read_front_matter
from site_builder.content.taxonomy import Vocabulary
from site_builder.importing.tagging.suggesting import TagCount, Tagger
from site_builder.options import Where

ROOT = Path(__file__).resolve().parents[3]
MISREAD = {
    "Jordan": ("The Jordan Times",),
    "Journalists": ("Committee to Protect Journalists",),
    "Observers": ("Observers from the Organization",),
}


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(configure(Where(ROOT)).settings.tags)


def _articles() -> Iterator[tuple[str, str, set[str], tuple[TagCount, ...]]]:
    vocabulary = _vocabulary()
    tagger = Tagger(vocabulary.settings)
    for path in sorted((ROOT / "content" / "2012").rglob("*.md")):
        front, parts, _, _ = read_front_matter(path.read_text("utf-8"), path.name, {})
        assert front
        assert parts
        tags = {id_ for tag in front.tags if (id_ := vocabulary.resolve(tag))}
        yield front.title, parts.body, tags, tagger.suggest(front.title, parts.body, front.dateline)


def test_a_name_of_the_vocabulary_means_its_term_in_19_of_20_places() -> None:
    places = misread = 0
    for title, body, _, counts in _articles():
        text = " ".join(f"{title} {body}".split())
        places += sum(count.times for count in counts)
        misread += sum(text.count(phrase) for phrases in MISREAD.values() for phrase in phrases)
    assert places > 400
    assert misread >= len(MISREAD)  # the list is of this digest
    assert misread <= places / 20


def test_what_is_suggested_is_mostly_what_its_editors_chose() -> None:
    vocabulary = _vocabulary()
    right = total = 0
    for _, _, tags, counts in _articles():
        wider = {wide for tag in tags for wide in vocabulary.ancestors(tag)}
        for count in (count for count in counts if count.suggested):
            total += 1
            kin = count.tag in tags | wider or bool(tags.intersection(vocabulary.ancestors(count.tag)))
            right += kin or count.in_title
    assert total > 100
    assert right / total > 0.8
