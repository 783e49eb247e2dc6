"""What layouts say in a language: compiled into them, escaped where it must be, faults told by their line."""

from __future__ import annotations

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from site_builder.incremental.reads import Reads
from site_builder.layouts import LayoutFailed, Layouts, LayoutText
from site_builder.translation import ENGLISH, Message, NumberWords, Translation

RUSSIAN: dict[str, Message] = {
    "Archive": "Архив <&>",
    "Page {number} of {pages}": "{pages}: {number}, {number}",
    "button|Search": "Найти",
    "<b>{x}</b> & y": "<u>{x}</u>",
    "{count} article": {"one": "{count} статья", "few": "{count} статьи", "many": "{count} статей"},
    "{count} by {name}": {"one": "{name}: {count}", "few": "{name}: {count}!", "many": "{name}: {count}?"},
}


def _translated(messages: dict[str, Message] = RUSSIAN) -> Translation:
    return Translation("ru", messages, numbers=NumberWords(thousands="."))


def _said(text: str, translation: Translation = ENGLISH, **values: object) -> str:
    layouts = Layouts({"a.html": LayoutText("layouts/a.html", text)}, {}, translation=translation)
    return layouts.render("a.html", Reads(), **values)


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        ('{{ _("Archive") }}', "Archive", "Архив &lt;&amp;&gt;"),
        ("{{ gettext('Mine & yours') }}", "Mine &amp; yours", "Mine &amp; yours"),
        ('{{ _("Page {number} of {pages}", number=n, pages=7) }}', "Page 21 of 7", "7: 21, 21"),
        ('{{ pgettext("button", "Search") }}{{ pgettext("x", "Search") }}', "SearchSearch", "НайтиSearch"),
        ('{{ _("<b>{x}</b> & y", x=w) }}', "<b>&lt;w&gt;</b> & y", "<u>&lt;w&gt;</u>"),
        ('{{ ngettext("{count} article", "{count} articles", n) }}', "21 articles", "21 статья"),
        ('{{ 2003 | plural("article") }}', "2,003 articles", "2.003 статьи"),
        ('{{ 1 | plural("fox", "foxes") }} {{ 21 | plural("fox", many="foxes") }}', *["1 fox 21 foxes"] * 2),
        (
            '{{ ngettext("{count} by {name}", "{count}, by {name}", 2, name=w) }}',
            "2, by &lt;w&gt;",
            "&lt;w&gt;: 2!",
        ),
        ('{{ npgettext("c", "<i>{count}</i>", "<i>{count}</i>s", 2) }}', *["<i>2</i>s"] * 2),
        ('{% set a = _("Archive") %}{{ a | length }}', "7", "9"),
        ('{% set p = _("By {x}", x=w) %}{{ p }}', *["By &lt;w&gt;"] * 2),
        ('{% set p = _("By {x}", x=w | bdi) %}{{ p }}', *["By <bdi>&lt;w&gt;</bdi>"] * 2),
        (
            '{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m(_("Archive")) }}',
            "[Archive]",
            "[Архив &lt;&amp;&gt;]",
        ),
        ('{{ _("Archive") if n else _("Other") }}', "Archive", "Архив &lt;&amp;&gt;"),
        ('{{ _("A | B {x}", x=n) }}', *["A | B 21"] * 2),
        ('{{ _("") }}{% for _ in [1] %}{{ _ }}{% endfor %}', *["1"] * 2),
    ],
)
def test_a_message_is_said_in_the_language_and_escaped(text: str, english: str, russian: str) -> None:
    assert _said(text, n=21, w="<w>") == english
    assert _said(text, _translated(), n=21, w="<w>") == russian


def test_a_script_gets_all_forms_of_a_message_by_category() -> None:
    text = '{{ ngettext("{count} article", "{count} articles") | json }}'
    assert _said(text).startswith(
        '{"zero":"{count} articles","one":"{count} article","two":"{count} articles"'
    )
    assert '"few":"{count} статьи","many":"{count} статей","other":"{count} статей"' in _said(
        text, _translated()
    )


def test_a_message_without_values_is_text_of_the_page_and_nothing_is_called_for_it() -> None:
    layouts = Layouts({"a.html": LayoutText("a", '<p>{{ _("Archive") }}</p>')}, {}, translation=_translated())
    code = layouts._environment.compile('<p>{{ _("Archive") }}</p>', "a.html", "a", raw=True)
    assert "<p>Архив &lt;&amp;&gt;</p>" in code


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ _(n) }}", "_() takes a text in quotes, which must stand here for translators to find"),
        (
            "{{ ngettext('a', n) }}",
            "ngettext() takes 2 texts in quotes, which must stand here for translators to find",
        ),
        ("{{ _('By {name}') }}", "{name} stands in a message, and no name=… is given"),
        ("{{ _('By {name}', nam=1, name=2) }}", "a message has no place {nam}; did you mean 'name'?"),
        ("{{ _('a' 'b') }}", "a message is one text in quotes, not several one after the other"),
        (
            "{{ _('a|b') }}",
            "a | in a message needs a space before it, or it parts the text",
        ),
        ("{{ _('a', 3) }}", "_() takes its values by name, as in  count=3"),
    ],
)
def test_a_message_that_cannot_be_translated_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(LayoutFailed) as failed:
        _said(f"\n{text}", n=1)
    assert failed.value.problem.message == f"the layout cannot be read: {told}"
    assert str(failed.value.problem.place) == "layouts/a.html:2"


def test_who_writes_a_word_as_jinjas_own_extension_has_it_is_shown_the_way() -> None:
    with pytest.raises(LayoutFailed) as failed:
        _said("{% trans %}Archive{% endtrans %}")
    assert failed.value.problem.remedy == 'Write  {{ _("English text") }}'


def test_a_layout_is_another_when_one_of_its_own_words_is() -> None:
    texts = {
        "a.html": '{{ _("Archive") }}',
        "b.html": '{{ _("Tags") }}',
        "c.html": "{{ 3 | plural('article') }}",
    }
    own = {name: LayoutText(f"layouts/{name}", text) for name, text in texts.items()}

    def digests(translation: Translation) -> dict[str, str]:
        return Layouts(own, {}, translation=translation).digests()

    before = digests(_translated())
    after = digests(_translated({**RUSSIAN, "Archive": "Прошлое"}))
    assert {name for name in texts if before[name] != after[name]} == {"a.html"}
    dates = replace(_translated(), dates=replace(ENGLISH.dates, day="{year}"))
    assert all(digests(dates)[name] != before[name] for name in texts)
    assert digests(ENGLISH) == digests(Translation("en-GB"))


def test_html_is_left_as_it_is_where_a_value_is() -> None:
    assert _said('{{ _("See {x}", x=w) }}', w=Markup("<b>it</b>")) == "See <b>it</b>"
