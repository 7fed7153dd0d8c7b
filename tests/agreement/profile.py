"""How long the engines are compared: half a minute, or LOVGRAF_THOROUGH=1 for much longer."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

THOROUGH = bool(os.environ.get("LOVGRAF_THOROUGH"))


def examples(number: int) -> settings:
    """Always the same examples, and no time for making them smaller; unless thorough."""
    common = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)
    if THOROUGH:
        return settings(common, max_examples=40 * number)
    return settings(
        common,
        max_examples=number,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
    )
