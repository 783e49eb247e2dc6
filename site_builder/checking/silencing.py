"""Which findings are told, and at which level: see `silence.py` for what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from site_builder.checking.family import Code, Finding, Setting, finding
from site_builder.checking.site import Site
from site_builder.problems import Place, Problem, did_you_mean
from site_builder.settings import Settings
from site_builder.silence import is_silenced

CODES = {"unknown-code": Code("warning", "the settings or an article name a code that no finding has")}


class Levels:
    """The levels of one site's findings."""

    def __init__(self, site: Site, codes: Mapping[str, Code]) -> None:
        self._site = site
        self._codes = codes
        self._check = site.settings.check
        self._told = frozenset(site.told)
        self._stops = {problem for problem in site.told if problem.level == "error"}

    def settled(self, findings: Iterable[Finding]) -> Iterator[Problem]:
        """The findings that are told, each at its level."""
        for one in findings:
            problem = one.problem
            if problem in self._stops:
                yield problem
                continue
            level = self._level(problem)
            if level != "ignore" and not self._is_silenced(one):
                yield problem if problem.level == level else msgspec.structs.replace(problem, level=level)

    def _level(self, problem: Problem) -> Setting:
        set_ = self._check.levels.get(problem.code)
        if set_:
            return set_
        known = self._codes.get(problem.code)
        return problem.level if problem in self._told or known is None else known.level

    def _is_silenced(self, one: Finding) -> bool:
        sources = (one.problem.place.source, *one.of)
        return is_silenced(one.problem.code, sources, self._check, self._site.snapshot.silenced_by)


def unknown_codes(site: Site, codes: Mapping[str, Code]) -> Iterator[Finding]:
    """Codes in the settings and in front matter that there are not, each where it is typed."""
    for path, code in _in_settings(site.settings):
        if code not in codes:
            yield _unknown(code, site.in_settings(path), codes)
    for path, entry in site.snapshot.entries.items():
        for number, code in enumerate(entry.check_ignore):
            # What the settings say for its path is told of there.
            if code not in codes and "check_ignore" in site.snapshot.articles[path].front:
                yield _unknown(code, site.in_front_matter(path, f"check_ignore.{number}"), codes)


def _in_settings(settings: Settings) -> Iterator[tuple[str, str]]:
    """The codes that settings name, each behind the dotted path of its place."""
    for code in settings.check.levels:
        yield f"check.levels.{code}", code
    for number, ignored in enumerate(settings.check.ignore):
        yield from _numbered(f"check.ignore.{number}.codes", ignored.codes)
    for number, rule in enumerate(settings.defaults):
        yield from _numbered(f"defaults.{number}.values.check_ignore", rule.values.get("check_ignore", ()))


def _numbered(path: str, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((f"{path}.{number}", code) for number, code in enumerate(codes))


def _unknown(code: str, place: Place, codes: Mapping[str, Code]) -> Finding:
    remedy = did_you_mean(code, codes) or "docs/check.md has a table of all codes."
    return finding("unknown-code", place, f"there is no finding '{code}'", remedy)
