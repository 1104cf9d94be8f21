"""Django's settings. Every value that differs between installations comes from `environment`."""

from __future__ import annotations

from pathlib import Path

from ansinh.config import database, environment
from ansinh.config.secret_key import secret_key

PACKAGE = Path(__file__).resolve().parents[1]
VAR = environment.VAR.value()
DEMO = environment.DEMO.value()
PUBLIC_URL = environment.PUBLIC_URL.value().rstrip("/")
HTTPS = environment.HTTPS.value()

DEBUG = environment.DEBUG.value()
SECRET_KEY = environment.SECRET_KEY.value() or secret_key(VAR)
ALLOWED_HOSTS = list(environment.ALLOWED_HOSTS.value())
CSRF_TRUSTED_ORIGINS = list(environment.TRUSTED_ORIGINS.value())
ROOT_URLCONF = "ansinh.config.urls"
WSGI_APPLICATION = "ansinh.config.wsgi.application"

ROOMS = [
    f"ansinh.delivery.{room}" for room in ("offices", "evidence", "notices", "registry", "cases", "intake", "systems", "payments", "grievances", "reports")
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    *ROOMS,
    "ansinh.doors.api",
    "ansinh.doors.web",  # before allauth: our templates stand in front of its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    *(["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if environment.OIDC_SERVER_URL.value() else []),
]
MIDDLEWARE = [
    "ansinh.config.measuring.MeasuringMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ansinh.doors.api.answers.ProblemMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ansinh.config.language.VietnameseFirstMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ansinh.doors.web.accounts.coming_back.ComingBackMiddleware",
    "ansinh.doors.web.accounts.sessions.SessionLimitsMiddleware",
    "ansinh.doors.web.accounts.one_time.OneTimePasswordMiddleware",
    "ansinh.doors.web.accounts.second_factor.SecondFactorMiddleware",
    "ansinh.doors.web.acting.ActingMiddleware",
    "ansinh.doors.web.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for a refused sign-in
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": database.django_database()}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = [
    "ansinh.doors.cli.demo_jobs",
    "ansinh.delivery.grievances.jobs_bulk",
    "ansinh.delivery.cases.jobs_signing",
    "ansinh.delivery.cases.jobs_revisions",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "papers": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "papers", "file_permissions_mode": 0o600}},
}
CLAMD = environment.CLAMD.value()
NOTICE_PROVIDERS = environment.NOTICE_PROVIDERS.value() or (VAR / "sandbox-providers.toml" if DEMO else None)
SIGNERS = environment.SIGNERS.value()
SIGNING_TRIAL = VAR / "signing-trial"

from ansinh.config.settings_security import *  # noqa: E402, F403 - one namespace, two files to read
