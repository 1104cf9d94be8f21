"""What the state's registers say of a claim, beside what it says itself: value, source and day; a contradiction is shown, never settled here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.registry.registers.vouch import entries_of, vouched
from ansinh.doors.web.dossiers.words import fact_words, language
from ansinh.policy.facts import NOT_APPLICABLE
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Claim, Determination


def beside_registers(claim: Claim, last: Determination) -> list[dict[str, Any]]:
    """Give each fact of the claim's policy that a register tells, in the programme's order: what the claim says, what the register says, and which of them it is.

    `state` is `against` where they differ, `filled` where the claim has the fact from the register, `same`, or `told` where the claim says nothing.
    """
    programme = load_programme(claim.dossier.programme)
    entries = entries_of([claim.identity], programme=programme.id).get(claim.identity, [])
    if not entries:
        return []
    told = vouched(entries, programme=programme, claim=last.facts, as_of=last.as_of)
    wanted = {*programme.policy(claim.policy).version_on(last.as_of).facts, "date_of_birth"}
    rows = []
    for fact in programme.facts:
        for one in told.get(fact, []) if fact in wanted else []:
            own = last.facts.get(fact)
            known = None if own == NOT_APPLICABLE else own
            state = "told" if known is None else "against" if one.against(known) else "filled" if fact in last.vouched else "same"
            rows.append(
                {
                    "fact": programme.facts[fact].label[language()], "own": fact_words(fact, known, programme.id)[1] if known is not None else "",
                    "values": [fact_words(fact, value, programme.id)[1] for value in one.values], "register": programme.registers[one.register],
                    "source": one.source, "dated": one.dated, "state": state,
                }
            )  # fmt: skip
    return rows
