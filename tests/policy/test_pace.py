"""The group of a province follows from the measures in force in it, and never falls when one more is imposed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from ansinh.policy.pace import GROUPS, Directive, InForce, group_of

MEASURES = some.builds(InForce, some.sampled_from(Directive), some.booleans())


def test_a_province_is_quiet_without_measures_locked_down_as_a_whole_under_16_and_between_the_two_otherwise() -> None:
    assert group_of([]) == group_of([InForce(Directive.LIFTED, whole=True)]) == "a"
    assert group_of([InForce(Directive.D16, whole=True)]) == "c"
    assert {group_of([InForce(of, whole=True)]) for of in (Directive.D15, Directive.D19)} == {"b"}
    assert group_of([InForce(Directive.D16, whole=False)]) == group_of([InForce(Directive.LIFTED, whole=True), InForce(Directive.D16, whole=False)]) == "b"


@given(some.lists(MEASURES, max_size=6), MEASURES)
def test_one_more_measure_never_makes_a_province_quieter(measures: list[InForce], more: InForce) -> None:
    assert GROUPS.index(group_of([*measures, more])) >= GROUPS.index(group_of(measures))
