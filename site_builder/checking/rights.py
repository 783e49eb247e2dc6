"""Rights: whether any output has more of a text than may be shown, in whatever form it is published.

The words of what is withheld are looked for in the words of every output: pages, feeds, data, search, mails,
books. Who wrote them there does not matter: a summary that an editor copied is found like a fault of a
layout. So is the text of an article that is kept back. What another article may show is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.looking import is_text
from site_builder.checking.placing import some_of
from site_builder.checking.runs import Passages, Run, Withheld, digest_of_withheld
from site_builder.checking.site import Site
from site_builder.checking.words import READ, words, words_of_html
from site_builder.problems import Place
from site_builder.silence import CONTENT

CODES = {
    "rights-exceeded": Code("error", "an output has more of a text than its rights allow"),
    "text-kept-back": Code("error", "an output has text of an article that is kept back"),
}
_FIRST = 6  # words of a run that a message shows
_KEYS = ("summary", "title", "accounts", "corrections", "image")


def find(site: Site) -> Iterator[Finding]:
    """Each passage of a withheld text once, with the outputs that have it."""
    withheld = _withheld(site)
    if not withheld:
        return
    files = {path: one for path, one in site.made.items() if is_text(path, one, READ)}
    least = site.settings.check.withheld_words
    key = digest_of_withheld(withheld, least)
    clean = site.kept.clean(key)
    wanted = [(path, one.file) for path, one in files.items() if one.digest not in clean]
    if not wanted:
        return
    passages = Passages(withheld, least, site.jobs)
    suspects = passages.suspects(wanted)
    site.kept.keep_clean(
        key, {one.digest for path, one in files.items()} - {files[path].digest for path in suspects}
    )
    found: dict[Run, list[str]] = {}
    for path in suspects:
        for run in passages.runs_in(path, site.body(path)):
            found.setdefault(run, []).append(path)
    elsewhere = _Elsewhere(site)
    for run, outputs in found.items():
        if not elsewhere.may_show(run, least):
            yield _finding(site, run, outputs)


def _withheld(site: Site) -> list[Withheld]:
    """What may not be shown: the rest of excerpts, and all that is kept back."""
    snapshot = site.snapshot
    hidden = snapshot.index.hidden
    return [
        Withheld(
            path,
            site.content[path],
            site.seen[f"{CONTENT}{path}"].digest,
            "" if path in hidden else snapshot.bodies[path].html,
        )
        for path, entry in snapshot.entries.items()
        if (entry.withheld or path in hidden) and path in site.content
    ]


class _Elsewhere:
    """What other articles may show. Read when there is something to find in it, and not before."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._texts: dict[str, str] = {}

    def may_show(self, run: Run, least: int) -> bool:
        """Whether some other article's own text begins with the same words and may be shown."""
        wanted = f" {' '.join(run.words[:least])} "
        return any(wanted in self._text(path) for path in self._site.published if path != run.source)

    def _text(self, path: str) -> str:
        if path not in self._texts:
            body = words_of_html(self._site.snapshot.bodies[path].html)
            self._texts[path] = f" {' '.join(body)} "
        return self._texts[path]


def _finding(site: Site, run: Run, outputs: list[str]) -> Finding:
    source = f"{CONTENT}{run.source}"
    named = some_of(outputs)
    beginning = " ".join(run.words[:_FIRST])
    place = _typed_at(site, run) or Place(f"{site.output_folder}/{outputs[0]}")
    why = site.snapshot.index.hidden.get(run.source)
    if why:
        message = f"{len(run.words)} words in a row of {source}, which is kept back ({why}), stand in {named}"
        remedy = f"They begin '{beginning} …'. Publish the article, or take them out."
        return finding("text-kept-back", place, message, remedy, [source])
    rights = site.snapshot.articles[run.source].rights
    limit = f"an excerpt of {rights.words} words" if rights.kind == "excerpt" else "its headline"
    message = (
        f"{len(run.words)} words in a row of {source} stand in {named}, and no more than {limit} may be shown"
    )
    remedy = f"They begin '{beginning} …'. Say it in words of your own, or mend the layout that shows them."
    return finding("rights-exceeded", place, message, remedy, [source])


def _typed_at(site: Site, run: Run) -> Place | None:
    """Where an editor has typed the words into front matter."""
    article = site.snapshot.articles.get(run.source)
    if article is None or not _holds(words(article.front), run.words):
        return None
    for key in _KEYS:
        if _holds(words(_value(article, key)), run.words):
            return site.in_front_matter(run.source, key)
    return Place(f"{CONTENT}{run.source}", article.front_line)


def _value(article: object, key: str) -> str:
    return str(getattr(article, key))


def _holds(text: list[str], wanted: tuple[str, ...]) -> bool:
    return f" {' '.join(wanted)} " in f" {' '.join(text)} "
