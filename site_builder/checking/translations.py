"""What stays English on the pages of a digest in another language."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder import catalogues
from site_builder.checking.family import Code, Finding, finding
from site_builder.checking.site import Site
from site_builder.layout_files import wanted_messages
from site_builder.problems import Place

CODES = {
    "untranslated": Code("warning", "words of the pages stay English, because there are none in its language")
}
_TOLD = 8  # messages that are named


def find(site: Site) -> Iterator[Finding]:
    """One finding for all messages that have no translation; none in a digest in English."""
    translation = site.snapshot.translation
    language = translation.language
    if language.lower().partition("-")[0] == "en":
        return
    wanted = wanted_messages(site.layouts, site.programs)
    missing = catalogues.untranslated(translation, wanted)
    if not missing:
        return
    own = catalogues.names_for(language, site.own_layouts)
    name = own[-1] if own else f"{catalogues.FOLDER}{language}.yaml"
    file = f"{site.settings.layouts_dir}/{name}"
    if len(missing) == len(wanted):
        message = f"the pages speak English: there are no words in '{language}' for what layouts say"
        remedy = (
            f"Begin with those of another language:"
            f" site-builder config layout {catalogues.FOLDER}fr.yaml > {file}"
        )
    else:
        shown = ", ".join(f"'{key}'" for key in missing[:_TOLD])
        more = f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
        message = f"{len(missing)} of {len(wanted)} messages stay English: {shown}{more}"
        remedy = f"Write each below `messages` in {file}, as  English text: translation"
    yield finding("untranslated", Place(file), message, remedy)
