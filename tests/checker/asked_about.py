"""What a check is asked about where any rule shows the same."""

from __future__ import annotations

from lovgraf.core.terms import BASE
from tests.examples import WHOLE

ACT = f"{BASE}law/2012/528"
"""The act on Digital Post."""
POST = (ACT,) if WHOLE else (f"{ACT}/par/3/stk/1/norm/connection",)
"""That act; its duty to be connected alone where not the whole is asked for."""
