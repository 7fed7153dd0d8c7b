"""Runs of `lovgraf check` over time: what is new, what is gone, what is still there.

Two reports: `saved` (read back), `compare`, `as_text`, `as_json`.
Daily extracts, each under the law of its day: `history`.
"""
