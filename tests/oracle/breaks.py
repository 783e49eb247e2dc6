"""Rules of the incremental build, each broken in one way, and what is done to a site to notice.

A script is a list of edits; after each the site is built and compared with a clean build, as the oracle
does it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import pytest

from oracle import sites
from oracle.machine import SiteMachine
from site_builder import build, door, extended, extensions, files, layouts, rebuild
from site_builder.content import index
from site_builder.incremental import stamps
from site_builder.steps import articles, changes, chunks, destinations, planning

Edit = Callable[[SiteMachine], object]
Break = Callable[[pytest.MonkeyPatch], None]

A = {"title": "Convoy", "date": "2012-03-10", "tags": ["syria", "un"]}
WORDS = "layouts/translations/en.yaml"
FEW = "tags:\n  syria: {label: Syria}\n"


def put(name: str = "a", body: str = "Grain for Homs.", **front: Any) -> Edit:
    """Write an article; a key that is None is left out."""
    values = {k: v for k, v in {**A, **front}.items() if v is not None}
    return lambda machine: machine.put_article(f"content/{name}.md", values, body)


def write(name: str, text: str) -> Edit:
    """Write a file."""
    return lambda machine: machine.write(name, text)


def remove(name: str) -> Edit:
    """Delete a file."""
    return lambda machine: (machine.site / name).unlink()


def configure(**config: str) -> Edit:
    """Change settings."""

    def edit(machine: SiteMachine) -> None:
        machine.config.update(config)
        machine.configure()

    return edit


def clock(moment: str) -> Edit:
    """Move the clock."""
    return lambda machine: machine.options.update(clock=moment)


def both(*edits: Edit) -> Edit:
    """Several edits before one build."""
    return lambda machine: [edit(machine) for edit in edits]


def in_place_with_the_time_it_had(name: str, before: str, after: str) -> Edit:
    """Put other bytes of the same number into a file whose stamp is trusted, and set its time back."""

    def edit(machine: SiteMachine) -> None:
        file = machine.site / name
        time.sleep(0.1)
        machine.write("static/other.txt", "a build that has something to do remembers stamps")
        machine.check()
        status = file.stat()
        file.write_text(file.read_text().replace(before, after))
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    return edit


def without(*names: str) -> Break:
    """Nobody learns that queries of these names have another answer."""

    def broken(patch: pytest.MonkeyPatch) -> None:
        whole = rebuild.stale_outputs

        def stale(planned: Any, asked: Any, sets: Any, changed: Any, known: Any) -> Any:
            fewer = {id_: query for id_, query in changed.items() if query[0] not in names}
            return whole(planned, asked, sets, fewer, known)

        patch.setattr(rebuild, "stale_outputs", stale)

    return broken


def returning(module: Any, name: str, value: Any) -> Break:
    """A function gives always the same."""
    return lambda patch: patch.setattr(module, name, lambda *args, **options: value)


def _absences_are_not_recorded(patch: pytest.MonkeyPatch) -> None:
    def ask(self: Any, *query: Any) -> Any:
        answer = door.ANSWERS[query[0]](self._snapshot, *query[1:])
        if answer is not None:
            self.reads.add(query)
        return answer

    patch.setattr(door.Door, "ask", ask)


def _includes_are_not_recorded(patch: pytest.MonkeyPatch) -> None:
    split = chunks._Job._split

    def fewer(self: Any, reads: Any, named: Any) -> Any:
        return split(self, [q for q in reads if not str(q[-1]).startswith("partials/")], named)

    patch.setattr(chunks._Job, "_split", fewer)


def _a_failed_build_is_taken_for_a_good_one(patch: pytest.MonkeyPatch) -> None:
    def remember(memory: Any, inputs: Any) -> None:
        memory.sources.update(inputs.fresh)
        memory.store.finish()

    patch.setattr(rebuild, "remember_attempts", remember)


def _other_plans_are_not_noticed(patch: pytest.MonkeyPatch) -> None:
    plan_site = rebuild.plan_site

    def planned(*args: Any) -> Any:
        plan = plan_site(*args)
        for path in [path for path, cause in plan.changed.items() if cause == "planned"]:
            del plan.changed[path]
        return plan

    patch.setattr(rebuild, "plan_site", planned)


def _cards_are_not_compared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(changes, "_PARTS", ("article", "body"))


def _outputs_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(destinations.OnDisk, "altered", lambda self, written, planned: {})
    patch.setattr(build, "file_stamp", lambda path: stamps.NONE)
    patch.setattr(build, "_is_still", lambda file, digest: True)


def _nothing_ever_appears(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(index, "_window", lambda entries, now: (float("-inf"), float("inf")))


def _times_are_believed(patch: pytest.MonkeyPatch) -> None:
    whole = stamps.stamp_of
    for module in (stamps, files):
        patch.setattr(module, "stamp_of", lambda status: (*whole(status)[:2], 0, 0))


def _links_are_not_compared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rebuild, "answer_digest", lambda value: b"")


def _parsed_under_other_settings(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(articles, "rules_digest", lambda rules: "")
    patch.setattr("site_builder.steps.inputs.rules_digest", lambda rules: "")


def _extensions_are_not_compared(patch: pytest.MonkeyPatch) -> None:
    nothing = property(lambda self: "", lambda self, digest: None)
    patch.setattr(extensions.Extensions, "digest", nothing, raising=False)


def _plans_of_extensions_are_not_compared(patch: pytest.MonkeyPatch) -> None:
    whole = planning.planned_by
    patch.setattr(planning, "planned_by", lambda *args: whole(*args)._replace(digest=""))


FILTERS, QUERIES, PLANS = sites.EXTENSIONS.values()

# What is broken: how, and the edits that show it. Three articles stand there before: a, b and c.
BREAKS: dict[str, tuple[Break, list[Edit]]] = {
    "absences are not recorded": (
        _absences_are_not_recorded,
        [
            write("layouts/corrections.html", "{{ 'there' if site.article('f.md') else 'waiting' }}"),
            put("f"),
        ],
    ),
    "neighbours are not compared": (
        returning(changes, "changed_neighbours", ()),
        [configure(more="related: {limit: 0}\n"), put("d", title="Between", date="2012-03-11")],
    ),
    "layouts are not compared": (
        without("layout"),
        [write("layouts/404.html", "one"), both(write("layouts/404.html", "two"), put(body="Else."))],
    ),
    "includes are not recorded": (
        _includes_are_not_recorded,
        [write("layouts/partials/footer.html", "one"), write("layouts/partials/footer.html", "two")],
    ),
    "a failed build is taken for a good one": (
        _a_failed_build_is_taken_for_a_good_one,
        [write("layouts/404.html", "fine"), write("layouts/404.html", "{{ broken"), lambda machine: None],
    ),
    "outputs are not looked at": (
        _outputs_are_not_looked_at,
        [write("output/404.html", "vandals"), put(body="Else.")],
    ),
    "other plans are not noticed": (
        _other_plans_are_not_noticed,
        [put(aliases=["/old/"]), both(put(), put("c", title="Vote", aliases=["/old/"]))],
    ),
    "settings are not compared": (without("config"), [configure(title="Another")]),
    "related reading is not compared": (
        without("related"),
        [
            put("d", title="Far", tags=["homs"], date="2011-01-01", body="Ferns and gloves."),
            put("e", title="Ferns", tags=["homs"], date="2012-04-20", body="Gloves and ferns."),
        ],
    ),
    "nothing ever appears": (
        _nothing_ever_appears,
        [put("d", title="Soon", publish_date="2012-06-01"), clock("2012-07-01")],
    ),
    "cards are not compared": (_cards_are_not_compared, [put(title="Another convoy")]),
    "bodies are not compared": (
        without("body", "article", "related"),
        [put(summary="Set."), put(summary="Set.", body="Grain for Hama.")],
    ),
    "answers by name are not asked again": (
        returning(changes, "changed_answers", ()),
        [put("d", title="Fresh", tags=["syria"], date="2012-04-10")],
    ),
    "lists are not compared": (
        without("articles", "count", "months", "days"),
        [put("d", title="Fresh", tags=["syria"], date="2012-03-10", edition="special")],
    ),
    "links are not compared": (_links_are_not_compared, [configure(more="links: relative\n")]),
    "permalinks are not compared": (
        without("permalink", "card", "article"),
        [put("z", title="Linking", body="See [it](b.md)."), put("b", title="Envoy", slug="other")],
    ),
    "the day is not compared": (
        without("today"),
        [write("layouts/404.html", "{{ site.today }}"), clock("2012-05-03")],
    ),
    "editions are not compared": (
        without("edition", "editions", "edition_neighbours"),
        [
            write("content/editions/m.yaml", "date: 2012-03-12\ntitle: One\narticles: [a.md]\n"),
            write("content/editions/m.yaml", "date: 2012-03-12\ntitle: Two\narticles: [a.md]\n"),
        ],
    ),
    "terms are not compared": (
        without("tag"),
        [configure(more=FEW + "  un: {label: UN}\n"), configure(more=FEW + "  un: {label: Nations}\n")],
    ),
    "assets are not compared": (
        without("asset", "layout"),
        [write("layouts/assets/style.css", "body{}")],
    ),
    "words of layouts are not compared": (
        returning(layouts, "messages_in", {}),
        [write(WORDS, "messages: {Archive: One}\n"), write(WORDS, "messages: {Archive: Two}\n")],
    ),
    "words of the code are not compared": (
        without("message"),
        [write(WORDS, "messages: {The digest: One}\n"), write(WORDS, "messages: {The digest: Two}\n")],
    ),
    "dates are not compared": (
        without("dates"),
        [configure(more="cards: true\n"), write(WORDS, "dates: {day: '{year} {month} {day}'}\n")],
    ),
    "extensions are not compared": (
        _extensions_are_not_compared,
        [
            both(write("extensions/a.py", FILTERS[0]), write("layouts/404.html", "{{ 'a b' | initials }}")),
            write("extensions/a.py", FILTERS[1]),
        ],
    ),
    "plans of extensions are not compared": (
        _plans_of_extensions_are_not_compared,
        [write("extensions/c.py", PLANS[1]), put(body="A longer text.")],
    ),
    "what the queries of extensions ask is not recorded": (
        returning(extended, "_add", None),
        [
            both(write("extensions/b.py", QUERIES[0]), write("layouts/404.html", "{{ site.heads('un') }}")),
            put(title="Another convoy"),
        ],
    ),
    "copies are not compared": (
        returning(rebuild, "copied_otherwise", {}),
        [write("static/robots.txt", "one"), write("static/robots.txt", "two")],
    ),
    "times are believed": (
        _times_are_believed,
        [in_place_with_the_time_it_had("content/a.md", "Homs", "Hama")],
    ),
    "what was parsed under other settings is used": (
        _parsed_under_other_settings,
        [configure(more="rights: headline\n")],
    ),
}
