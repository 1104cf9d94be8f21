"""An example of every request and of every answer, errors included, as the description of the API shows them; a test holds each against its schema."""

from __future__ import annotations

from typing import Any

from ansinh.doors.api.examples import EXAMPLE_CLAIM, EXAMPLE_FILING, EXAMPLE_FOUND, EXAMPLE_OUTCOME, EXAMPLE_SEARCH, EXAMPLE_TAKEN
from ansinh.doors.api.problems import KIND, PLAIN

KEY = "019b0000-0000-7000-8000-00000000000"
TASK: dict[str, Any] = {
    "id": f"{KEY}1", "step": "appraise", "action": "appraise", "owner": "ông Trần Văn Bình", "office": "UBND huyện Nam Sách", "received_on": "2021-08-06", "due_on": "2021-08-10", "tier": 0,
    "aim_on": "2021-08-09",
}  # fmt: skip
UPLOAD: dict[str, Any] = {
    "id": f"{KEY}2", "state": "read", "policy": "nq68-12", "received_at": "2021-08-06T02:00:00Z", "summary": {"sheets": [], "skipped": [], "problems": []}, "progress": None,
}  # fmt: skip
DOSSIER: dict[str, Any] = {
    "id": f"{KEY}3", "number": "30-2021-000007", "policy": "nq68-12", "state": "in_progress", "step": "appraise", "claims": 41, "amount_vnd": 61_500_000,
    "submitted_at": "2021-08-06T02:00:00Z", "task": TASK, "decision": None,
}  # fmt: skip
CLAIM: dict[str, Any] = {
    "id": f"{KEY}4", "order": 1, "receipt": "4HRW-8PJC-6YVN", "full_name": "Nguyễn Thị Hoa", "date_of_birth": None, "birth_year": 1987, "outcome": "eligible", "amount_vnd": 1_500_000,
    "state": "in_review", "state_reason": "",
}  # fmt: skip
DECISION: dict[str, Any] = {"id": f"{KEY}5", "number": "12/QĐ-UBND", "approved": 40, "refused": 1, "amount_vnd": 60_000_000, "decided_on": "2021-08-12"}
FILE: dict[str, Any] = {
    "id": f"{KEY}6",
    "channel": "cash",
    "name": "30-12-2021-tien-mat.xlsx",
    "instructions": 40,
    "amount_vnd": 60_000_000,
    "sha256": "ab" * 32,
}
EXPLAINED: dict[str, Any] = {
    "programme": "nq68", "as_of": "2021-08-10", "law_version": "cd" * 32, "total": 1_500_000, "draws": [{"policy": "nq68-12", "amount": 1_500_000}],
    "policies": [
        {
            "policy": "nq68-12", "outcome": "eligible", "amount": 1_500_000, "components": [{"id": "base", "amount": 1_500_000, "cite": "NQ 68/NQ-CP, II.12"}],
            "conditions": [{"id": "informal", "outcome": "met", "cite": "NQ 68/NQ-CP, II.12", "text": {"vi": "Lao động tự do", "en": "An informal worker"}, "facts": ["informal_worker"]}],
            "failed": [], "missing": [], "verified": True,
        }
    ],
}  # fmt: skip
FORM_FILE = "(tệp / the file)"
OAUTH_ERRORS = {
    "400": {"error": "invalid_scope", "error_description": "This client may ask for: dossiers:read dossiers:write."},
    "401": {"error": "invalid_client", "error_description": "Who you are was not proved: unknown, shut out, out of date, or a wrong proof."},
    "429": {"error": "temporarily_unavailable", "error_description": "Too many tries. Wait, then ask again."},
}

REQUESTS: dict[str, Any] = {
    "post /law/explain": {"programme": "nq68", "facts": {"province": "30", "informal_worker": True, "lost_work_days": 20}, "as_of": "2021-08-10"},
    "post /lists": {"policy": "nq68-12", "file": FORM_FILE},
    "post /dossiers": {"programme": "nq68", "policy": "nq68-12", "place": "10630", "reference": "DVC-2021-000123", "claims": [EXAMPLE_CLAIM]},
    "post /registry/sync/search": EXAMPLE_SEARCH,
    "post /registry/search": EXAMPLE_SEARCH,
    "post /tasks/{task}/post": {"posted_on": "2021-08-06"},
    "post /tasks/{task}/return": {"reason": "Thiếu chữ ký của trưởng thôn ở trang 2; bổ sung rồi nộp lại"},
    "post /tasks/{task}/exclude": {"claims": [f"{KEY}4"], "reason": "Không cư trú tại xã", "article": "NQ 68/NQ-CP, II.12"},
    "post /decisions/{decision}/instructions": {"otherwise": "cash"},
    "post /statements": {"file": FORM_FILE},
}
ANSWERS: dict[str, Any] = {
    "post /law/explain": EXPLAINED,
    "post /lists": {**UPLOAD, "state": "reading"},
    "get /lists/{upload}": UPLOAD,
    "post /lists/{upload}/submit": {**UPLOAD, "state": "submitting"},
    "post /lists/{upload}/stop": {**UPLOAD, "state": "read"},
    "post /oauth/token": {
        "access_token": "eyJjbGllbnQiOi4uLn0:1mB7xY:3kQ…",
        "token_type": "Bearer",
        "expires_in": 600,
        "scope": "dossiers:read dossiers:write",
    },
    "post /dossiers": {**EXAMPLE_FILING, "state": "filed", "dossier": None},
    "get /filings": {"filings": [EXAMPLE_FILING], "next": None},
    "get /filings/{code}": EXAMPLE_FILING,
    "get /filings/{code}/claims": {"claims": [EXAMPLE_OUTCOME], "next": None},
    "post /registry/sync/search": EXAMPLE_FOUND,
    "post /registry/search": EXAMPLE_TAKEN,
    "get /dossiers": {"dossiers": [DOSSIER], "next": None},
    "get /dossiers/{dossier}": DOSSIER,
    "get /dossiers/{dossier}/claims": {"claims": [CLAIM], "next": None},
    "post /tasks/{task}/post": {**TASK, "step": "list", "action": "list"},
    "post /tasks/{task}/forward": TASK,
    "post /tasks/{task}/return": {**TASK, "step": "list", "action": "list"},
    "post /tasks/{task}/exclude": {"excluded": 1},
    "post /tasks/{task}/exclude-by-law": {"excluded": 2},
    "post /tasks/{task}/approve": DECISION,
    "post /decisions/{decision}/instructions": {"instructions": 40},
    "post /decisions/{decision}/files": {"files": [FILE]},
    "post /statements": {"id": f"{KEY}7", "new": True, "lines": 40, "reference": "camt053-2021-08-13"},
}


def _problem(status: int, code: str, vi: str, en: str, **more: Any) -> dict[str, Any]:
    return {"summary": f"{status} {code}", "value": {"type": KIND + code, "title": en, "status": status, "detail": en, "detail_vi": vi, **more}}


FAULT = {
    "pointer": "#/claims/0/id_number", "code": "id_length", "where": "id_number", "what": "An ID number has 12 or 9 digits; this one has 5.",
    "what_vi": "Số giấy tờ có 12 hoặc 9 chữ số; số này có 5.",
}  # fmt: skip
PROBLEMS: dict[str, Any] = {code: _problem(status, code, vi, en) for status, (code, vi, en) in PLAIN.items()} | {
    "key_missing": _problem(400, "key_missing", "Cần tiêu đề Idempotency-Key.", "Send an Idempotency-Key header."),
    "key_reused": _problem(422, "key_reused", "Khóa này đã dùng cho yêu cầu khác.", "This key was used for another request."),
    "in_progress": _problem(409, "in_progress", "Một lời gọi khác đang làm cùng việc này.", "Another call is at work on the same."),
    "request_invalid": _problem(
        422, "request_invalid", "Yêu cầu chưa đúng; xem từng chỗ trong faults.", "The request is not valid; see faults.",
        faults=[{"pointer": "#/claims/0/full_name", "where": "body.given.claims.0.full_name", "what": "Field required"}],
    ),
    "rows_at_fault": _problem(422, "rows_at_fault", f"Dòng 1: {FAULT['what_vi']}", f"Row 1: {FAULT['what']}", faults=[FAULT]),
    "role_missing": _problem(403, "role_missing", "Cán bộ không được phân công việc này.", "The officer does not hold this role."),
    "insufficient_scope": _problem(403, "insufficient_scope", "Mã truy cập không có quyền dossiers:write.", "The token lacks the scope dossiers:write."),
    "too_many_calls": _problem(429, "too_many_calls", "Hệ thống đã gọi quá 60 lần một phút. Chờ 4 giây.", "More than 60 calls a minute. Wait 4 seconds."),
}  # fmt: skip
"""By their codes; any call may be answered with one of them."""
