"""How allauth behaves here: nobody registers, words are ours, secrets are stored encrypted."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ansinh.doors.web.accounts.second_factor import must_have_one

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest


class OfficersOnly(DefaultAccountAdapter):
    """Accounts are made by an administrator; whoever signs in lands on the day's work."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đã ngừng hoạt động. Hãy liên hệ người quản trị của đơn vị."),
        "enter_current_password": _("Nhập mật khẩu hiện tại của bạn."),
        "incorrect_code": _("Mã không đúng hoặc đã dùng. Chờ mã mới trên ứng dụng rồi nhập lại."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "rate_limited": _("Bạn thử quá nhiều lần. Hãy chờ vài phút rồi thử lại."),
        "too_many_login_attempts": _("Nhập sai quá nhiều lần. Hãy chờ vài phút rồi thử lại."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody registers by herself."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:  # noqa: ARG002 - allauth's signature
        """Ask again before weighty changes, unless password or code were given minutes ago."""
        request = context.request
        given = [record.get("at", 0) for record in get_authentication_records(request, request.user)]
        return time.time() - max(given, default=0) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Go to the officer's desk."""
        try:
            return reverse("desk")
        except NoReverseMatch:
            return str(settings.LOGIN_REDIRECT_URL)


class SecondFactors(DefaultMFAAdapter):
    """Secrets are encrypted under the signing key; who approves or pays cannot drop hers."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Người phê duyệt và người chi trả phải giữ xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Hãy bật xác thực hai lớp trước khi tạo mã dự phòng."),
        "incorrect_code": _("Mã không đúng hoặc đã dùng. Chờ mã mới trên ứng dụng rồi nhập lại."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed, also under an earlier key of SECRET_KEY_FALLBACKS."""
        return _vault().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the second factor of those who must have one."""
        return not must_have_one(authenticator.user, on=timezone.localdate())

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send none: officers' addresses are not verified, and a mail could tell a stranger."""


def _vault() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor " + str(key).encode()).digest())) for key in keys])
