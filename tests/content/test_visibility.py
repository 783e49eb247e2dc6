"""Who may see an article, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from site_builder.content.article import Article, Moment
from site_builder.content.visibility import Viewing, hidden_because

NOW = datetime(2012, 3, 12, 12, tzinfo=UTC)


def at(day: int, hour: int = 0) -> Moment:
    return Moment(datetime(2012, 3, day, hour, tzinfo=UTC), date(2012, 3, day), hour != 0)


def article(**changes: object) -> Article:
    return Article(path="a.md", title="A", **{"date": at(1), **changes})  # type: ignore[arg-type]  # any field, by name


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"date": None}, "undated"),
        ({"date": None, "kind": "page"}, None),
        ({"date": None, "draft": True}, "draft"),
        ({"draft": True}, "draft"),
        ({"review": "inbox"}, "inbox"),
        ({"review": "needs-check"}, "needs-check"),
        ({"review": "killed"}, "killed"),
        ({"date": at(13)}, "future"),
        ({"date": at(12, 12)}, None),
        ({"date": at(12, 13)}, "future"),
        ({"publish_date": at(13)}, "future"),
        ({"date": at(13), "publish_date": at(11)}, None),
        ({"expiry_date": at(12)}, "expired"),
        ({"expiry_date": at(12, 12)}, "expired"),
        ({"expiry_date": at(13)}, None),
        ({"draft": True, "review": "killed"}, "killed"),
    ],
)
def test_the_public_sees_what_is_approved_finished_and_in_its_time(
    changes: dict[str, object], reason: str | None
) -> None:
    assert hidden_because(article(**changes), Viewing(NOW)) == reason


@pytest.mark.parametrize(
    ("changes", "viewing"),
    [
        ({"draft": True}, Viewing(NOW, drafts=True)),
        ({"date": at(13)}, Viewing(NOW, future=True)),
        ({"expiry_date": at(11)}, Viewing(NOW, expired=True)),
    ],
)
def test_an_editor_may_ask_for_more(changes: dict[str, object], viewing: Viewing) -> None:
    assert hidden_because(article(**changes), viewing) is None


@pytest.mark.parametrize("review", ["inbox", "needs-check", "killed"])
def test_no_option_shows_what_was_not_approved(review: str) -> None:
    everything = Viewing(NOW, drafts=True, future=True, expired=True)
    assert hidden_because(article(review=review), everything) == review
