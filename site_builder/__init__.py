"""A static-site generator for curated news digests: raw articles in, an exact static site out."""

__version__ = "0.1.0"
