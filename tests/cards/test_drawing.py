"""Cards: their size, their colours, where their letters are, and what they do with texts of every kind."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from checkers import missing
from PIL import Image, ImageChops, features

from site_builder.cards import drawing
from site_builder.cards.drawing import CardText, card
from site_builder.cards.lettering import balanced, lettered, shortened, width

STYLE = Path(__file__).resolve().parents[2] / "layouts/assets/style.css"
LONG = "A headline that goes on and on, as those of agencies sometimes do, " * 20
HEADLINE_ROOM = (0, 130, 1200, 530)


def _image(**text: str | bool) -> Image.Image:
    given = {"site": "The Digest", "headline": "Talks resume in Geneva", **text}
    return Image.open(BytesIO(card(CardText(**given)))).convert("RGB")


def _inked(image: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Where in a part of the picture something stands on the paper."""
    part = image.crop(box)
    found = ImageChops.difference(part, Image.new("RGB", part.size, drawing.PAPER)).getbbox()
    return found and (found[0] + box[0], found[1] + box[1], found[2] + box[0], found[3] + box[1])


def test_a_card_is_1200_by_630_pixels_and_a_small_file() -> None:
    body = card(CardText("The Digest", "Talks resume in Geneva", "The Wire", "12 March 2012"))
    assert Image.open(BytesIO(body)).size == (1200, 630)
    assert len(body) < 40_000
    assert body == card(CardText("The Digest", "Talks resume in Geneva", "The Wire", "12 March 2012"))


def test_its_colours_are_those_of_the_default_look() -> None:
    tokens = dict(re.findall(r"--(\w+): (#\w{6});", STYLE.read_text(encoding="utf-8").partition("@media")[0]))
    ours = (drawing.PAPER, drawing.INK, drawing.MUTED, drawing.RULE, drawing.ACCENT)
    assert ours == tuple(tokens[name] for name in ("paper", "ink", "muted", "rule", "accent"))
    colours = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in _image().getcolors(1 << 16)}
    assert colours >= {drawing.PAPER, drawing.INK, drawing.RULE, drawing.ACCENT}


@pytest.mark.parametrize(
    "headline",
    [
        *("Homs", LONG, "Łódź, Москва, Αθήνα, Hà Nội", "a b " * 200, "!", "Q\u0301" * 90),
        *("W" * 300, "W" * 10_000, "Convoy " * 1429, "مؤتمر " * 1667),
    ],
)
def test_a_headline_of_any_length_stays_in_its_room(headline: str) -> None:
    found = _inked(_image(headline=headline), HEADLINE_ROOM)
    assert found
    left, top, right, bottom = found
    assert left >= 60
    assert right <= 1140
    assert top > 130
    assert bottom < 530


def test_a_short_headline_is_set_larger_than_a_long_one() -> None:
    short, long = (_inked(_image(headline=h), HEADLINE_ROOM) for h in ("Homs", "Homs " * 40))
    assert short
    assert long
    lines = 6
    assert (short[3] - short[1]) > 1.3 * (long[3] - long[1]) / lines


def test_lines_are_as_few_as_can_be_and_even() -> None:
    words = "Security Council: Russia and China veto a second draft on Syria"
    lines = balanced(words, 72, 1048)
    widths = [width(line, 72) for line in lines]
    assert " ".join(lines) == words
    assert max(widths) <= 1048
    assert sum(widths) > (len(lines) - 1) * 1048 or len(lines) == 1
    assert min(widths) > 0.6 * max(widths)


def test_a_word_wider_than_the_card_is_broken_and_loses_nothing() -> None:
    lines = balanced("x" * 200, 72, 1048)
    assert "".join(lines) == "x" * 200
    assert all(width(line, 72) <= 1048 for line in lines)


def test_what_does_not_fit_ends_with_an_ellipsis_after_a_whole_word() -> None:
    text = shortened("The Northern Provinces and Beyond", 28, 260)
    assert text == "The Northern…"
    assert width(text, 28) <= 260


def test_an_arabic_headline_is_joined_and_stands_at_the_right() -> None:
    if not features.check("raqm"):
        missing("Raqm", "the wheels of Pillow have it")
    found = _inked(_image(headline="مؤتمر جنيف", from_right=True), HEADLINE_ROOM)
    assert found
    assert found[2] > 1110
    apart = sum(width(letter, 72) for letter in "مؤتمر")
    assert width("مؤتمر", 72) < 0.9 * apart  # joined letters are narrower than single ones


def test_without_raqm_arabic_is_left_out_rather_than_drawn_as_single_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(features, "check", lambda name: False)
    assert lettered("مؤتمر جنيف") is None
    assert lettered("Geneva") == ("Geneva", "other")


@pytest.mark.parametrize(
    "headline", ["国連安全保障理事会", "פגישה בז'נבה", "संयुक्त राष्ट्र", "", "😀", "\u202e\u200b"]
)
def test_a_headline_in_letters_that_no_font_has_gives_its_place_to_the_digests_name(headline: str) -> None:
    without, plain = _image(headline=headline), _image(headline="The Digest")
    assert ImageChops.difference(without.crop(HEADLINE_ROOM), plain.crop(HEADLINE_ROOM)).getbbox() is None


def test_signs_that_no_font_has_and_steering_characters_are_left_out() -> None:
    assert lettered("Talks\x0b \U0001f600 \u202eresume\u2028now\ud800\x00") == (
        "Talks resume now",
        "other",
    )


def test_source_and_day_stand_on_opposite_sides_and_never_meet() -> None:
    image = _image(
        source="A Newspaper With a Remarkably Long Name, Northern Edition " * 2, day="12 March 2012"
    )
    line = [x for x in range(60, 1140) if _inked(image, (x, 550, x + 1, 610))]
    gaps = [b - a for a, b in pairwise(line)]
    assert max(gaps) > 30
    assert line[0] < 90
    assert line[-1] > 1110


@pytest.mark.parametrize(
    "text",
    [
        *("İlham Əliyev Bakıda, Azərbaycan", "Ɖevi, Ɛʋɛ, Ŋmɛ, Ƙasa, ɓata", "Ṭāʾif, Ḥimṣ, ʿAmmān, Hawaiʻi"),
        *("Hà Nội: Hội đồng Bảo an họp khẩn", "Łódź, Reykjavík, Čačak, Şırnak, Timişoara, Œuvre"),
        *("Қазақстан, Өзбекистан, Тоҷикистон, Үлэмж, Їжак, Љубљана", "Αθήνα, Ώρα, Ϊόνιο, ΰ"),
        *("№ 5 – 10 % – €12 ₽ ₺ ₹", "مجلس الأمن", "گفت‌وگوها پایان یافت", "ٹھیک ہے گئے ڑ"),
        *("څرنګه ښځې ډېر ټول ړ", "ئۇيغۇر ڕۆژ ڵ", "ڄاڻ ٻڌايو ڳالھ"),
    ],
)
def test_the_letters_of_languages_that_newspapers_are_written_in_are_there(text: str) -> None:
    if "\u0600" <= max(text) < "\u0800" and not features.check("raqm"):
        missing("Raqm", "the wheels of Pillow have it")
    found = lettered(text)
    assert found
    assert found.text == text


def test_a_character_that_the_font_lacks_is_drawn_as_what_unicode_takes_for_the_same() -> None:
    assert lettered("A ﬁne ５ km") == ("A fine 5 km", "other")
    if features.check("raqm"):
        assert lettered("ﻣﺆﺗﻤﺮ") == ("مؤتمر", "arabic")


def test_an_arabic_headline_may_hold_names_in_other_letters() -> None:
    if not features.check("raqm"):
        missing("Raqm", "the wheels of Pillow have it")
    for name in ("Café İstanbul", "Кремль", "Αθήνα"):
        assert lettered(f"بيان من {name}") == (f"بيان من {name}", "arabic")


def test_a_headline_of_one_line_stands_in_the_middle_in_every_script() -> None:
    scripts = ["Talks", "مؤتمر"] if features.check("raqm") else ["Talks"]
    for headline in scripts:
        box = _inked(_image(headline=headline), HEADLINE_ROOM)
        assert box
        assert abs((box[1] - HEADLINE_ROOM[1]) - (HEADLINE_ROOM[3] - box[3])) < 60
