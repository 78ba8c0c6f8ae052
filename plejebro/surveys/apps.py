from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "plejebro.surveys"
    label = "surveys"
    verbose_name = "målinger"
    default_auto_field = "django.db.models.BigAutoField"
