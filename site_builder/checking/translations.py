"""What stays English on the pages of a digest in another language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder import catalogues
from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.layout_files import wanted_messages
from site_builder.problems import Place

CODES = {
    "untranslated": Code(
        "warning", "words or dates of the pages stay English, because there are none in its language"
    )
}
_TOLD = 8  # messages that one finding names
_EXAMPLE = f"site-builder config layout {catalogues.FOLDER}fr.yaml"


def find(site: Site) -> Iterator[Finding]:
    """What has no translation; nothing in a digest in English.

    One finding for messages and one for dates. Of more messages than a line can name each has its own too.
    """
    translation = site.snapshot.translation
    language = translation.language
    if translation.is_english:
        return
    wanted = wanted_messages(site.layouts, site.programs)
    missing = catalogues.untranslated(translation, wanted)
    own = catalogues.names_for(language, site.own_layouts)
    name = own[-1] if own else f"{catalogues.FOLDER}{language}.yaml"
    file = f"{site.settings.layouts_dir}/{name}"
    if len(missing) == len(wanted):
        message = f"the pages speak English: there are no words in '{language}' for what layouts say"
        remedy = f"Begin with those of another language: {_EXAMPLE} > {file}"
        yield finding("untranslated", Place(file), message, remedy)
        return
    if missing:
        yield from _messages(missing, len(wanted), file)
    if english := catalogues.english_dates(translation.dates):
        message = f"these words of dates stay English: {', '.join(english)}"
        remedy = f"Write them below `dates` in {file}; {_EXAMPLE}  shows how."
        yield finding("untranslated", Place(file), message, remedy)


def _messages(missing: Sequence[str], wanted: int, file: str) -> Iterator[Finding]:
    shown = ", ".join(f"'{key}'" for key in missing[:_TOLD])
    more = f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
    message = f"{len(missing)} of {wanted} messages stay English: {shown}{more}"
    remedy = (
        f"Write each below `messages` in {file}, as  English text: translation"
        f"\n{_EXAMPLE}  prints a whole file to begin from."
    )
    yield finding("untranslated", Place(file), message, remedy)
    for key in missing if more else ():
        # Findings stand in the order of their words: real ones first, those that begin with a sign last.
        kind = "" if key[:1].isalpha() else "the text " if any(map(str.isalpha, key)) else "the sign "
        yield finding("untranslated", Place(file), f"no translation of {kind}'{key}'", "")
