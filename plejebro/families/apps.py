from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "plejebro.families"
    label = "families"
    verbose_name = "plejefamilier"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`, and what its invitations lead to."""
        from plejebro.families import invitations, perms  # noqa: F401

        invitations.register()
