"""Runs of `lovgraf check` over time: what is new, what is gone, what is still there.

Two reports: `saved` (read back), `compare` (and the comparison as text and JSON).
A nightly run from a file of settings: `nightly`.
Daily extracts, each under the law of its day: `history`, on a cluster `history_on_spark`.
"""
