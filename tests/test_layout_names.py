"""Names in layouts that the site does not have are told of, those that it has or takes from data are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from digests import Digest, article
from findings import found

from site_builder.layout_names import names_in
from site_builder.problems import Problem, describe

Begin = Callable[..., Digest]
CONFIG = """\
tags:
  syria: {label: The Syrian conflict, aliases: [Syrien]}
  observers: {label: Observers}
  monitors: {replaced_by: observers}
sections: {council: {label: Council}, relief: {}}
sources: {un-docs: {name: United Nations}, wire: {name: Wire}}
"""
HOME = '{% extends "default/home.html" %}\n{% block main %}\n'
ARTICLES = {
    "content/a.md": article("A", tags=["syria"], section="council", source="un-docs", story="annan-plan"),
    "content/b.md": article("B", date="2012-03-20"),
    "content/draft.md": article("D", draft=True, story="to-come"),
    "content/editions/special.yaml": "date: 2012-03-14\narticles: [draft.md]\n",
}


def _site(digest: Begin, layout: str, **more: str) -> Digest:
    return digest(
        {**ARTICLES, "layouts/home.html": f"{HOME}{layout}\n{{% endblock %}}\n", **more}, config=CONFIG
    )


def _told(site: Digest) -> list[Problem]:
    return [problem for problem in site.build().problems if problem.code == "unknown-name"]


def test_a_misspelt_tag_in_a_layout_is_told_once_with_its_place_and_the_nearest(digest: Begin) -> None:
    base = '{% extends "default/base.html" %}\n{% block footer %}\n'
    line = '{% for a in site.articles(limit=3, tag="syira") %}{{ a.title }}{% endfor %}'
    site = _site(digest, "", **{"layouts/base.html": f"{base}{line}\n{line}\n{{% endblock %}}\n"})
    (problem,) = _told(site)
    assert describe(problem).splitlines() == [
        "layouts/base.html:3:41: warning: there is no tag 'syira', so this lists nothing",
        f"  {line}",
        f"  {' ' * 40}^^^^^",
        "  did you mean 'syria'? Tags are named by their ids in config.yaml.",
    ]


@pytest.mark.parametrize(
    ("query", "message", "remedy"),
    [
        ("articles(tag='Syrien')", "no tag 'Syrien', so this lists nothing", "did you mean 'syria'?"),
        ("count(tag='The Syrian conflict')", "no tag 'The Syrian", "did you mean 'syria'?"),
        ("articles(tag='monitors')", "no tag 'monitors'", "did you mean 'observers'?"),
        ("articles(section='concil', limit=2)", "no section 'concil'", "did you mean 'council'?"),
        ("months(source='un-dosc')", "no source 'un-dosc'", "did you mean 'un-docs'?"),
        ("articles(story='anan-plan')", "no story 'anan-plan'", "did you mean 'annan-plan'?"),
        ("articles(edition='2012-w12-')", "no edition '2012-w12-'", "did you mean '2012-w12'?"),
        ("count(tag='qwertz')", "no tag 'qwertz'", "Tags are named by their ids"),
        ("tag('syira')", "no tag 'syira', so this is none", "did you mean 'syria'?"),
        ("section(id='concil')", "no section 'concil', so this is none", "did you mean 'council'?"),
    ],
)
def test_each_kind_of_name_is_looked_up(digest: Begin, query: str, message: str, remedy: str) -> None:
    layout = f"{{% set found = site.{query} %}}"
    (problem,) = _told(_site(digest, layout))
    assert message in problem.message
    assert problem.remedy.startswith(remedy)


@pytest.mark.parametrize(
    "layout",
    [
        '{{ site.count(tag="syria") }}{{ site.count(tag="observers") }}{{ site.count(section="relief") }}',
        '{{ site.count(source="wire") }}{{ site.count(story="to-come") }}',
        '{{ site.count(edition="special") }}{{ site.count(edition="2012-w12") }}',
        "{% for tag in site.articles()[0].tags %}{{ site.count(tag=tag.id) }}{% endfor %}",
        '{% set word = "nothing" %}{{ site.count(tag=word) }}{{ site.count(tag="no" ~ word) }}',
        '{{ site.count(tag="nothing" if page.kind == "tag" else "syria") }}',
        '{% if site.tag("qwertz") %}{{ site.count(tag="qwertz") }}{% endif %}',
        '{# {{ site.count(tag="nothing") }} #}{% raw %}{{ site.count(tag="nothing") }}{% endraw %}',
        'Write site.count(tag="nothing") in a layout.',
    ],
)
def test_what_is_there_or_comes_from_data_or_is_asked_for_first_is_not_told(
    digest: Begin, layout: str
) -> None:
    assert _told(_site(digest, layout)) == []


def test_it_is_told_as_long_as_it_is_so_whatever_a_build_has_to_do(digest: Begin) -> None:
    site = _site(digest, '{{ site.count(tag="ceasefire") }}{{ site.count(story="talks") }}')
    first = _told(site)
    assert len(first) == 2
    assert _told(site) == first, "nothing is new"
    site.write({"content/a.md": article("A mended one", tags=["syria"])})
    assert _told(site) == first, "an article is"
    site.write({"config.yaml": (site.folder / "config.yaml").read_text("utf-8") + "\n"})
    assert _told(site) == first
    site.write({"content/b.md": article("B", story="talks")})
    assert [problem.message for problem in _told(site)] == [first[0].message]
    text = (site.folder / "config.yaml").read_text("utf-8").replace("tags:\n", "tags:\n  ceasefire: {}\n")
    site.write({"config.yaml": text})
    assert _told(site) == []
    site.write({"layouts/home.html": f'{HOME}{{{{ site.count(tag="veto") }}}}{{% endblock %}}'})
    assert [problem.message for problem in _told(site)] == ["there is no tag 'veto', so this lists nothing"]


def test_a_free_tag_is_known_by_the_articles_that_have_it(digest: Begin) -> None:
    queries = "".join(f'{{{{ site.count(tag="{tag}") }}}}' for tag in ("homs", "idlib", "hosm"))
    site = digest(
        {
            "content/a.md": article("A", tags=["homs"]),
            "content/b.md": article("B", tags=["idlib"], draft=True),
            "layouts/home.html": f"{HOME}{queries}{{% endblock %}}",
        }
    )
    (problem,) = _told(site)
    assert problem.remedy.startswith("did you mean 'homs'?")


def test_a_check_tells_it_and_can_be_told_not_to(digest: Begin) -> None:
    site = _site(digest, '{{ site.count(tag="ceasefire") }}')
    assert len(found(site, "unknown-name")) == 1
    site.write(
        {"config.yaml": f"title: T\ntimezone: UTC\n{CONFIG}check: {{levels: {{unknown-name: ignore}}}}\n"}
    )
    assert found(site, "unknown-name") == []


def test_names_are_found_with_their_places() -> None:
    text = '{{ site.articles( limit = (1 + 2), tag = "a" )\n| list }}{% if site . tag("b") %}{% endif %}'
    text += '{{ other.site.tag("c") }}'
    assert [(n.kind, n.name, text[n.start : n.start + 1], n.is_asked) for n in names_in(text)] == [
        ("tag", "a", "a", False),
        ("tag", "b", "b", True),
    ]
