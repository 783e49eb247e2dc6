"""Whose turn it is to take its place where the site is seen, earliest first: no link must lead to what is
not there yet. Knows no output.
"""

LASTING = 0  # files whose names carry a digest of their bytes
ASSETS = 1  # what all pages need
ATTACHMENTS = 2  # what lies beside an article
ARTICLES = 3
PAGES = 4  # what lists articles, and every kind of output that says nothing else
FEEDS = 5  # what tells others of pages
REDIRECTS = 6
