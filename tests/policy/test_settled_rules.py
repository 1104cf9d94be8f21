"""What the law's own figures settle is written out at load: the same value for whatever is known, and nothing more is asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.language.code_lists import Codes
from ansinh.policy.language.evaluate import compiled, compiled_wants
from ansinh.policy.language.nodes import Constant, Fact, Kind, Lookup, Node, facts_in
from ansinh.policy.language.parse import Reader, RuleFault
from ansinh.policy.language.settled import settled

ZONE = Fact("zone", Kind.CODE, frozenset("abc"))
JOB = Fact("job", Kind.CODE, frozenset("xyz"))
NAMES: dict[str, Node | Codes] = {
    "p": Fact("p", Kind.BOOL), "q": Fact("q", Kind.BOOL), "n": Fact("n", Kind.INT), "zone": ZONE, "job": JOB,
    "on": Constant(value=True, kind=Kind.BOOL), "off": Constant(value=False, kind=Kind.BOOL), "five": Constant(5, Kind.INT),
    "same": Lookup(ZONE, (("a", 7), ("b", 7)), 7, Kind.INT), "differs": Lookup(ZONE, (("a", 1), ("b", 7)), 3, Kind.INT),
    "always": Lookup(ZONE, (("a", True),), True, Kind.BOOL), "at_a": Lookup(ZONE, (("a", True),), False, Kind.BOOL),
    "any_job": Codes(JOB, ZONE, (("a", None),), None), "no_job": Codes(JOB, ZONE, (), ()), "jobs": Codes(JOB, ZONE, (("a", ("x",)), ("b", ("x", "y")), ("c", ())), None),
}  # fmt: skip
TESTS = ["p", "q", "on", "off", "always", "at_a", "job in any_job", "job in no_job", "job in jobs", "n >= same", "n >= differs", "n == five", "zone == 'a'"]
RULES = st.recursive(
    st.sampled_from(TESTS),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        inner.map(lambda part: f"(not {part})"),
        inner.map(lambda part: f"surely({part})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
    ),
    max_leaves=8,
)
TOLD = st.fixed_dictionaries(
    {}, optional={"p": st.booleans(), "q": st.booleans(), "n": st.integers(0, 8), "zone": st.sampled_from("abc"), "job": st.sampled_from("xyz")}
)


@settings(max_examples=300)
@given(rule=RULES, told=TOLD)
def test_a_settled_rule_has_the_value_of_the_rule_as_written(rule: str, told: dict[str, Any]) -> None:
    written = Reader(NAMES).read(rule, Kind.BOOL)
    short = settled(written)
    assert compiled(short)(told) is compiled(written)(told)
    assert set(facts_in(short)) <= set(facts_in(written))
    if "surely" not in rule:  # which names what it waits for though its value is known
        assert set(compiled_wants(short)(told)) <= set(compiled_wants(written)(told))


@pytest.mark.parametrize(
    ("rule", "asks"), [("p or always", set()), ("p if always else q", {"p"}), ("job in any_job", set()), ("job in no_job or p", {"p"}), ("n >= same", {"n"})]
)
def test_nothing_is_asked_for_what_the_figures_settle(rule: str, asks: set[str]) -> None:
    assert set(facts_in(settled(Reader(NAMES).read(rule, Kind.BOOL)))) == asks


@pytest.mark.parametrize(
    ("rule", "reason"), [("jobs", "list of codes"), ("zone in jobs", "lists codes of “job”"), ("p and jobs", "list of codes"), ("job == jobs", "list of codes")]
)
def test_a_list_of_codes_is_for_asking_whether_its_own_fact_is_in_it(rule: str, reason: str) -> None:
    with pytest.raises(RuleFault, match=reason):
        Reader(NAMES).read(rule)
