"""What a file says for the proofs is checked as everything else in it: the most, a harm, what is meant to be taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansinh.policy.load import LawFault, load_from, load_programme
from policy.proofs.small import FACTS, MOST, relief

MEANT = 'versions: [{from: 2021-01-01, when: days >= 3}, {from: 2021-06-01, takes_away: {vi: "Chỉ còn ngập nặng", en: "Only long floods", cite: "QĐ 2"}, when: days >= 5}]'


def test_every_policy_of_the_law_names_the_most_it_gives_with_an_article() -> None:
    for policy in load_programme().policies:
        for version in policy.versions:
            assert version.most is not None, policy.id
            assert version.most.cite


def test_harms_are_counted_in_numbers() -> None:
    harms = {fact.id for fact in load_programme().facts.values() if fact.harm}
    assert {"leave_days", "stoppage_days", "children_under_6", "f0_days", "f1_days", "business_stop_days"} <= harms


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (f'most: {{amount: "{MOST}"', "most: {amount: kids", "“kids” is no fact"),
        (f'most: {{amount: "{MOST}"', "most: {amount: asks", "money is needed"),
        (f'most: {{amount: "{MOST}", cite: "QĐ 1, Đ.3"}}', "most: {amount: pay}", "“cite” is missing"),
        (f'most: {{amount: "{MOST}", cite: "QĐ 1, Đ.3"}}', 'most: {amount: pay, cite: " "}', "“cite” is empty"),
        (f'most: {{amount: "{MOST}", cite: "QĐ 1, Đ.3"}}', "most: pay", "“most” is a text"),
        (f'most: {{amount: "{MOST}"', "most: {least: 1, amount: pay", "“least” is not known here"),
        (', cite: "QĐ 2"}', "}", "“cite” is missing"),
        ('en: "Only long floods"', 'en: ""', "“en” is empty"),
        ('vi: "Chỉ còn ngập nặng", ', "", "“vi” is missing"),
    ],
)
def test_a_slip_in_what_is_promised_is_refused_with_its_line(before: str, after: str, reason: str, tmp_path: Path) -> None:
    relief(tmp_path, {"long": MEANT})
    file = tmp_path / "relief-01.yaml"
    sound = file.read_text(encoding="utf-8")
    assert before in sound
    file.write_text(sound.replace(before, after), encoding="utf-8")
    with pytest.raises(LawFault, match=reason) as fault:
        load_from(tmp_path)
    assert fault.value.file == "relief-01.yaml"
    assert fault.value.line > 1


def test_a_harm_that_is_no_number_is_refused(tmp_path: Path) -> None:
    relief(tmp_path)
    (tmp_path / "facts.yaml").write_text(FACTS.replace("asks: {kind: bool,", "asks: {kind: bool, harm: true,"), encoding="utf-8")
    with pytest.raises(LawFault, match="a harm is a number, this is bool"):
        load_from(tmp_path)
