"""The earliest of several days."""

from __future__ import annotations

from lovgraf.reference.call import Operator
from lovgraf.reference.functions.latest_of import extreme

OPERATOR = Operator(lambda call: extreme(call, min))
