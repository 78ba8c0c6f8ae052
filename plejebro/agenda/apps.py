from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "plejebro.agenda"
    label = "agenda"
    verbose_name = "kalender"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the room's facts with `access`."""
        from plejebro.agenda import perms  # noqa: F401
        from plejebro.agenda.calendar import perms as calendar_perms  # noqa: F401
        from plejebro.agenda.contact import perms as contact_perms  # noqa: F401
        from plejebro.agenda.meetings import perms as meetings_perms  # noqa: F401
        from plejebro.agenda.respite import perms as respite_perms  # noqa: F401
        from plejebro.agenda.rhythm import perms as rhythm_perms  # noqa: F401
