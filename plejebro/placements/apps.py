from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "plejebro.placements"
    label = "placements"
    verbose_name = "anbringelser"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`."""
        from plejebro.placements import perms  # noqa: F401
