"""Days of the calendar as a solver reckons with them: full years between two numbered days, exactly as the calendar has them."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import z3  # type: ignore[import-untyped] # the package names no types

IN_400, IN_100, IN_4, IN_1 = 146_097, 36_524, 1_461, 365
FEBRUARY_29 = 59
"""Its place in a year, from 0; a year without it has no day at that place, so that one place is one month and day in every year."""
FIRSTS = (0, *accumulate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30)))


def age_on(born: Any, on: Any) -> Any:
    """Give the full years from one numbered day to another (1 is 1 January of the year 1), negative before it."""
    year_born, place_born = _year_and_place(born)
    year, place = _year_and_place(on)
    return year - year_born - z3.If(place < place_born, _number(1, on), _number(0, on))


def is_first_of_month(day: Any) -> Any:
    """Give that a numbered day is the first of its month."""
    place = _year_and_place(day)[1]
    return z3.Or([place == first for first in FIRSTS])


def in_order(on: Any, other: Any, years: Any, others: Any) -> Any:
    """Give that two ages of one birth are ordered as their days are."""
    return z3.And(z3.Implies(on <= other, years <= others), z3.Implies(other <= on, others <= years))


def _year_and_place(day: Any) -> tuple[Any, Any]:
    """Give the year from 1, and the place of the day among the 366 that a leap year has."""
    rest, three = day - 1, _number(3, day)
    years_400, rest = rest / IN_400, rest % IN_400
    years_100 = z3.If(rest / IN_100 > three, three, rest / IN_100)
    rest = rest - years_100 * IN_100
    years_4, rest = rest / IN_4, rest % IN_4
    years_1 = z3.If(rest / IN_1 > three, three, rest / IN_1)
    place = rest - years_1 * IN_1
    leap = z3.And(years_1 == three, z3.Or(years_4 != _number(24, day), years_100 == three))
    moved = z3.And(z3.Not(leap), place >= FEBRUARY_29)
    return years_400 * 400 + years_100 * 100 + years_4 * 4 + years_1 + 1, z3.If(moved, place + 1, place)


def _number(number: int, beside: Any) -> Any:
    return z3.IntVal(number, beside.ctx)
