"""Netlify: reads `_headers` and `_redirects`; a redirect goes before a file of that address only where it is
forced (https://docs.netlify.com/manage/routing/).
"""

from __future__ import annotations

from functools import partial

from site_builder.hosting.headers_file import headers_file
from site_builder.hosting.host import Limits
from site_builder.hosting.redirects_file import redirects_file

LABEL = "Netlify"
FILES = {
    "_headers": partial(headers_file, detaches=False),
    "_redirects": partial(redirects_file, forced=True),
}
SAMPLE = None
LIMITS = Limits()
