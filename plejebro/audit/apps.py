from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    name = "plejebro.audit"
    label = "audit"
    verbose_name = "log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """SQLite lacks the hash function; every new connection is given it."""
        from plejebro.audit.hashing import register_sqlite_function

        connection_created.connect(register_sqlite_function, dispatch_uid="plejebro.audit.sha256")
