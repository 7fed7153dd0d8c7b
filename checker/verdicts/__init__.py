"""Verdicts on cells, and what can occur together.

A norm's conditions: `program`, with `deadlines` and `reach` (what it needs can be had).
Deciding: `evaluate` (many cells), `one_cell`; `decide` is Kleene's logic, `completions` the rest.
What can occur: `feasible` asks, `search` finds, `worlds` holds one completion in the making,
with `points` (days as bounds), `symbols` and `states` (facts that are not spelled out).
Many records at once: `told` (what they say), `alike` and `sameness` (which of them are the same).
Speed: `patterns`, `grid`, `bits`, `merging`.
"""
