"""What can be wrong, where, and how to go on. Knows nothing of what is being read or built.

A problem is a value. Whoever finds one goes on looking; `cli.py` alone prints them, all of a run, in
source order:

    content/2012/03/homs.md:4:8: error: tag 'Syrai' is not in the vocabulary
      tags: [Syrai, UN]
             ^^^^^
      did you mean 'Syria'? New tags go under `tags` in config.yaml.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import structs

Level = Literal["error", "warning"]
_NAMED = 3  # pages
_LISTED = 12  # names, where none is near to what was typed
_CANDIDATES = 12  # words among which edits are counted: by the ratio alone they are ordered too coarsely


class Place(msgspec.Struct, frozen=True, order=True):
    """A spot in a file; a file as a whole when `line` is 0."""

    source: str  # path as the user would type it from the site's folder, forward slashes
    line: int = 0  # from 1; 0 when no line is known
    column: int = 0  # in characters, from 1; 0 when no column is known
    length: int = 1  # characters to underline
    excerpt: str = ""  # the line itself, without its end

    def __str__(self) -> str:
        parts = [self.source, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong. `message` begins in lower case and ends without a full stop."""

    level: Level = "error"
    code: str  # stable and kebab-case, such as "unknown-tag": what `check` can silence
    place: Place
    message: str
    remedy: str = ""  # how to go on; one line or more
    pages: tuple[str, ...] = ()  # the addresses of those on which it came to light, of a layout's fault


class ProblemsFound(Exception):
    """Raised by a step that cannot go on. Carries every problem found until then."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_source_order(problems)
        super().__init__("\n".join(describe(p) for p in self.problems))


class WrongUse(TypeError, LookupError):
    """A layout or an extension asked what cannot be asked; the message says it to who wrote that."""


class WorkFailed(Exception):
    """One piece of work came to nothing, such as a page; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def in_source_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file, line and column, without repeats; ties by code, then message, then page."""
    return tuple(sorted(set(problems), key=lambda p: (p.place, p.code, p.message, p.pages)))


def where_they_lie(problems: Iterable[Problem], content: str) -> tuple[Problem, ...]:
    """Problems whose places below content/ are named by the folder that the settings have for it."""
    if content == "content":
        return tuple(problems)
    return tuple(
        structs.replace(problem, place=structs.replace(problem.place, source=f"{content}/{path}"))
        if role == "content" and slash
        else problem
        for problem in problems
        for role, slash, path in [problem.place.source.partition("/")]
    )


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, those that differ by their pages only as one, where the first of them stands.

    A layout fails on every page that it makes; for whoever mends it that is one fault.
    """
    alike: dict[tuple[str, str, Place, str, str], list[Problem]] = {}
    for problem in problems:
        remedy = "" if problem.pages else problem.remedy  # which layouts used it differs with the page
        key = (problem.level, problem.code, problem.place, problem.message, remedy)
        alike.setdefault(key, []).append(problem)
    return tuple(
        structs.replace(same[0], pages=tuple(page for one in same for page in one.pages))
        for same in alike.values()
    )


def whole_message(problem: Problem) -> str:
    """What is wrong, and on which pages where it is a fault of a layout: up to three are named."""
    match problem.pages:
        case ():
            where = ""
        case (page,):
            where = f", on the page {page}"
        case (*pages, last) if len(pages) < _NAMED:
            where = f", on the pages {', '.join(pages)} and {last}"
        case (first, *_):
            where = f", on {len(problem.pages)} pages, the first: {first}"
    return f"{problem.message}{where}"


def as_data(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Problems as values for JSON."""
    return [
        {
            "level": problem.level,
            "code": problem.code,
            "file": problem.place.source,
            "line": problem.place.line,
            "column": problem.place.column,
            "message": whole_message(problem),
            "remedy": problem.remedy,
        }
        for problem in problems
    ]


def describe(problem: Problem) -> str:
    """The problem as text of one to several lines: place, cause, excerpt with caret, remedy."""
    place = problem.place
    lines = [f"{place}: {problem.level}: {whole_message(problem)}"]
    if place.excerpt:
        excerpt, indent = _window(place)
        lines.append(f"  {excerpt}")
        if place.column:
            lines.append(f"  {indent}{'^' * max(1, min(place.length, len(excerpt) - len(indent)))}")
    lines.extend(f"  {line}" for line in problem.remedy.splitlines())
    return "\n".join(lines)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question with the nearest known word, or "" when none is near."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else ""


def which_was_meant(word: str, known: Iterable[str]) -> str:
    """A question with the nearest known word; where none is near, all there are, if they are few; else ""."""
    names = list(dict.fromkeys(known))
    listed = f"There {'are' if len(names) > 1 else 'is'}: {', '.join(names)}." if names else ""
    return did_you_mean(word, names) or (listed if len(names) <= _LISTED else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest to one, or "" when none is near; letters of either case are equal.

    Near is what difflib's ratio puts at 0.6 or more, and whose last part, behind any slash, begins with that
    of the word or differs from it in at most half of its letters. Of these the one wins whose last part takes
    the fewest edits, then whose folder does; ties go to the word that comes first in code point order.
    """
    by_fold = {k.casefold(): k for k in sorted(known, reverse=True)}
    folded = word.casefold()
    folder, name = _parted(folded)
    found = []
    for near in difflib.get_close_matches(folded, sorted(by_fold), n=_CANDIDATES, cutoff=0.6):
        its_folder, its_name = _parted(near)
        edits = _edits(name, its_name)
        if its_name.startswith(name) or edits <= _half(name, its_name):
            found.append((edits, _edits(folder, its_folder), near))
    return by_fold[min(found)[2]] if found else ""


def is_slip(word: str, meant: str) -> bool:
    """Whether a word is another with slips of the finger, in at most a third of its letters, or cut short."""
    one, other = word.casefold(), meant.casefold()
    return other.startswith(one) or _edits(one, other) <= max(1, len(one) // 3)


def _parted(path: str) -> tuple[str, str]:
    """The folder and the last part of a path; a word has no folder."""
    folder, _, name = path.rstrip("/").rpartition("/")
    return folder, name


def _half(name: str, other: str) -> int:
    """Half the letters of the longer of two names, without an ending that both have: it says nothing."""
    _, dot, ending = name.rpartition(".")
    shared = len(ending) + 1 if dot and other.endswith(f".{ending}") else 0
    return max(2, len(name) - shared, len(other) - shared) // 2


def _edits(one: str, other: str) -> int:
    """How many letters are put in, left out, exchanged or swapped with the next to make one of the other.

    Optimal string alignment: Damerau, "A technique for computer detection and correction of spelling errors",
    1964, by the table of Wagner and Fischer, 1974.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and its == one[i - 2]:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return row[-1]


def _window(place: Place, width: int = 100) -> tuple[str, str]:
    """The part of the excerpt around the column, tabs as spaces, and the indent of its caret."""
    text = place.excerpt.expandtabs(1)
    start = max(0, place.column - 1 - width // 2) if len(text) > width else 0
    shown = text[start : start + width]
    return shown, " " * max(0, place.column - 1 - start)
