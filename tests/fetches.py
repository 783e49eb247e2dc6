"""Pages fetched from servers on this machine, with little patience."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from site_builder.importing.fetching.fetcher import Fetched, Fetcher
from site_builder.importing.fetching.limits import Limits
from site_builder.problems import Problem

NOON = datetime(2012, 3, 12, 12, tzinfo=UTC)
QUICK = Limits(size=50_000, connecting=0.5, silence=0.4, total=0.8, pace=0)


def fetcher(limits: Limits = QUICK, **options: Any) -> Fetcher:
    return Fetcher(clock=lambda: NOON, allow_private=True, limits=limits, **options)


def got(url: str, **options: Any) -> Fetched:
    with fetcher(**options) as fetching:
        result = fetching.fetch(url)
    assert isinstance(result, Fetched), result
    return result


def refused(url: str, **options: Any) -> Problem:
    with fetcher(**options) as fetching:
        result = fetching.fetch(url)
    assert isinstance(result, Problem), result
    assert result.place.source == url
    assert result.message
    assert result.remedy
    return result


class Names:
    """A resolver: each name has a list of answers, the last of them for good."""

    def __init__(self, **answers: list[str]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked.append(host)
        answers = self._answers.get(host.partition(".")[0], [host])
        return (answers.pop(0) if len(answers) > 1 else answers[0],)
