from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "plejebro.municipalities"
    label = "municipalities"
    verbose_name = "kommuner"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`, and what its invitations lead to."""
        from plejebro.municipalities import invitations, perms  # noqa: F401

        invitations.register()
