"""Synthetic datasets with known verdicts: nobody's data, realistic proportions, any size."""

from __future__ import annotations

from lovgraf.authoring.sample.write import SampleSummary, write_sample

__all__ = ["SampleSummary", "write_sample"]
