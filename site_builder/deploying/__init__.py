"""Brings the output folder to where readers find it: only what has changed, in an order in which the live
site is whole at every moment, and so that whoever comes next can go on from wherever it broke off.

`session.py` tells one deploy from top to bottom. `targets/` has a module for each kind of target.
"""
