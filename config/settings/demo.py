"""The demo: SQLite in the project's own `data/` folder, invented people, a movable clock, no real e-mail."""

from __future__ import annotations

from config import env
from config.settings.base import *  # noqa: F403

PLEJEBRO_DEMO = True
SECRET_KEY = "demo-only: not a secret, and refused by the production settings"
ALLOWED_HOSTS = ["*"]
DATA_DIR = env.data_dir()
DATABASES = {"default": env.database("demo.sqlite3")}
PLEJEBRO_VAULT_DIR = DATA_DIR / "vault"
PLEJEBRO_VAULT_KEYS = {"demo": "demo-vault-key-demo-vault-key-demo-vault-key"}
PLEJEBRO_INDEX_KEY = "demo-index-key"
PLEJEBRO_BASE_URL = env.text("PLEJEBRO_BASE_URL", "http://localhost:8000")
PLEJEBRO_SUPPORT_ADDRESS = "support@plejebro.example"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
