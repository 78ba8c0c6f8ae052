from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "plejebro.agreements"
    label = "agreements"
    verbose_name = "aftaler"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`."""
        from plejebro.agreements import perms  # noqa: F401
        from plejebro.agreements.expenses import perms as expense_perms  # noqa: F401
