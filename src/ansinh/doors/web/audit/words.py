"""What acts and their subjects are called in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ansinh.doors.web.dossiers.words import VERBS

if TYPE_CHECKING:
    from django.utils.functional import Promise

MORE: dict[str, str | Promise] = {
    "cases.check_paper": _("Kiểm tra giấy tờ"), "cases.send_paper": _("Gửi giấy tờ"), "cases.confirm_row": _("Xác nhận một dòng"), "cases.put_right": _("Sửa một dòng"),
    "cases.set_aside": _("Để riêng một dòng"), "cases.take_back": _("Lấy lại một dòng"), "cases.discard": _("Bỏ danh sách"), "cases.hand_out": _("Phát mẫu danh sách"),
    "cases.tell_columns": _("Chỉ lại các cột"), "cases.print_letters": _("In phiếu báo"), "cases.print_to_post": _("In lô thư"), "cases.hand_to_post": _("Giao lô thư cho bưu điện"),
    "cases.link_identifiers": _("Nối hai số của một người"),
    "cases.undo_link": _("Hủy nối hai số"), "cases.same": _("Kết luận là một người"), "cases.different": _("Kết luận là hai người"),
    "cases.undo_same_or_not": _("Hủy kết luận về cặp nghi trùng"), "cases.stop": _("Yêu cầu dừng việc đang chạy"), "cases.stopped": _("Đã dừng việc đang chạy"),
    "cases.give_mandate": _("Giao bước tự hoàn thành"), "cases.end_mandate": _("Thôi giao bước tự hoàn thành"), "cases.look_again": _("Kiểm tra lại bước tự hoàn thành"),
    "cases.give_limit": _("Đặt mức ký"), "cases.end_limit": _("Thôi mức ký"),
    "cases.open_account": _("Mở tài khoản cán bộ"), "cases.close_account": _("Đóng tài khoản cán bộ"), "cases.transfer": _("Điều động cán bộ"), "cases.new_password": _("Cấp mật khẩu dùng một lần"),
    "cases.reset_second_factor": _("Gỡ xác thực hai lớp"), "cases.reopen_account": _("Mở lại tài khoản cán bộ"),
    "cases.assign": _("Phân công nhiệm vụ"), "cases.end_assignment": _("Thôi phân công nhiệm vụ"),
    "cases.impose": _("Ghi biện pháp giãn cách"), "cases.set_group": _("Bộ xếp nhóm tỉnh"),
    "cases.reorder": _("Xếp lại thứ tự việc theo nhóm tỉnh"),
    "cases.register_plan": _("Đăng ký văn bản của tỉnh"), "cases.replace_plan": _("Thay văn bản của tỉnh"),
    "cases.set_target": _("Đặt chỉ tiêu của kế hoạch"), "cases.name_target_owner": _("Đổi người chịu trách nhiệm chỉ tiêu"),
    "cases.issue_order": _("Bộ giao việc cho tỉnh"), "cases.answer_order": _("Tỉnh trả lời chỉ đạo"), "cases.find_order_answer": _("Bộ xem trả lời của tỉnh"),
    "cases.remind_order": _("Nhắc trả lời chỉ đạo"), "cases.hand_over_order": _("Giao chỉ đạo cho người đứng đầu mới"),
    "cases.write_note": _("Ghi chú"), "cases.strike_note": _("Gạch bỏ ghi chú"),
    "cases.make_minutes": _("Lập biên bản bàn giao"),
    "cases.erase": _("Xóa dữ liệu hết thời hạn"), "cases.number_letters": _("Đánh số thư báo"), "cases.set_letters": _("Lập thư báo"),
    "intake.take_out_paper": _("Bỏ giấy tờ chưa nộp"),
    "cases.propose_retention": _("Đề xuất thời hạn lưu giữ"), "cases.answer_retention": _("Trả lời đề xuất thời hạn lưu giữ"),
    "intake.announce": _("Bưu điện báo chuyển hồ sơ"), "intake.count": _("Đếm hồ sơ bưu điện chuyển đến"), "intake.settle_batch": _("Giải quyết chênh lệch với bưu điện"),
    "intake.answer_accountant": _("Trả lời người lập hồ sơ của doanh nghiệp"), "intake.confirm_by_register": _("Xác nhận theo dữ liệu bảo hiểm"),
    "intake.confirm_workers": _("Xác nhận người lao động"), "intake.deny": _("Người lao động báo không đúng"), "intake.register_employer": _("Doanh nghiệp đăng ký"),
    "intake.settle_denial": _("Giải quyết báo không đúng"), "intake.tell_workers": _("Báo cho người lao động"),
    "registry.reside": _("Ghi nơi ở của một người"),
    "registry.identify": _("Ghi thêm số của một người"), "registry.end_identifier": _("Thôi dùng một số"), "registry.correct_person": _("Sửa thông tin một người"),
    "registry.answer_sweep": _("Trả lời về lô nghi trùng"), "registry.answer_snapshot": _("Trả lời về dữ liệu nhận được"), "registry.receive_snapshot": _("Nhận dữ liệu nhà nước"),
    "registry.remove_entries": _("Gỡ dòng của bản dữ liệu cũ"), "registry.load_snapshot": _("Nạp dữ liệu nhà nước"),
    "registry.enter_business": _("Ghi hộ kinh doanh"), "registry.enter_employer": _("Ghi doanh nghiệp"),
    "registry.open_household": _("Lập hộ gia đình"), "registry.join_household": _("Ghi người vào hộ"), "registry.leave_household": _("Ghi người rời hộ"),
    "systems.let_in": _("Cho hệ thống kết nối"), "systems.shut_out": _("Ngừng kết nối hệ thống"), "systems.send_again": _("Gửi lại cho hệ thống"),
    "notices.settle": _("Giải quyết thông báo không đến nơi"), "notices.try_provider": _("Thử lại nhà cung cấp tin nhắn"),
    "notices.hand_over": _("Chuyển người chưa được báo cho người khác giữ"), "notices.send_failed_again": _("Gửi lại mọi tin chưa gửi được"),
    "systems.subscribe": _("Hệ thống đăng ký nhận tin"), "systems.unsubscribe": _("Hệ thống thôi nhận tin"),
    "reports.comment_card": _("Nêu ý kiến về thẻ điểm"),
    "systems.hand_to": _("Đổi người chịu trách nhiệm về hệ thống"), "systems.file": _("Hệ thống khác nộp hồ sơ"),
}  # fmt: skip
KINDS: dict[str, str | Promise] = {
    "upload": _("danh sách"), "upload_row": _("dòng của danh sách"), "dossier": _("hồ sơ"), "claim": _("trường hợp đề nghị"), "decision": _("quyết định"), "paper": _("giấy tờ"),
    "task": _("việc"), "person": _("người"), "identifier": _("số của một người"), "resemblance": _("cặp nghi trùng"), "sweep": _("lượt rà trùng"), "grievance": _("đơn thư"),
    "filing": _("hồ sơ tự nộp"), "instruction": _("lệnh chi"), "payment_file": _("tệp chi trả"), "statement": _("sao kê"), "notice": _("thông báo"), "file": _("tệp"),
    "household": _("hộ gia đình"), "employer": _("doanh nghiệp"), "business": _("hộ kinh doanh"), "snapshot": _("dữ liệu nhận được"), "absence": _("vắng mặt"),
    "assignment": _("nhiệm vụ được phân công"), "officer": _("tài khoản cán bộ"), "signing_limit": _("mức ký"),
    "api_client": _("hệ thống kết nối"), "subscription": _("đăng ký nhận tin"), "webhook": _("tin gửi hệ thống khác"), "client_filing": _("hồ sơ hệ thống khác nộp"),
    "measure": _("biện pháp giãn cách"), "group": _("nhóm tỉnh"), "mandate": _("việc giao bước tự hoàn thành"), "completion": _("bước tự hoàn thành"), "link": _("nối hai số"),
    "template": _("mẫu danh sách"), "plan_document": _("văn bản của tỉnh"), "plan_target": _("chỉ tiêu"),
    "ministry_order": _("chỉ đạo của Bộ"), "ordered_province": _("tỉnh nhận chỉ đạo"), "order_answer": _("trả lời chỉ đạo"),
    "queue": _("thứ tự việc của tỉnh"),
    "accountant": _("tài khoản của doanh nghiệp"), "letter": _("thư"), "letter_batch": _("lô thư"),
    "undelivered": _("thông báo không đến nơi"), "provider": _("nhà cung cấp tin nhắn"),
    "retention_period": _("thời hạn lưu giữ"),
    "card_comment": _("ý kiến về thẻ điểm"),
    "paper_signature": _("chữ ký số"), "signing_wait": _("văn bản chờ khóa ký số"), "minutes": _("biên bản bàn giao"),
    "revision": _("thu hồi, đính chính"), "recovery": _("khoản phải thu hồi"), "refund": _("khoản phải trả lại người nhận"),
    "note": _("ghi chú"),
}  # fmt: skip


def said_of(verb: str) -> str:
    """Say what an act was; its own name where nobody has worded it yet."""
    return str(VERBS.get(verb) or MORE.get(verb) or verb)


def verbs() -> list[tuple[str, str]]:
    """Give every act that can be looked for, by its words."""
    return sorted(((verb, said_of(verb)) for verb in {*VERBS, *MORE}), key=lambda item: item[1])
