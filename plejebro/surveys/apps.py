from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "plejebro.surveys"
    label = "surveys"
    verbose_name = "målinger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`."""
        from plejebro.surveys import perms  # noqa: F401
