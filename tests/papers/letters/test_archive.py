"""Every paper can be archived: a checker of PDF/A that is not ours reads them, signed and unsigned.

The checker is PDFBox Preflight, which knows PDF/A-1b. Ours are PDF/A-2, so of its findings those are let pass that PDF/A-2 allows, and no others.
"""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from ansinh.papers.letters.decision import Decision, decision_pdf
from ansinh.papers.letters.letter import Reason, Refusal, refusals_pdf
from ansinh.papers.letters.minutes import Handed, Minutes, minutes_pdf
from ansinh.papers.letters.parts import Agency, Person, Signature
from ansinh.papers.letters.receipt import Receipt, receipt_pdf
from ansinh.papers.signatures.sign import Mark, sign
from ansinh.papers.signatures.trial import TrialAuthority

AT, DAY = datetime(2021, 8, 10, 2, 15, tzinfo=UTC), date(2021, 8, 10)
HERE = Agency("Ủy ban nhân dân huyện Thanh Miện", "Thanh Miện", "Ủy ban nhân dân tỉnh Hải Dương")
SIGNED = Signature(("CHỦ TỊCH",), "Phạm Thị Lan")
URL = "https://example.vn/xac-minh/7K3M-9QXW-2F4"
PEOPLE = tuple(Person(f"Nguyễn Thị {order}", "1987", f"030187{order:06d}", "Ngũ Hùng", 1_500_000) for order in range(40))
DECISION = Decision(
    "12/QĐ-UBND", HERE, DAY, "Về việc phê duyệt danh sách", "Chủ tịch Ủy ban nhân dân huyện Thanh Miện", ("Luật Tổ chức chính quyền địa phương",),
    ("Phê duyệt danh sách.",), ("Lưu: VT",), SIGNED, PEOPLE, "Danh sách", URL, "7K3M-9QXW-2F4",
)  # fmt: skip
REFUSAL = Refusal(
    "7/TB-UBND", HERE, DAY, "Trần Văn Đức", "Ngũ Hùng", "HD-123", DAY, "Lao động tự do", (Reason("Chưa đủ điều kiện", "Điều 13"),),
    "Chủ tịch Ủy ban nhân dân", "Bùi Thị Ẩn", SIGNED, verify_url=URL,
)  # fmt: skip
RECEIPT = Receipt("45", HERE, DAY, "HD-7F3K", "Phạm Thị Lan", "Lao động tự do", 101, "Vũ Đình Quỳnh", "Phòng LĐ-TB&XH", date(2021, 8, 11), "Bùi Thị Ẩn", URL)
MINUTES = Minutes(
    "3/BB-UBND", HERE, AT, ("Phạm Thị Lan", "Phó Chủ tịch"), ("Vũ Đình Quỳnh", "Trưởng phòng"), "Đỗ Văn Trưởng", AT, None, "Giấy yêu cầu cách ly 15/GCL",
    (Handed("30-2021-000001", "Lao động tự do", 101, "Thẩm định", DAY, "Vũ Đình Quỳnh"),), 1, URL, "7K3M-9QXW-2F4",
)  # fmt: skip
NAMES = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
JARS = os.environ.get("PREFLIGHT_JARS") or ":".join(f"/usr/share/java/{name}.jar" for name in NAMES)
ALLOWED_IN_2 = {
    ("2.1.6", "Invalid graphics object, Invalid version of the ICCProfile"),  # 4 is; 1.4 of PDF knew only 2
    ("7.11.2", "Error on MetaData, part must be 1"),  # ours is 2
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    decision = decision_pdf(DECISION, at=AT).pdf
    holder = TrialAuthority(tmp_path_factory.mktemp("signing")).holder(name="Phạm Thị Lan", title="Chủ tịch", office="UBND huyện Thanh Miện", at=AT)
    return {
        "decision-with-annex": decision,
        "decision-signed": sign(decision, holder, at=AT, mark=Mark("Phạm Thị Lan", "UBND huyện Thanh Miện", f"{URL}#chu-ky", trial=True)).pdf,
        "refusals": refusals_pdf([REFUSAL, replace(REFUSAL, number="8/TB-UBND")], at=AT).pdf,
        "receipt": receipt_pdf(RECEIPT, at=AT).pdf,
        "minutes": minutes_pdf(MINUTES, at=AT).pdf,
    }


def found_in(papers: dict[str, bytes], folder: Path) -> dict[str, set[tuple[str, str]]]:
    """What the checker finds in each paper, as code and words."""
    for name, content in papers.items():
        (folder / f"{name}.pdf").write_bytes(content)
    (folder / "list").write_text("\n".join(f"{folder}/{name}.pdf" for name in papers))
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", JARS, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", f"{folder}/list"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - a command of our own
    told = etree.parse(folder / "list.preflight.xml").getroot()
    return {
        one.get("name", "").removesuffix(".pdf"): {
            (str(error.findtext("code")), str(error.findtext("details")).split(" on page")[0]) for error in one.iter("error")
        }
        for one in told.iter("preflight")
    }


def test_a_checker_of_archives_finds_nothing_in_any_paper_and_finds_what_was_spoiled(papers: dict[str, bytes], tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(papers["receipt"])) as opened:  # a script, and a typeface that is not in the file
        opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")
        for held in opened.objects:
            if isinstance(held, pikepdf.Dictionary) and held.get("/Type") == "/FontDescriptor":
                for name in ("/FontFile", "/FontFile2", "/FontFile3"):
                    if name in held:
                        del held[name]
        spoiled = io.BytesIO()
        opened.save(spoiled)
    found = found_in({**papers, "spoiled": spoiled.getvalue()}, tmp_path)
    assert set(found) == {*papers, "spoiled"}
    assert {name: errors - ALLOWED_IN_2 for name, errors in found.items() if name != "spoiled"} == {name: set() for name in papers}
    assert {code.split(".")[0] for code, _words in found["spoiled"]} >= {"3", "6"}


def test_every_paper_says_which_level_it_keeps_and_a_signature_leaves_that_alone(papers: dict[str, bytes]) -> None:
    levels = {}
    for name, content in papers.items():
        with pikepdf.open(io.BytesIO(content)) as opened:
            about = opened.open_metadata()
            levels[name] = f"{about['pdfaid:part']}{about['pdfaid:conformance']}"
    assert levels == {"decision-with-annex": "2A", "decision-signed": "2A", "refusals": "2B", "receipt": "2A", "minutes": "2A"}
