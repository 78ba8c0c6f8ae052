from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "plejebro.notifications"
    label = "notifications"
    verbose_name = "beskeder"
    default_auto_field = "django.db.models.BigAutoField"
