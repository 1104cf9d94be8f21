"""The printed request for support: one page or two a policy, filled in by hand, with the QR of its own id so that a clerk enters it by one scan."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Literal

from ansinh.papers.letters.typesetting import qr_svg, typeset

if TYPE_CHECKING:
    from datetime import date, datetime

MARK = "ANSINH"
Answer = Literal["text", "yes_no", "day", "number", "choice"]


@dataclass(frozen=True, slots=True)
class Question:
    """One line to fill in: its words, how it is answered, a smaller hint, the choices of a `choice`, the boxes of a `number`."""

    text: str
    answer: Answer = "text"
    hint: str = ""
    choices: tuple[str, ...] = ()
    digits: int = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its questions."""

    title: str
    questions: tuple[Question, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RequestForm:
    """A form. `id` is its own, `filed_at` says where it goes, `last_day` is the last day for filing where the law names one."""

    policy: str
    number: str
    title: str
    id: str
    filed_at: str
    cite: str
    parts: tuple[Part, ...]
    last_day: date | None = None


def form_mark(policy: str, form_id: str) -> str:
    """Give what the QR of a form says: whose form it is, the policy, the id."""
    return f"{MARK}:{policy}:{form_id}"


def read_mark(text: str) -> tuple[str, str]:
    """Give policy and id out of what a scanner or a clerk typed; the policy is empty where the id alone was typed."""
    parts = [part.strip() for part in text.strip().split(":")]
    return (parts[1].lower(), parts[2]) if len(parts) == 3 and parts[0].upper() == MARK else ("", text.strip())  # noqa: PLR2004 - mark, policy, id


def form_pdf(form: RequestForm, *, at: datetime) -> bytes:
    """Set a form, ready to be printed in black on A4."""
    last = f"Hạn cuối nộp: {form.last_day:%d/%m/%Y}." if form.last_day else ""
    data = {
        "title": f"Đơn đề nghị: {form.title}", "agency": {"name": ["An Sinh"], "superior": ""}, "number": "", "place_and_day": "", "footer": f"{form.number} · {form.id}",
        "qr": qr_svg(form_mark(form.policy, form.id)), "heading": form.title, "id": form.id, "policy_number": form.number, "filed_at": form.filed_at, "cite": form.cite,
        "last_day": last, "parts": [asdict(part) for part in form.parts],
    }  # fmt: skip
    return typeset("form", data, at=at)
