"""Getting pages from the web with care: `fetcher.py` is the door, the rest what it stands on.

Nothing here knows what an article is. Nothing is fetched from a private address, beyond a size or a
time, against a site's robots.txt, or faster than is polite; each refusal says why and how to go on.
"""
