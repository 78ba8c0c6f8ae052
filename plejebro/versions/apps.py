from django.apps import AppConfig


class VersionsConfig(AppConfig):
    name = "plejebro.versions"
    label = "versions"
    verbose_name = "versioner"
    default_auto_field = "django.db.models.BigAutoField"
