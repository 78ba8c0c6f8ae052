from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "plejebro.web"
    label = "web"
    verbose_name = "sider"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Ties together the rooms that may not know each other."""
        from plejebro.web import wiring

        wiring.connect()
