"""Terms of the solver that fold where they are known: a yes or no, or a number, is plain Python.

Of what a record says nothing is left but its value; only what is open becomes a term of z3.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import z3

Truth = Any
"""A `bool`, or a yes-or-no term of z3."""
Number = Any
"""An `int` or `Fraction`, or a term of z3 for a number."""


def both(*parts: Truth) -> Truth:
    """That all of them hold."""
    open_ = []
    for part in parts:
        if part is False:
            return False
        if part is not True:
            open_.append(part)
    if not open_:
        return True
    return open_[0] if len(open_) == 1 else _of_all(z3.Z3_mk_and, open_)


def either(*parts: Truth) -> Truth:
    """That one of them holds."""
    open_ = []
    for part in parts:
        if part is True:
            return True
        if part is not False:
            open_.append(part)
    if not open_:
        return False
    return open_[0] if len(open_) == 1 else _of_all(z3.Z3_mk_or, open_)


def not_(part: Truth) -> Truth:
    """That it does not hold."""
    if isinstance(part, bool):
        return not part
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), part.as_ast()), context)


def _of_all(make: Any, parts: list[Truth]) -> Truth:
    """A term of yes-or-no terms. z3's own `And` and `Or` look at the kind of each part again, which
    took as long as solving."""
    context = z3.main_ctx()
    terms = (z3.Ast * len(parts))(*(part.as_ast() for part in parts))
    return z3.BoolRef(make(context.ref(), len(parts), terms), context)


def is_so(model: Any, part: Truth) -> bool:
    """Whether a yes-or-no term is so in a model; where that leaves it open, it is not. `eval` makes
    objects of what it finds, and a record has hundreds."""
    context, found = z3.main_ctx().ref(), (z3.Ast * 1)()
    z3.Z3_model_eval(context, model.model, part.as_ast(), True, found)
    return bool(z3.Z3_get_bool_value(context, found[0]) == z3.Z3_L_TRUE)


def same(one: Truth, other: Truth) -> Truth:
    """That both hold, or neither."""
    if isinstance(one, bool):
        return other if one else not_(other)
    if isinstance(other, bool):
        return one if other else not_(one)
    return one == other


def pick(which: Truth, one: Any, other: Any) -> Any:
    """The one number or truth where something holds, else the other."""
    if isinstance(which, bool):
        return one if which else other
    if isinstance(one, bool) or z3.is_bool(one):
        return either(both(which, one), both(not_(which), other))
    if not isinstance(one, z3.ExprRef) and not isinstance(other, z3.ExprRef) and one == other:
        return one
    return z3.If(which, one, other)


def among(number: Number, wanted: Iterable[int]) -> Truth:
    """That a number is one of some, which are asked for in runs."""
    found = sorted(set(wanted))
    if isinstance(number, int):
        return number in found
    runs: list[list[int]] = []
    for one in found:
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return either(*(
        number == low if low == high else z3.And(number >= low, number <= high)
        for low, high in runs
    ))  # fmt: skip


@cache
def truth(name: str) -> Truth:
    """An open yes or no of a name."""
    return z3.Bool(name)


@cache
def whole(name: str) -> Number:
    """An open whole number of a name."""
    return z3.Int(name)


@cache
def real(name: str) -> Number:
    """An open number of a name."""
    return z3.Real(name)
