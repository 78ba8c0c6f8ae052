"""Operation. Refuses to start when a wall is missing."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import PASSWORD_HASHERS

SECRET_KEY = env.text("PLEJEBRO_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("PLEJEBRO_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("PLEJEBRO_HOSTS")
DATA_DIR = env.data_dir()
DATABASES = {"default": env.database()}
PLEJEBRO_VAULT_DIR = DATA_DIR / "vault"
PLEJEBRO_VAULT_KEYS = env.keys("PLEJEBRO_VAULT_KEYS")
PLEJEBRO_INDEX_KEY = env.text("PLEJEBRO_INDEX_KEY")
PLEJEBRO_BASE_URL = env.text("PLEJEBRO_BASE_URL")
PLEJEBRO_SUPPORT_ADDRESS = env.text("PLEJEBRO_SUPPORT_ADDRESS", "")
PLEJEBRO_CLAMD_SOCKET = env.text("PLEJEBRO_CLAMD_SOCKET", "")
CSRF_TRUSTED_ORIGINS = [PLEJEBRO_BASE_URL]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
globals().update(env.smtp(env.text("PLEJEBRO_SMTP_URL")))
DEFAULT_FROM_EMAIL = env.text("PLEJEBRO_MAIL_FROM")

SECURE_SSL_REDIRECT = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# One proxy in front: its word for the client's address is taken, so that throttling sees the client.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_NAME = "__Host-plejebro"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-plejebro-csrf"
CSRF_COOKIE_SECURE = True
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


def _refuse(wrong: bool, sentence: str) -> None:
    if wrong:
        raise ImproperlyConfigured(sentence)


_refuse(
    len(SECRET_KEY) < 50 or SECRET_KEY.startswith("demo-only"),
    "PLEJEBRO_SECRET_KEY skal være mindst 50 tegn og jeres egen.",
)
_refuse(not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS, "PLEJEBRO_HOSTS skal nævne de værtsnavne, der svares på.")
_refuse(len(PLEJEBRO_INDEX_KEY) < 32, "PLEJEBRO_INDEX_KEY skal være mindst 32 tegn.")
_refuse(PLEJEBRO_INDEX_KEY in PLEJEBRO_VAULT_KEYS.values(), "PLEJEBRO_INDEX_KEY skal være en anden end nøglerne til boksen.")
_refuse(not PLEJEBRO_BASE_URL.startswith("https://"), "PLEJEBRO_BASE_URL skal begynde med https://")
_refuse("Argon2" not in PASSWORD_HASHERS[0], "Adgangskoder skal gemmes med Argon2.")
