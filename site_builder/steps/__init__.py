"""The steps of a build that has something to do, in the order of `rebuild.py`."""
