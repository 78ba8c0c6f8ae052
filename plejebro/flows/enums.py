"""What can be brought in from a file."""

from django.db import models


class ImportKind(models.TextChoices):
    """The three kinds of file, in the order they are brought in. The value is the word used on the command line."""

    EMPLOYEES = "medarbejdere", "Medarbejdere"
    FAMILIES = "familier", "Plejefamilier"
    PLACEMENTS = "anbringelser", "Anbringelser"
