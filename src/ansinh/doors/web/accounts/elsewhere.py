"""Signing in through another system (OpenID Connect): only officers we already know, by their login name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from ansinh.delivery.offices.models import Officer

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest


class KnownOfficers(DefaultSocialAccountAdapter):
    """The other system says who it is; whether she is an officer here, and of which office, we say."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody becomes an officer by signing in elsewhere."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie the first sign-in from elsewhere to the active officer whose login name the issuer vouches for."""
        if sociallogin.is_existing:
            return
        name = str(
            sociallogin.account.extra_data.get("preferred_username") or sociallogin.account.extra_data.get("userinfo", {}).get("preferred_username") or ""
        )
        officer = Officer.objects.filter(username=name, is_active=True).first() if name else None
        if officer is not None:
            sociallogin.connect(request, officer)
