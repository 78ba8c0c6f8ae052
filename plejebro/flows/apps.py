from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "plejebro.flows"
    label = "flows"
    verbose_name = "forløb"
    default_auto_field = "django.db.models.BigAutoField"
