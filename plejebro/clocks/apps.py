from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "plejebro.clocks"
    label = "clocks"
    verbose_name = "svarfrister"
    default_auto_field = "django.db.models.BigAutoField"
