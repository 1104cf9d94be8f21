"""A policy is found by its id alone, whichever programme has it: pages that know only the id serve every programme."""

from __future__ import annotations

import pytest

from ansinh.policy.load import load_programme, policy_named, programme_names


def test_every_policy_of_every_programme_is_found_by_its_id_and_nothing_else_is() -> None:
    ids = [policy.id for name in programme_names() for policy in load_programme(name).policies]
    assert len(ids) == len(set(ids)) > len(load_programme().policies)
    assert [policy_named(found).id for found in ids] == ids
    with pytest.raises(KeyError):
        policy_named("nq68-99")
