"""Words as readers need them: sentences that do not run into each other, whole numbers with separators, per cent as each language writes it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.utils.translation import override

from ansinh.doors.web.cards.words import days, percent
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.words import timeline


def told(after: dict[str, object]) -> str:
    event = SimpleNamespace(act=1, verb="cases.forward", at=None, officer_name="Lan", after=after)
    [item] = timeline([event])  # type: ignore[list-item] # all that it reads
    return str(item["text"])


def test_what_an_officer_wrote_ends_before_the_next_sentence_begins() -> None:
    after = {"reason": "Sai số định danh", "owner": "Hoa", "office": "UBND xã", "due_on": "2021-08-09", "claims": 131_072, "amount_vnd": 1_000_000}
    assert told(after).startswith("Lý do: Sai số định danh. Giao Hoa, UBND xã, hạn 9/8/2021. 131.072 người")
    assert told({"reason": "Vì sao?", "asked": "Bản chụp."}) == "Lý do: Vì sao? Bản chụp."


def test_long_delays_have_separators_and_one_day_is_no_days() -> None:
    assert "quá hạn 1.2" in left(date(2021, 8, 13), date(2026, 8, 13)).words
    with override("en"):
        assert (days(1), days(2), percent(1000), percent(615)) == ("1 day", "2 days", "100%", "61.5%")
    assert (percent(1000), percent(615), percent(-1)) == ("100 %", "61,5 %", "–")
