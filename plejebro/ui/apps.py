from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "plejebro.ui"
    label = "ui"
    verbose_name = "sidernes byggeklodser"
