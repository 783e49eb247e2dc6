"""What is said of a fault in a site's own extension: its file, its line and a way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article
from extension_samples import FROM, SHOUT, TALKS, TITLES

Begin = Callable[..., Digest]

KIND = FROM + "\n@output_kind('k')\nclass K:\n    def plan(self, ask):\n        yield {}\n"
GIVES = KIND + "    def render(self, output, site, layout):\n        return {}\n"


def _kind(planned: str, given: str = "''") -> str:
    return GIVES.format(planned, given)


FAULTS: dict[str, tuple[str, str, str]] = {
    # what is wrong: the extension, a layout that uses it, what is told
    "no Python": (
        "x = 1\ndef f(:\n",
        "",
        "a.py:2:7: error: this is no Python: invalid syntax\n  def f(:\n        ^\n",
    ),
    "an error while it is loaded": (
        "\nint('x')\n",
        "",
        "a.py:2: error: this line failed with ValueError: invalid",
    ),
    "no such library": ("import yamlx\n", "", "a.py:1: error: there is no module 'yamlx'\n  import yamlx\n"),
    "not UTF-8": ("x = '\udcff'\n", "", "extensions/a.py:1"),
    "the end of the program": ("exit()\n", "", "a.py:1: error: an extension must not end the program\n"),
    "a filter of Jinja's": (
        FROM + "@filter\ndef upper(t):\n    return t\n",
        "",
        "a.py:2: error: site-builder has its own filter 'upper'\n  @filter\n  Give yours another name",
    ),
    "a query of ours": (FROM + "@query\ndef tags(site):\n    return 1\n", "", "has its own query 'tags'\n"),
    "a kind of ours": (GIVES.replace("'k'", "'tag'"), "", "has its own output kind 'tag'\n"),
    "a name twice": (
        SHOUT + SHOUT,
        "",
        "a.py:6: error: the filter 'shout' is there already, at extensions/a.py:2\n  @filter\n  Give one",
    ),
    "a name of no word": (FROM + "filter(lambda text: text)\n", "", "no filter can be called '<lambda>'\n"),
    "no function": (FROM + "query(type('x', (), {'__name__': 'x'})())\n", "", "a query is a function"),
    "no render": (KIND.format("1"), "", "a.py:3: error: the output kind 'k' has no `render`\n"),
    "a plan that fails": (_kind("1 / 0"), "", "a.py:6: error: this line failed with ZeroDivisionError: div"),
    "a plan that asks for nothing": (
        _kind("ask('tegs')"),
        "",
        "a.py:6: error: there is no query 'tegs'; did you mean 'tags'?\n",
    ),
    "a plan of no outputs": (_kind("'x'"), "", "plans str, which is no output\n"),
    "a plan that leads away": (
        _kind("page_at('/../x.txt', 'k')"),
        "",
        "a.py:3: error: the output kind 'k' plans '../x.txt', which is no file of the site\n",
    ),
    "a plan for another": (_kind("page_at('/x.txt', 'tag')"), "", "plans an output of the kind 'tag'\n"),
    "a plan of a copy": (_kind("Output('x', 'k', copy_of='static/x')"), "", "plans a copy, x\n"),
    "a plan of numbers": (
        _kind("page_at('/x.txt', 'k', 1)"),
        "",
        "plans an output that does not consist of texts\n",
    ),
    "an address that is taken": (
        _kind("page_at('/', 'k')"),
        "",
        "the site's own home and the site's own k both claim the address /\n",
    ),
    "a file of nothing": (
        _kind("page_at('/x.txt', 'k')", "None"),
        "",
        "a.py:3: error: the output kind 'k' gives NoneType for x.txt, on the page /x.txt\n",
    ),
    "a file that fails": (
        _kind("page_at('/x.txt', 'k')", "site.articles(colour='red')"),
        "",
        "a.py:8: error: articles cannot be listed by 'colour', only by",
    ),
    "a filter that fails on a page": (
        SHOUT,
        "\n{{ 3 | shout }}",
        "a.py:4: error: this line failed with AttributeError: 'int' object has no attribute 'upper',"
        " on the page /404.html\n  return text.upper() + '!'\n  Mend extensions/a.py; until then nothing is"
        " published.\n  used by layouts/404.html:2",
    ),
    "a filter of what is not there": (
        SHOUT,
        "{{ nobody | shout }}",
        "layouts/404.html:1: error: nothing is called 'nobody' here, on the page /404.html\n",
    ),
    "a filter that is not there": (
        SHOUT,
        "{{ 'x' | shuot }}",
        "layouts/404.html:1: error: there is no filter 'shuot', on the page /404.html\n  {{ 'x' | shuot }}\n"
        "  did you mean 'shout'?",
    ),
    "a query that is not there": (
        TITLES,
        "{{ site.titels('un') }}",
        "error: `site` has no 'titels', on the page /404.html\n  {{ site.titels('un') }}\n"
        "  did you mean 'titles'?",
    ),
    "a query without its argument": (TITLES, "{{ site.titles() }}", "'titles' cannot be called so"),
    "a query with a list": (
        TITLES,
        "{{ site.titles([]) }}",
        "404.html:1: error: 'titles' can be asked with texts and whole numbers only, not with a list",
    ),
    "a query that gives handles": (
        TITLES.replace("a.title", "a"),
        "{{ site.titles('un') }}",
        "error: the query 'titles' gives ArticleView, which is no plain value, on the page /404.html\n",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_told_with_its_line_and_a_way_out_and_nothing_is_published(
    what: str, digest: Begin
) -> None:
    text, layout, said = FAULTS[what]
    site = digest({**TALKS, "extensions/a.py": text.encode("utf-8", "surrogateescape")})
    if layout:
        site.write({"layouts/404.html": layout})
    messages = site.messages()
    assert len(messages) == 1, messages
    assert said in messages[0]
    assert len(messages[0].splitlines()) >= 2
    assert not site.output()


def test_all_faults_of_a_site_are_told_in_one_run_and_a_mended_extension_is_built(digest: Begin) -> None:
    site = digest({**TALKS, "extensions/a.py": "x = (\n", "extensions/b.py": "y = (\n"})
    site.write({"content/c.md": "---\ntitle: [\n---\n"})
    places = [problem.place.source for problem in site.problems()]
    assert places == ["content/c.md", "extensions/a.py", "extensions/b.py"]
    site.write({"content/c.md": article("Vote"), "extensions/a.py": SHOUT, "extensions/b.py": ""})
    assert site.build().outputs
