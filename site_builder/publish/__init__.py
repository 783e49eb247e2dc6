"""The output folder: written whole or not at all, and never more than the builder's own files.

`output/.site-builder.json` is both marker and manifest: it says that the folder is the builder's and
lists every file the builder made there. Everything else in the folder belongs to somebody else.
"""

from __future__ import annotations

from site_builder.publish.journal import BrokeOff
from site_builder.publish.manifest import MANIFEST
from site_builder.publish.output_checks import check_output_folder
from site_builder.publish.output_folder import OutputFolder, Published
from site_builder.publish.recovery import finish_interrupted, is_interrupted

__all__ = [
    "MANIFEST",
    "BrokeOff",
    "OutputFolder",
    "Published",
    "check_output_folder",
    "finish_interrupted",
    "is_interrupted",
]
