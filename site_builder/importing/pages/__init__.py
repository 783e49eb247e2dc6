"""Saved HTML pages to readings. Needs the extra `import`; nothing of it is imported before a page is read."""

from __future__ import annotations

from site_builder.importing.pages.page import read_page

__all__ = ["read_page"]
