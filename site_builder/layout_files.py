"""Reads layouts and the catalogues of their words, and names their assets: the site's own before the default
ones of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from site_builder import catalogues
from site_builder.catalogues import Wanted
from site_builder.files import read_steadily
from site_builder.layout_blocks import lost_blocks
from site_builder.layout_messages import messages_in
from site_builder.layouts import NO_FILTERS, Filters, Layouts, LayoutText, all_texts
from site_builder.problems import Problem
from site_builder.sources import DEFAULT
from site_builder.texts import decode
from site_builder.translation import ENGLISH, IN_CODE, Translation

ASSETS = "assets/"  # below either folder


def read_layouts(
    own: Mapping[str, str],
    default: Mapping[str, str],
    shown_as: str,
    kept: Path | None = None,
    held: Layouts | None = None,
    filters: Filters = NO_FILTERS,
    language: str = ENGLISH.language,
    programs: Iterable[str] = (),
) -> tuple[Layouts, tuple[Problem, ...]]:
    """The layouts in a language, and what is wrong with any of them or with the catalogues of its words.

    Both mappings say by name where each file lies; `shown_as` is the site's own folder in messages, `kept`
    the folder for compiled layouts: without it each process compiles what it uses. Layouts that a process
    has `held` since an earlier build are given once more where their texts, their words and `filters`, the
    site's own, are the same. `programs` are texts in Python that may ask for messages too.
    """
    problems: list[Problem] = []
    texts = _texts(own, shown_as, problems), _texts(default, DEFAULT, problems)
    together = all_texts(*texts)
    problems.extend(lost_blocks(texts[0], together))
    problems.extend(catalogues.misnamed(own, shown_as))
    translation, in_own = _translation(own, default, shown_as, language, problems)
    if in_own:
        wanted = wanted_messages(together, programs)
        for one in in_own:
            problems.extend(catalogues.unasked(one, wanted))
            problems.extend(catalogues.incomplete(one, wanted, translation))
    if held and (held.texts, held.filters, held.translation) == (together, filters, translation):
        return held, tuple(problems)
    return Layouts(*texts, kept, filters, translation), tuple(problems)


def wanted_messages(texts: Mapping[str, LayoutText], programs: Iterable[str] = ()) -> dict[str, Wanted]:
    """Every message that layouts, the site's own programs and the builder's own code ask for, by key."""
    wanted = {key: Wanted(key) for key in IN_CODE}
    for text in dict.fromkeys((*(layout.text for layout in texts.values()), *programs)):
        for key, asked in messages_in(text).items():
            wanted.setdefault(key, asked)
    return wanted


def assets_of(own: Mapping[str, str], default: Mapping[str, str]) -> dict[str, str]:
    """The layouts' assets by name, and where each lies."""
    both = {**default, **own}
    return {name.removeprefix(ASSETS): path for name, path in both.items() if name.startswith(ASSETS)}


def _translation(
    own: Mapping[str, str],
    default: Mapping[str, str],
    shown_as: str,
    language: str,
    problems: list[Problem],
) -> tuple[Translation, list[catalogues.Catalogue]]:
    """The words of a language, and the site's own catalogues among those that have them."""
    found: list[tuple[str, catalogues.Catalogue]] = []
    for files, folder in ((default, DEFAULT), (own, shown_as)):
        for name in catalogues.names_for(language, files):
            source = f"{folder}/{name}"
            text, unreadable = decode(read_steadily(files[name])[0], source)
            problems.extend(unreadable)
            if text is not None:
                catalogue, wrong = catalogues.read_catalogue(text, source)
                problems.extend(wrong)
                found.append((folder, catalogue))
    # Words of "pt-BR" before those of "pt", and of both the site's own before the builder's.
    found.sort(key=lambda pair: len(pair[1].source.rpartition("/")[2].split("-")))
    in_own = [catalogue for folder, catalogue in found if folder == shown_as]
    return catalogues.laid_over(language, (catalogue for _, catalogue in found)), in_own


def _texts(files: Mapping[str, str], shown_as: str, problems: list[Problem]) -> dict[str, LayoutText]:
    texts = {}
    for name, path in files.items():
        if not name.startswith((ASSETS, catalogues.FOLDER)):
            source = f"{shown_as}/{name}"
            text, found = decode(read_steadily(path)[0], source)
            problems.extend(found)
            if text is not None:
                texts[name] = LayoutText(source, text)
    return texts
