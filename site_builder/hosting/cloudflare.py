"""Cloudflare Pages: reads `_headers` and `_redirects`; redirects go before files. It compresses by itself.

Without a 404.html it would answer every address with the front page
(https://developers.cloudflare.com/pages/).
"""

from __future__ import annotations

from functools import partial

from site_builder.hosting.headers_file import headers_file
from site_builder.hosting.host import Limits
from site_builder.hosting.redirects_file import redirects_file

LABEL = "Cloudflare Pages"
FILES = {
    "_headers": partial(headers_file, detaches=True),
    "_redirects": partial(redirects_file, forced=False),
}
SAMPLE = None
# Of the free plan; rules without placeholders.
LIMITS = Limits(files=20_000, file_bytes=25 * 1024 * 1024, redirects=2_000, redirect_length=1_000)
