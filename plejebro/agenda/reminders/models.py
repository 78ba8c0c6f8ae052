"""What each person has chosen about reminders. Without a row the default of the kind holds (`rules.default`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from plejebro.agenda.enums import Kind
from plejebro.agenda.reminders.enums import Moment


class ReminderChoice(models.Model):
    """When a person wants to be reminded of one kind of entry. The person's own, whatever hat is worn."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="reminder_choices")
    kind = models.CharField("slags", max_length=12, choices=Kind)
    moment = models.CharField("hvornår", max_length=10, choices=Moment)
    chosen_at = models.DateTimeField("valgt")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind"], name="agenda_one_reminder_choice_a_kind")
        ]
