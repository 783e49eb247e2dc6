"""Which findings are told, and at which level: by code for the site, by path, and by an article's own word.

What keeps a site from being built is told at any rate: to silence it here would not build the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

import msgspec

from site_builder.checking.family import Code, Finding, Setting, finding
from site_builder.checking.site import CONTENT, Site
from site_builder.nodes import plain
from site_builder.problems import Problem, did_you_mean
from site_builder.yaml_nodes import parse

CODES = {"unknown-code": Code("warning", "the settings name a code that no finding has")}


class Levels:
    """The levels of one site's findings."""

    def __init__(self, site: Site, codes: Mapping[str, Code]) -> None:
        self._site = site
        self._codes = codes
        self._check = site.settings.check
        self._told = frozenset(site.told)
        self._stops = {problem for problem in site.told if problem.level == "error"}
        self._silenced: dict[str, frozenset[str]] = {}

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

    def misspelt(self) -> Iterator[Problem]:
        """Codes in the settings that there are not."""
        named = {f"levels.{code}": code for code in self._check.levels}
        for number, rule in enumerate(self._check.ignore):
            named |= {f"ignore.{number}.codes.{n}": code for n, code in enumerate(rule.codes)}
        for path, code in named.items():
            if code not in self._codes:
                place = self._site.in_settings(f"check.{path}")
                remedy = did_you_mean(code, self._codes) or "docs/check.md has a table of all codes."
                yield finding("unknown-code", place, f"there is no finding '{code}'", remedy).problem

    def _level(self, problem: Problem) -> Setting:
        set_ = self._check.levels.get(problem.code)
        if set_:
            return set_
        known = self._codes.get(problem.code)
        return problem.level if problem in self._told or known is None else known.level

    def _is_silenced(self, one: Finding) -> bool:
        code = one.problem.code
        for source in (one.problem.place.source, *one.of):
            for rule in self._check.ignore:
                if (not rule.codes or code in rule.codes) and fnmatchcase(source, rule.path):
                    return True
            if source.startswith(CONTENT) and code in self._by_itself(source.removeprefix(CONTENT)):
                return True
        return False

    def _by_itself(self, path: str) -> frozenset[str]:
        """The codes that an article silences in its front matter, or that settings do for its path."""
        if path not in self._silenced:
            self._silenced[path] = frozenset(self._typed(path))
        return self._silenced[path]

    def _typed(self, path: str) -> Iterable[str]:
        article = self._site.snapshot.articles.get(path)
        values: dict[str, object] = {}
        for rule in self._site.settings.defaults:
            if fnmatchcase(path, rule.path):
                values.update(rule.values)
        if article is not None and "check_ignore" in article.front:
            root, _ = parse(article.front, path, article.front_line)
            typed = plain(root) if root is not None else {}
            values.update(typed if isinstance(typed, dict) else {})
        codes = values.get("check_ignore", ())
        return (
            [codes]
            if isinstance(codes, str)
            else [str(code) for code in codes]
            if isinstance(codes, list | tuple)
            else []
        )
