"""The live preview: a site that is kept up to date while it is edited, and shown by a server of its own.

It stands on the incremental build and has no rule of its own for what is stale. It writes below
`.site-builder/preview/` and never into the output folder.
"""
