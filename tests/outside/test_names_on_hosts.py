"""Files of any names, through a build, the preview and nginx: all is there where pages lead to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from itertools import count
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

import pytest
from click.testing import CliRunner
from digests import CONFIG, Digest, article
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import html
from previews import Served, serving, until
from web_servers import Server, nginx

from site_builder.cli import cli

pytestmark = pytest.mark.xdist_group("hosts")

# What means something in addresses, in HTML, in Markdown or to a server, or has several forms.
TRAPS = [
    *" #?%+&=;:@!$,~^()[]{}<>|*\"'`_-.éüßñ中文مقال가😀\u00a0\u200d",
    "e\u0301",
    "%20",
    "%2F",
    "%C3",
    "&amp;",
]
ANY = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="/\\")
STEMS = st.one_of(
    st.lists(st.sampled_from(TRAPS), min_size=1, max_size=9).map("".join),
    st.text(ANY, min_size=1, max_size=9),
)


def is_taken(name: str) -> bool:
    """Whether the builder takes a file of this name with something after it; it passes over others."""
    return name[0] not in "._"


def one_file(name: str) -> str:
    """What two names have in common that are one file on some systems."""
    return unicodedata.normalize("NFKC", name).casefold()


NAMES = st.lists(STEMS.filter(is_taken), min_size=12, max_size=12, unique_by=one_file)


class Hosted(NamedTuple):
    """A site as it is built, on nginx, and as a preview has it."""

    site: Digest
    on_nginx: Server
    previewed: Served


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    site = Digest(tmp_path_factory.mktemp("names") / "site")
    site.write({"config.yaml": CONFIG, "content/first.md": article("First")})
    site.build()
    words = ["config", "host", "nginx", "-s", str(site.folder), "--folder", str(site.folder / "output")]
    sample = CliRunner().invoke(cli, words, catch_exceptions=False).stdout
    with (
        nginx(tmp_path_factory.mktemp("nginx"), sample) as server,
        serving(site.folder, "--no-reload", "--production") as previewed,
    ):
        yield Hosted(site, server, previewed)


def linked(page: bytes, address: str) -> list[str]:
    """The addresses on this host that a page leads to, as paths."""
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    whole = [urlsplit(urljoin(f"http://host{address}", str(link))) for link in tree.xpath("//main//a/@href")]
    return [parts.path for parts in whole if parts.netloc == "host"]


numbers = count()


@given(NAMES)
@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # each example is a build
def test_whatever_a_file_is_called_it_is_answered_with_its_bytes_where_pages_link_to_it(
    hosted: Hosted, names: list[str]
) -> None:
    site, number = hosted.site, next(numbers)
    files = {f"{name}.txt": f"{number} {n}" for n, name in enumerate(names)}
    links = "".join(f"- [file](<{quote(name)}>)\n" for name in files)
    for folder in ("content", "static"):
        for former in [*(site.folder / folder).rglob("*.*")]:
            former.unlink()
    site.write({f"content/all/{name}": text for name, text in files.items()})
    site.write({f"static/{name}": text for name, text in files.items()})
    # Articles whose names are one but for their signs would claim one address, which is refused.
    site.write({f"content/{n}-{name}.md": article(f"Title {n}", f"{number}") for n, name in enumerate(names)})
    site.write({"content/all/index.md": article("All of them", f"Number {number}\n\n{links}", weight=1)})
    assert not site.build(clock="").problems

    ways: list[Callable[[str], bytes]] = [
        lambda path: hosted.on_nginx.get(path).body,
        lambda path: hosted.previewed.get(path)[2].encode(),
    ]
    assert until(lambda: f"Number {number}" in hosted.previewed.get("/2012/03/12/all/")[2])
    published = site.output()
    for get in ways:
        for path, body in published.items():
            if not path.startswith("."):
                assert get(quote(f"/{path}")) == body, path
        found = [get(path).decode() for path in linked(get("/2012/03/12/all/"), "/2012/03/12/all/")]
        assert {*files.values()} <= {*found}
        pages = [get(path) for path in linked(get("/"), "/")]
        titles = {title for page in pages for title in html.fromstring(page).xpath("//h1/text()")}
        assert {f"Title {n}" for n in range(len(names))} <= titles
