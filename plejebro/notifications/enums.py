"""What has become of a message on its way out."""

from django.db import models


class Delivery(models.TextChoices):
    """State of the e-mail copy of a notice."""

    WAITING = "waiting", "Venter"
    SENT = "sent", "Sendt"
    FAILED = "failed", "Kunne ikke sendes"
    NONE = "none", "Sendes ikke"
