from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "plejebro.enquiries"
    label = "enquiries"
    verbose_name = "henvendelser"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`."""
        from plejebro.enquiries import perms  # noqa: F401
