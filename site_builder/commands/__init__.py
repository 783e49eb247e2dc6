"""The verbs, one module each. They alone print and set the exit code; what they do is done below.

Each imports what it needs when it runs, so that `--help` loads click and nothing more.
"""
