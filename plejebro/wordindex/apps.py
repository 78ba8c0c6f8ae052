from django.apps import AppConfig


class WordIndexConfig(AppConfig):
    name = "plejebro.wordindex"
    label = "wordindex"
    verbose_name = "ordindeks"
    default_auto_field = "django.db.models.BigAutoField"
