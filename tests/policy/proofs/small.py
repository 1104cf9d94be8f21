"""Small programmes in a folder of their own: sound as they stand, at fault by the change that a test makes."""

from __future__ import annotations

from pathlib import Path

from ansinh.policy.load import load_from
from ansinh.policy.programme import Programme
from ansinh.policy.proofs.findings import Finding, Verdict
from ansinh.policy.proofs.prove import prove

HEAD = """\
id: relief
name: {vi: "Cứu trợ", en: "Relief"}
starts: 2021-01-01
groups:
  one: {vi: "Một khoản", en: "One of them"}
policies: [relief-01, relief-02]
parameters:
  first_day: {kind: date, text: {vi: "Ngày đầu", en: "First day"}, cite: "QĐ 1", verified: true, values: [{from: 2021-01-01, value: 2020-10-01}]}
  pay: {kind: money, text: {vi: "Mức", en: "Amount"}, cite: "QĐ 1", verified: true, values: [{from: 2021-01-01, value: 1000000}]}
"""
FACTS = """\
asks: {kind: bool, question: {vi: "Ông/bà có đề nghị hỗ trợ không?", en: "Do you ask for support?"}}
days: {kind: int, unit: day, harm: true, question: {vi: "Nhà ngập bao nhiêu ngày?", en: "For how many days was your house under water?"}}
children: {kind: int, unit: child, harm: true, question: {vi: "Ông/bà có bao nhiêu con nhỏ?", en: "How many small children have you?"}}
begins: {kind: date, question: {vi: "Nhà ngập từ ngày nào?", en: "On which day did the water come?"}}
born: {kind: date, question: {vi: "Ông/bà sinh ngày nào?", en: "When were you born?"}}
rent: {kind: money, question: {vi: "Tiền thuê nhà là bao nhiêu?", en: "How much is your rent?"}}
zone: {kind: code, question: {vi: "Ông/bà ở vùng nào?", en: "In which zone?"}, choices: {high: {vi: "Vùng cao", en: "High ground"}, low: {vi: "Vùng thấp", en: "Low ground"}}}
"""
POLICY = """\
id: {name}
number: "{number}"
name: {{vi: "Hỗ trợ", en: "Support"}}
summary: {{vi: "Hỗ trợ một lần.", en: "One payment."}}
pays: cash
groups: [one]
cite: QĐ 1, Đ.1
{most}conditions:
{conditions}components:
{components}procedures:
  - filed_by: {{vi: "Người dân", en: "The person"}}
    filed_at: {{vi: "Ủy ban nhân dân cấp xã", en: "The commune"}}
    cite: QĐ 1, Đ.4
    verified: true
    steps:
      - {{id: approve, name: {{vi: "Duyệt", en: "Approve"}}, office: people_committee, level: commune, role: approver, action: approve, working_days: 2, cite: "QĐ 1, Đ.4", verified: true}}
"""
CONDITIONS = {"wants": "when: asks", "long": "when: days >= 3", "in_time": "when: begins >= first_day"}
COMPONENTS = {"base": "base: true, amount: pay", "child": "amount: pay * children"}
MOST = "pay * (1 + children)"


def relief(
    folder: Path,
    conditions: dict[str, str] | None = None,
    components: dict[str, str] | None = None,
    most: str = MOST,
    head: str = HEAD,
) -> Programme:
    """Write two policies, the first with what is given, and load them. A part's value is the inside of its entry; `name#2` stands for the same id again."""
    first = POLICY.format(
        name="relief-01", number="01", most=_most(most), conditions=_parts({**CONDITIONS, **(conditions or {})}), components=_parts(components or COMPONENTS)
    )
    other = POLICY.format(
        name="relief-02", number="02", most=_most("pay"), conditions=_parts({"wants": "when: asks"}), components=_parts({"base": "base: true, amount: pay"})
    )
    for name, content in {"programme.yaml": head, "facts.yaml": FACTS, "relief-01.yaml": first, "relief-02.yaml": other}.items():
        (folder / name).write_text(content, encoding="utf-8")
    return load_from(folder)


def refuted(programme: Programme) -> list[Finding]:
    """Prove the first policy; give what is refuted."""
    return [finding for finding in prove(programme, policies=["relief-01"]) if finding.verdict is Verdict.REFUTED]


def _most(rule: str) -> str:
    return f'most: {{amount: "{rule}", cite: "QĐ 1, Đ.3"}}\n' if rule else ""


def _parts(parts: dict[str, str]) -> str:
    return "".join(
        f'  - {{id: {name.split("#")[0]}, text: {{vi: "Điều kiện", en: "Condition"}}, cite: "QĐ 1, Đ.2", verified: true, {rest}}}\n'
        for name, rest in parts.items()
        if rest
    )
