"""Questionnaires, rounds, who is asked, and the answers. Between who is asked and what is answered there is nothing.

A ticket says who was asked and whether an answer came, never when. An answer says which round, side and municipality, under
a random id, never who or when. What binds the two while somebody is answering is a draft that only the link opens.
See ADR 18.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plejebro.surveys.enums import Method, RoundKind, RoundState, Side, SizeGroup, TextState


class Questionnaire(models.Model):
    """One version of a questionnaire, for one side. `content` has the form that `surveys.questions` reads.

    Once published it never changes: another version takes its place.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField("kode", max_length=60)
    side = models.CharField("hvem svarer", max_length=12, choices=Side)
    title = models.CharField("titel", max_length=120)
    number = models.PositiveIntegerField("version")
    content = models.JSONField("indhold", default=dict)
    created_at = models.DateTimeField("oprettet")
    published_at = models.DateTimeField("udgivet", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "spørgeskema"
        verbose_name_plural = "spørgeskemaer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code", "side", "number"],
                name="surveys_one_version_a_number",
                violation_error_message="Der er allerede en version med det nummer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class Round(models.Model):
    """One time of asking: which questionnaires, whom, and when. The `seed` is kept, so that the draw can be done again."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("slags", max_length=8, choices=RoundKind, default=RoundKind.SURVEY)
    title = models.CharField("titel", max_length=120)
    purpose = models.CharField("formål", max_length=500, blank=True)
    family_form = models.ForeignKey(
        Questionnaire,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="plejefamiliernes skema",
    )
    municipality_form = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="kommunernes skema"
    )
    population_on = models.DateField("opgjort den")
    method = models.CharField("udtræk", max_length=8, choices=Method, default=Method.CENSUS)
    sample_percent = models.PositiveSmallIntegerField("procent", default=100)
    seed = models.BigIntegerField("tilfældighedstal")
    opens_on = models.DateField("åbner")
    closes_on = models.DateField("sidste dag at svare")
    remind_after_days = models.PositiveSmallIntegerField("dage mellem påmindelser", default=7)
    reminders_sent = models.PositiveSmallIntegerField("påmindelser sendt", default=0)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField("status", max_length=10, choices=RoundState, default=RoundState.DRAFT)
    is_synthetic = models.BooleanField("syntetiske data", default=False)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField("oprettet")
    opened_at = models.DateTimeField("åbnet", null=True, blank=True)
    closed_at = models.DateTimeField("lukket", null=True, blank=True)
    published_at = models.DateTimeField("offentliggjort", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "måling"
        verbose_name_plural = "målinger"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="surveys_round_closes_after_opening",
                violation_error_message="Sidste dag at svare ligger før den dag, målingen åbner.",
            ),
            models.CheckConstraint(
                condition=Q(sample_percent__gte=1, sample_percent__lte=100),
                name="surveys_round_percent",
                violation_error_message="Skriv et helt tal fra 1 til 100.",
            ),
            models.CheckConstraint(
                condition=Q(family_form__isnull=False) | Q(municipality_form__isnull=False),
                name="surveys_round_has_a_form",
                violation_error_message="Vælg et skema til mindst én af siderne.",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="surveys_published_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Frame(models.Model):
    """One side of one municipality in a round: how many there are, were drawn, and (once it is closed) have answered."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="frames")
    side = models.CharField("side", max_length=12, choices=Side)
    municipality_code = models.CharField("kommunekode", max_length=3)
    size_group = models.CharField("størrelsesgruppe", max_length=8, choices=SizeGroup)
    population = models.PositiveIntegerField("i alt")
    drawn = models.PositiveIntegerField("udtrukket")
    answered = models.PositiveIntegerField("har svaret", default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "side", "municipality_code"], name="surveys_frame_once"),
            models.CheckConstraint(condition=Q(drawn__lte=F("population")), name="surveys_drawn_of_population"),
        ]


class Ticket(models.Model):
    """Somebody asked in a round, and whether the answer has come. Never when, and nothing of what was answered.

    `user` and `address` are empty for those without a log-in, who answer with a code; `label` is whom the printed list of
    codes names. When the round closes, everything that says who it was is blanked, `answered` too.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tickets")
    side = models.CharField("side", max_length=12, choices=Side)
    municipality_code = models.CharField("kommunekode", max_length=3)
    size_group = models.CharField("størrelsesgruppe", max_length=8, choices=SizeGroup)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    address = models.EmailField("e-mail", blank=True)
    label = models.CharField("navn på listen", max_length=160, blank=True)
    answered = models.BooleanField("har svaret", default=False)
    invited_on = models.DateField("inviteret", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("påmindelser", default=0)
    reminded_on = models.DateField("påmindet", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "side", "municipality_code", "user"],
                condition=Q(user__isnull=False),
                name="surveys_one_ticket_a_person",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "side", "municipality_code", "answered"], name="ticket_progress"),
        ]


class TicketKey(models.Model):
    """A link or a code that opens a ticket: only its hash. Each reminder has a new one, and the old ones go on working."""

    hash = models.CharField("kontrolsum", max_length=64, primary_key=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="keys")


class Draft(models.Model):
    """What somebody has answered so far, sealed with a key that lies in the link alone. Names neither ticket nor time."""

    id = models.CharField("kontrolsum", max_length=64, primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField("forseglet")


class WaitingAnswer(models.Model):
    """An answer that waits for its round to close: sealed, all of one length, under a random id.

    The key lies outside the database and outside its backups, so that neither shows what was answered while tickets still
    say by whom. Closing opens them all at once, in no order, and blanks the tickets.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="waiting_answers")
    sealed = models.TextField("forseglet")


class Answer(models.Model):
    """An answer that has been let in, among others, in no order: a random id, and neither person nor time.

    `answers` is question key → value: 1–5 on the scales (5 the most satisfied, most often, most in agreement), "x" for "ved
    ikke/ikke relevant", an option's key for a choice, a list of them for several, a whole number. Not asked or not
    answered: no key. Free texts are not among them: see `FreeText`.
    A municipality with too few answers on the side has its code left out (""); a size group with too few likewise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    side = models.CharField("side", max_length=12, choices=Side)
    municipality_code = models.CharField("kommunekode", max_length=3, blank=True)
    size_group = models.CharField("størrelsesgruppe", max_length=8, choices=SizeGroup, blank=True)
    answers = models.JSONField("svar")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "side", "municipality_code"], name="answers_of_round")
        ]


class FreeText(models.Model):
    """A free text, apart from the answer it came with. Nobody sees it in results before a person has read and cleaned it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="texts")
    side = models.CharField("side", max_length=12, choices=Side)
    question = models.CharField("spørgsmål", max_length=60)
    text = models.TextField("tekst", blank=True)
    cleaned = models.TextField("renset tekst", blank=True)
    state = models.CharField("status", max_length=8, choices=TextState, default=TextState.WAITING)
    version = models.PositiveIntegerField(default=1)


# The room's other models stand with what they belong to.
from plejebro.surveys.results import models as result_models  # noqa: E402, F401
