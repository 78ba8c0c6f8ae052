from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "plejebro.decisions"
    label = "decisions"
    verbose_name = "afgørelser"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`."""
        from plejebro.decisions import perms  # noqa: F401
