"""From planned outputs to bytes, as a worker does it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from digests import Digest, article

from site_builder.content.plan import Output
from site_builder.content.snapshot import take_snapshot
from site_builder.content.visibility import Viewing
from site_builder.door import Door
from site_builder.incremental.reads import Reads, query_id
from site_builder.options import Where
from site_builder.outputs import plan_all
from site_builder.reading import open_site
from site_builder.rendering import Renderer
from site_builder.steps.chunks import hold, read_chunk, render_chunk


def _ready(site: Digest) -> tuple[Renderer, dict[str, Output]]:
    opened = open_site(Where(site.folder))
    snapshot = take_snapshot(opened.site, Viewing(datetime(2012, 6, 1, tzinfo=UTC)), date(2012, 6, 1))
    planned = plan_all(Door(snapshot, Reads(), "").ask)
    return Renderer(snapshot, opened.layouts), {output.path: output for output in planned}


def test_an_output_gives_its_bytes_and_what_it_asked(digest: Callable[..., Digest]) -> None:
    renderer, planned = _ready(digest({"layouts/404.html": "{{ site.config.title }}: {{ page.kind }}, é"}))
    rendered = renderer.render(planned["404.html"])
    assert rendered.body == "The Test Digest: not_found, é".encode()
    assert ("config", "title") in rendered.reads
    assert rendered.problem is None


def test_a_layout_knows_which_page_it_is_on(digest: Callable[..., Digest]) -> None:
    layout = "{{ page.kind }} {{ page.permalink }} {{ page.path }}"
    renderer, planned = _ready(digest({"content/a.md": article("A"), "layouts/article.html": layout}))
    body = renderer.render(planned["2012/03/12/a/index.html"]).body
    assert body == b"article /2012/03/12/a/ 2012/03/12/a/index.html"


def test_an_output_that_fails_gives_its_problem_with_the_page_and_no_bytes(
    digest: Callable[..., Digest],
) -> None:
    renderer, planned = _ready(digest({"layouts/404.html": "{{ gone }}"}))
    rendered = renderer.render(planned["404.html"])
    assert rendered.body == b""
    assert rendered.problem
    assert (rendered.problem.message, rendered.problem.pages) == (
        "nothing is called 'gone' here",
        ("/404.html",),
    )


def test_a_character_that_no_file_can_hold_is_a_problem_and_no_traceback(
    digest: Callable[..., Digest],
) -> None:
    renderer, planned = _ready(digest({"layouts/404.html": '{{ "%c" % 55357 }}'}))
    rendered = renderer.render(planned["404.html"])
    assert rendered.problem
    assert rendered.problem.code == "not-text"
    assert "U+D83D" in rendered.problem.message


def test_a_chunk_crosses_to_another_process_and_back_unchanged(digest: Callable[..., Digest]) -> None:
    renderer, planned = _ready(digest({"content/a.md": article("A"), "layouts/404.html": "{{ gone }}"}))
    outputs = [output for output in planned.values() if not output.copy_of]
    hold("key", renderer)
    expected = [renderer.render(output) for output in outputs]
    chunk = read_chunk(render_chunk("key", pickle.loads(pickle.dumps(outputs))))
    assert [(one.path, one.body, one.problem) for one in chunk.made] == [
        (one.path, one.body, one.problem) for one in expected
    ]
    assert chunk.looked.keys() == {"a.md"}


def test_what_an_output_asked_is_handed_back_as_ids_on_its_own_and_shared(
    digest: Callable[..., Digest],
) -> None:
    renderer, planned = _ready(digest({"content/a.md": article("A")}))
    hold("key", renderer)
    for output in planned.values():
        if not output.copy_of:
            chunk = read_chunk(render_chunk("key", [output]))
            made = chunk.made[0]
            ids = made.own + chunk.sets[made.common]
            asked = {query_id(query) for query in renderer.render(output).reads}
            assert {ids[at : at + 8] for at in range(0, len(ids), 8)} == asked


def test_a_process_holds_one_snapshot_at_a_time(digest: Callable[..., Digest]) -> None:
    renderer, planned = _ready(digest())
    hold("old", renderer)
    hold("new", renderer)
    assert read_chunk(render_chunk("new", [planned["404.html"]]))
    with pytest.raises(KeyError):
        render_chunk("old", [planned["404.html"]])
