"""The smallest sound programme of three files, for tests that spoil one of them."""

from __future__ import annotations

from pathlib import Path

SOUND = """\
id: relief-01
number: "01"
name: {vi: "Hỗ trợ", en: "Support"}
summary: {vi: "Hỗ trợ một lần.", en: "One payment."}
pays: cash
groups: [one]
cite: QĐ 1, Đ.1
let:
  in_time: begins >= first_day
conditions:
  - id: wants
    text: {vi: "Đề nghị", en: "Asks"}
    cite: QĐ 1, Đ.2
    verified: true
    when: asks and in_time
  - id: long
    text: {vi: "Đủ ngày", en: "Long enough"}
    cite: QĐ 1, Đ.2
    verified: true
    versions:
      - {from: 2021-01-01, when: days >= 14}
      - {from: 2021-06-01, when: days >= 7}
components:
  - id: base
    text: {vi: "Một lần", en: "Once"}
    cite: QĐ 1, Đ.3
    verified: false
    note: the amount must be confirmed
    base: true
    amount: pay
procedures:
  - filed_by: {vi: "Người dân", en: "The person"}
    filed_at: {vi: "Ủy ban nhân dân cấp xã", en: "The commune"}
    cite: QĐ 1, Đ.4
    verified: true
    steps:
      - {id: approve, name: {vi: "Duyệt", en: "Approve"}, office: people_committee, level: commune, role: approver, action: approve, working_days: 2, cite: "QĐ 1, Đ.4", verified: true}
"""
HEAD = """\
id: relief
name: {vi: "Cứu trợ", en: "Relief"}
starts: 2021-01-01
groups:
  one: {vi: "Một khoản", en: "One of them"}
policies: [relief-01]
parameters:
  first_day: {kind: date, text: {vi: "Ngày đầu", en: "First day"}, cite: "QĐ 1", verified: true, values: [{from: 2021-01-01, value: 2021-02-01}]}
  pay: {kind: money, text: {vi: "Mức", en: "Amount"}, cite: "QĐ 1", verified: true, values: [{from: 2021-01-01, value: 1000000}]}
"""
FACTS = """\
asks: {kind: bool, question: {vi: "Có đề nghị không?", en: "Do you ask?"}}
days: {kind: int, question: {vi: "Bao nhiêu ngày?", en: "How many days?"}}
begins: {kind: date, question: {vi: "Từ ngày nào?", en: "From which day?"}}
zone: {kind: code, question: {vi: "Vùng nào?", en: "Which zone?"}, choices: {a: {vi: "A", en: "A"}}}
"""
FILES = {"relief-01.yaml": SOUND, "programme.yaml": HEAD, "facts.yaml": FACTS}


def folder_with(where: Path, **changed: str) -> Path:
    """Write the programme into a folder, some files in other words."""
    for name, text in {**FILES, **changed}.items():
        (where / name).write_text(text, encoding="utf-8")
    return where
