from django.apps import AppConfig


class PracticeReviewConfig(AppConfig):
    name = "plejebro.practice_review"
    label = "practice_review"
    verbose_name = "praksisundersøgelser"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`."""
        from plejebro.practice_review import perms  # noqa: F401
