"""The forms of signing in, with our words and without placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as CodeForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.cases.accounts import choose_password
from ansinh.doors.web.accounts.second_factor import SHOWN


class SignInForm(LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what to write where."""
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.fields["login"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")
        for field in self.fields.values():
            _plain(field)
        self.fields["password"].help_text = ""


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what to write."""
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Mật khẩu")
        _plain(self.fields["password"])


class NewPasswordForm(ChangePasswordForm):
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what to write where."""
        super().__init__(*args, **kwargs)
        for name, label in (("oldpassword", _("Mật khẩu hiện tại")), ("password1", _("Mật khẩu mới")), ("password2", _("Nhập lại mật khẩu mới"))):
            self.fields[name].label = label
            _plain(self.fields[name])
        if self.user and self.user.one_time_until:
            self.fields["oldpassword"].help_text = _("Mật khẩu dùng một lần vừa nhận. Sau khi đổi, mật khẩu ấy không dùng được nữa.")

    def clean(self) -> dict[str, Any]:
        """Refuse the old password as the new one."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("password1") and told.get("password1") == told.get("oldpassword"):
            self.add_error("password1", _("Chọn mật khẩu khác mật khẩu hiện tại."))
        return told

    def save(self) -> None:
        """Keep it; a one-time password is none any more."""
        super().save()
        choose_password(self.user)


class _CodeField(forms.Form):
    """One field, `code`: six digits, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what to write, and bring up the digits on a telephone."""
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Mã xác thực")
        field.help_text = _("Sáu chữ số trên ứng dụng xác thực của bạn.")
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10", "autofocus": True}


class SecondFactorForm(_CodeField, CodeForm):
    """The code at sign-in."""


class SecondFactorAgainForm(_CodeField, CodeAgainForm):
    """The code once more, before something weighty."""


class FirstCodeForm(_CodeField, ActivateTOTPForm):
    """The first code of a new authenticator app, which also shows the second factor for this session."""

    def clean_code(self) -> str:
        """Check the code against the new secret."""
        code = str(super().clean_code())
        context.request.session[SHOWN] = True
        return code


def _plain(field: forms.Field) -> None:
    field.widget.attrs.pop("placeholder", None)
