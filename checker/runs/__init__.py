"""Runs of `lovgraf check` over time: what is new, what is gone, what is still there."""
