from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "plejebro.people"
    label = "people"
    verbose_name = "personer"
    default_auto_field = "django.db.models.BigAutoField"
