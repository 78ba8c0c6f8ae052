"""States of the reply clock as they are stored."""

from django.db import models


class ClockState(models.TextChoices):
    """A clock runs, stands still, or has stopped for good."""

    RUNNING = "running", "Løber"
    PAUSED = "paused", "På pause"
    STOPPED = "stopped", "Stoppet"
