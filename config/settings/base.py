"""What holds everywhere. `demo`, `test` and `prod` add what differs."""

from __future__ import annotations

from typing import Any

from config import env
from config.csp import POLICY
from plejebro.accounts.rates import allauth_limits

ROOT = env.ROOT
DEBUG = False
PLEJEBRO_DEMO = False
PLEJEBRO_STRICT = False
PLEJEBRO_CLAMD_SOCKET = ""
PLEJEBRO_BASE_URL = "http://localhost:8000"
PLEJEBRO_SUPPORT_ADDRESS = ""

INSTALLED_APPS = [
    "plejebro.web",
    "plejebro.practice_review",
    "plejebro.flows",
    "plejebro.enquiries",
    "plejebro.decisions",
    "plejebro.agreements",
    "plejebro.agenda",
    "plejebro.surveys",
    "plejebro.clocks",
    "plejebro.versions",
    "plejebro.placements",
    "plejebro.families",
    "plejebro.people",
    "plejebro.municipalities",
    "plejebro.wordindex",
    "plejebro.notifications",
    "plejebro.documents",
    "plejebro.access",
    "plejebro.audit",
    "plejebro.accounts",
    "plejebro.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "plejebro.web.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "plejebro.accounts.middleware.SessionRulesMiddleware",
    "plejebro.access.middleware.AccessMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "plejebro.ui.templatetags.dansk"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "plejebro.web.context.shell",
            ],
        },
    }
]
# A component sees only what it is given, so that it means the same everywhere.
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "plejebro.ui.forms.Renderer"

LANGUAGE_CODE = "da"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "plejebro" / "ui" / "assets" / folder for folder in ("build", "js", "img")]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "plejebro.accounts.validators.ContextWordsValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "plejebro.web.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = POLICY

# The log-in pages count their tries here. Room for many: when it is full, a third of the rows is thrown away,
# and whoever filled it with made-up e-mails would have new tries.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "plejebro_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

ACCOUNT_ADAPTER = "plejebro.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_DISPLAY = "plejebro.accounts.adapter.display_name"
ACCOUNT_RATE_LIMITS = allauth_limits()
ACCOUNT_FORMS = {
    "login": "plejebro.accounts.forms.LoginForm",
    "signup": "plejebro.accounts.forms.SignupForm",
    "reset_password": "plejebro.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "plejebro.accounts.forms.ResetPasswordKeyForm",
    "change_password": "plejebro.accounts.forms.ChangePasswordForm",
    "set_password": "plejebro.accounts.forms.SetPasswordForm",
    "add_email": "plejebro.accounts.forms.ChangeEmailForm",
    "reauthenticate": "plejebro.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "plejebro.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "plejebro.accounts.forms.MfaAuthenticateForm",
    "reauthenticate": "plejebro.accounts.forms.MfaReauthenticateForm",
    "activate_totp": "plejebro.accounts.forms.ActivateTotpForm",
    "deactivate_totp": "plejebro.accounts.forms.DeactivateTotpForm",
    "generate_recovery_codes": "plejebro.accounts.forms.GenerateRecoveryCodesForm",
}

EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = "Plejebro <plejebro@localhost>"

# 15 MB a file, several files a message; text fields stay small.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_links": {"()": "config.logs.WithoutLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"plejebro": {"level": "INFO"}},
}
