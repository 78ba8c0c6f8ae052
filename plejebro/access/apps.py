from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "plejebro.access"
    label = "access"
    verbose_name = "adgang"
    default_auto_field = "django.db.models.BigAutoField"
