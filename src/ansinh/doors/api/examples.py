"""An example of what other systems send and are answered."""

from __future__ import annotations

from typing import Any

EXAMPLE_CLAIM: dict[str, Any] = {
    "full_name": "Nguyễn Thị Hoa", "sex": "female", "date_of_birth": "1987-03-05", "id_number": "030187000001", "address": "Thôn Đoài", "phone": "0912345678",
    "facts": {"informal_worker": True, "lost_work_days": 20, "free_job": "street_vendor", "residence_registered": True},
}  # fmt: skip
EXAMPLE_FILING: dict[str, Any] = {
    "code": "7F3K-9QTM-2XWD", "reference": "DVC-2021-000123", "programme": "nq68", "policy": "nq68-12", "place": "10630", "people": 1, "filed_at": "2021-08-06T02:00:00Z",
    "due_on": "2021-08-10", "office": "UBND xã An Bình", "owner": "bà Nguyễn Thị Hạnh", "state": "taken", "reason": "",
    "dossier": {"number": "30-2021-000007", "state": "in_progress", "step": "appraise", "decision": ""},
}  # fmt: skip
EXAMPLE_OUTCOME: dict[str, Any] = {
    "order": 1, "receipt": "4HRW-8PJC-6YVN", "left_out": "", "outcome": "eligible", "state": "in_review", "already_drawn": False, "amount_vnd": 1_500_000, "reason": "",
}  # fmt: skip
EXAMPLE_SEARCH: dict[str, Any] = {
    "header": {
        "version": "1.0.0", "message_id": "0c96614c-7255-4774-b109-cd53ee851769", "message_ts": "2021-08-06T09:00:00.000+07:00", "action": "search",
        "sender_id": "tre-em-tinh", "receiver_id": "an-sinh", "total_count": 1, "is_msg_encrypted": False,
    },
    "message": {
        "transaction_id": "TX-0001",
        "search_request": [
            {
                "reference_id": "1", "timestamp": "2021-08-06T09:00:00.000+07:00",
                "search_criteria": {
                    "version": "1.0.0", "query_type": "idtype-value", "query": {"type": "CCCD", "value": "030187000001"},
                    "authorize": {"ts": "2021-08-06T09:00:00.000+07:00", "purpose": {"code": "eligibility", "text": "Xét trợ cấp trẻ em theo Nghị định 20"}},
                },
            }
        ],
    },
}  # fmt: skip
EXAMPLE_FOUND: dict[str, Any] = {
    "header": {
        "version": "1.0.0", "message_id": "019b0000-0000-7000-8000-000000000001", "message_ts": "2021-08-06T09:00:00.100+07:00", "action": "on-search", "status": "succ",
        "total_count": 1, "completed_count": 1, "sender_id": "an-sinh", "receiver_id": "tre-em-tinh", "is_msg_encrypted": False,
    },
    "message": {
        "transaction_id": "TX-0001", "correlation_id": "019b0000-0000-7000-8000-000000000002",
        "search_response": [
            {
                "reference_id": "1", "timestamp": "2021-08-06T09:00:00.100+07:00", "status": "succ",
                "data": {
                    "version": "1.0.0",
                    "reg_records": [
                        {
                            "@context": {"@vocab": "https://schema.spdci.org/extensions/social/v1"}, "@type": "Person",
                            "identifier": [{"@type": "Identifier", "identifier_type": "CCCD", "identifier_value": "030187000001"}],
                            "name": {"@type": "Name", "surname": "Nguyễn", "second_name": "Thị", "given_name": "Hoa"}, "sex": "female", "birth_date": "1987-03-05",
                            "programmes": [{"programme": "nq68", "policy": "nq68-12", "state": "approved", "since": "2021-08-06"}],
                        }
                    ],
                },
                "pagination": {"page_size": 20, "page_number": 1, "total_count": 1},
            }
        ],
    },
}  # fmt: skip
EXAMPLE_TAKEN: dict[str, Any] = {
    "message": {"ack_status": "ACK", "timestamp": "2021-08-06T09:00:00.100+07:00", "correlation_id": "019b0000-0000-7000-8000-000000000002"}
}
