"""What is saved is built while the preview waits whether more comes, and shown when it knows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from digests import CONFIG, Digest, article, many
from live_sites import bodies, clean, started
from previews import Served, serving, until

from site_builder.options import Built
from site_builder.preview.holding import together
from site_builder.preview.live import Outcome
from site_builder.problems import Place, Problem
from site_builder.publish import Published

Begin = Callable[..., Digest]
SETTLED = 2.0  # seconds that the previews here wait whether more comes
TRIES = 4  # at most: how soon an edit is built also depends on what else the machine does
PAGE = "/2012/01/02/a001/"
BROKEN = "---\ntitle: [half\n"


def is_made(served: Served, word: str) -> bool:
    """Whether the preview has a page with the word, shown or not."""
    pages = served.folder / ".site-builder/preview/pages"
    return any(f"The word is {word}.".encode() in file.read_bytes() for file in pages.glob("??/*"))


def saved(word: str, day: str = "2012-01-02") -> str:
    return article("Headline", f"The word is {word}.", date=day)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = Digest(tmp_path_factory.mktemp("held") / "site")
    site.write({"config.yaml": CONFIG, **many(5)})
    with serving(site.folder, "--debounce", str(int(SETTLED * 1000))) as running:
        until(lambda: False, SETTLED + 0.5)  # in which it has looked at what came before it watched
        yield running


def test_an_edit_is_not_shown_before_it_has_settled_and_is_one_line_in_the_terminal(served: Served) -> None:
    site = Digest(served.folder)
    for number in range(TRIES):
        before, builds = served.get(PAGE)[2], len(served.builds())
        began, is_in_time = time.monotonic(), True
        for word in (f"first {number}", f"second {number}"):
            site.write({"content/a001.md": saved(word)})
            is_in_time &= until(partial(is_made, served, word), SETTLED / 3)
        site.write({"content/a002.md": saved(f"third {number}", "2012-01-03")})
        while time.monotonic() - began < 0.8 * SETTLED:
            shown = served.get(PAGE)[2]
            assert shown == before or time.monotonic() - began > 0.9 * SETTLED
        assert until(partial(served.shows, PAGE, f"The word is second {number}."))
        both = served.shows("/2012/01/03/a002/", f"The word is third {number}.")
        assert until(lambda builds=builds: len(served.builds()) > builds)
        if is_in_time:
            break
        until(lambda: False, SETTLED + 0.5)  # in which what came too late is built
    assert is_in_time, "nothing is built ahead"
    assert both, "both, or none"
    assert served.builds()[builds].startswith("content/a001.md, content/a002.md → "), served.log()


def test_a_page_whose_bytes_are_lost_meanwhile_is_made_of_what_is_built(served: Served) -> None:
    for number in range(TRIES):
        Digest(served.folder).write({"content/a004.md": saved(f"lost {number}", "2012-01-05")})
        is_in_time = until(partial(is_made, served, f"lost {number}"), SETTLED / 2)
        for file in (served.folder / ".site-builder/preview/pages").glob("??/*"):
            file.unlink()
        status, _, text = served.get("/2012/01/05/a004/")
        assert status == 200
        is_in_time &= f"The word is lost {number}." in text
        until(lambda: False, SETTLED + 0.5)  # in which it is looked at
        if is_in_time:
            break
    assert is_in_time


def test_half_of_a_save_is_no_error(served: Served) -> None:
    site = Digest(served.folder)
    site.write({"content/a003.md": BROKEN})
    until(lambda: False, SETTLED / 3)
    site.write({"content/a003.md": saved("whole", "2012-01-04")})
    assert until(lambda: served.shows("/2012/01/04/a003/", "The word is whole."))
    assert "error" not in served.log()


def test_looking_ahead_builds_an_edited_article_and_the_look_that_follows_has_nothing_to_do(
    digest: Begin,
) -> None:
    site = digest(many(5))
    with started(site) as preview:
        file = site.folder / "content/a001.md"
        file.write_text(saved("ahead"))
        found = preview.look_ahead([str(file)])
        assert found
        assert found.sources == ("content/a001.md",)
        assert preview.look_ahead([str(file)]) is None
        assert preview.look([str(file)]) is None
        assert bodies(preview) == clean(site)


@pytest.mark.parametrize("hinted", ["content/new.md", "content/a002.md", "layouts/base.html", "config.yaml"])
def test_nothing_else_is_built_ahead_since_it_may_take_long_or_be_on_its_way(
    digest: Begin, hinted: str
) -> None:
    site = digest(many(5))
    with started(site) as preview:
        (site.folder / "content/a002.md").unlink()
        site.write({"content/new.md": saved("new"), "layouts/base.html": "{% block main %}{% endblock %}"})
        former = preview.pages.current
        assert preview.look_ahead([str(site.folder / hinted)]) is None
        assert preview.pages.current is former
        assert preview.look()
        assert bodies(preview) == clean(site)


def test_a_fault_that_is_found_ahead_is_told_by_the_look_that_follows(digest: Begin) -> None:
    site = digest(many(5))
    with started(site) as preview:
        site.write({"content/a001.md": BROKEN})
        edited = [str(site.folder / "content/a001.md")]
        assert preview.look_ahead(edited) is None
        found = preview.look(edited)
        assert found
        assert found.failed


def test_what_was_built_in_a_row_is_told_as_one_and_what_failed_for_itself() -> None:
    first, second = built("a.md", "a/index.html"), built("b.md", "a/index.html", "b/index.html")
    failed = Outcome(failed=True, problems=(Problem(code="x", place=Place("c.md"), message="wrong"),))
    one, other = together([first, second, failed])
    assert (one.sources, one.changed, one.built) == (("a.md", "b.md"), second.changed, second.built)
    assert one.seconds == first.seconds + second.seconds
    assert other is failed
    assert [*together([failed, first])] == [failed, first]
    assert [*together([])] == []


def built(source: str, *changed: str) -> Outcome:
    made = Built(
        articles=1,
        hidden=0,
        outputs=1,
        published=Published(changed, 0, ()),
        problems=(),
        seconds=1.0,
        stages={},
        next_change=None,
    )
    return Outcome(built=made, sources=(source,), changed=changed, seconds=1.0)
