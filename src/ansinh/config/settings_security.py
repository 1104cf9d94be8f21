"""The part of the settings that guards: sign-in, sessions, headers, limits."""

from __future__ import annotations

from csp.constants import NONCE, NONE, SELF

from ansinh.config import environment

_HTTPS = environment.HTTPS.value()
_MINUTE, _HOUR = 60, 3600

AUTH_USER_MODEL = "offices.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "full_name", "email")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * _MINUTE
ACCOUNT_ADAPTER = "ansinh.doors.web.accounts.adapters.OfficersOnly"
ACCOUNT_FORMS = {
    "login": "ansinh.doors.web.accounts.forms.SignInForm",
    "reauthenticate": "ansinh.doors.web.accounts.forms.PasswordAgainForm",
    "change_password": "ansinh.doors.web.accounts.forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",  # a whole office sits behind one address and signs in at eight o'clock
    "login_failed": "30/m/ip,10/300s/key",  # over all addresses together; axes below counts name and address together
}
MFA_ADAPTER = "ansinh.doors.web.accounts.adapters.SecondFactors"
MFA_FORMS = {
    "authenticate": "ansinh.doors.web.accounts.forms.SecondFactorForm",
    "reauthenticate": "ansinh.doors.web.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "ansinh.doors.web.accounts.forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "An Sinh"
MFA_TOTP_TOLERANCE = 1

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "ansinh.doors.web.accounts.refusals.locked_out"
AXES_USERNAME_CALLABLE = "ansinh.doors.web.accounts.refusals.name_tried"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_IPWARE_PROXY_COUNT = environment.TRUSTED_PROXIES.value()
ALLAUTH_TRUSTED_PROXY_COUNT = environment.TRUSTED_PROXIES.value()

CLIENT_CERTIFICATE_HEADER = environment.CLIENT_CERTIFICATE_HEADER.value()
WEBHOOKS_PRIVATE = environment.WEBHOOKS_PRIVATE.value()

SOCIALACCOUNT_ADAPTER = "ansinh.doors.web.accounts.elsewhere.KnownOfficers"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": environment.OIDC_NAME.value(),
                "client_id": environment.OIDC_CLIENT_ID.value(),
                "secret": environment.OIDC_CLIENT_SECRET.value(),
                "settings": {"server_url": environment.OIDC_SERVER_URL.value()},
            }
        ]
    }
}

SESSION_IDLE_SECONDS = 30 * _MINUTE
SESSION_WHOLE_SECONDS = 12 * _HOUR
SESSION_COOKIE_AGE = SESSION_WHOLE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "ansinh_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_NAME = "ansinh_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_NAME = "ansinh_language"
LANGUAGE_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * _HOUR

SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * _HOUR if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.LOG_LEVEL.value()},
    "loggers": {"axes": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}
