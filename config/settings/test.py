"""The tests: like the demo, stricter (tests/plugins/bench.py adds the strict bench)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403

PLEJEBRO_DEMO = True
PLEJEBRO_STRICT = True
PLEJEBRO_DEMO_CLOCK_SECONDS = 0  # the clock stands where the test puts it: no query of its own
SECRET_KEY = "test-only-" + "x" * 50
ALLOWED_HOSTS = ["*"]
_SCRATCH = Path(tempfile.mkdtemp(prefix="plejebro-test-"))
DATABASES = {
    "default": env.database("test.sqlite3") if env.text("PLEJEBRO_DATABASE_URL", "") else env.sqlite(_SCRATCH / "t.sqlite3")
}
PLEJEBRO_VAULT_DIR = _SCRATCH / "vault"
PLEJEBRO_VAULT_KEYS = {"new": "test-vault-key-" + "n" * 32, "old": "test-vault-key-" + "o" * 32}
PLEJEBRO_INDEX_KEY = "test-index-key"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
