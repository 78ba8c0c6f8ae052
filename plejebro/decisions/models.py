"""Decision cases: what is to be decided about a placed child, and everything people have recorded on the way.

The steps themselves are no rows: `plejebro.law` computes them from what is recorded here. What shows something is never
edited, only added to, taken back with a reason, or corrected by a newer row; the tables of history are append-only.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plejebro.decisions import enums


class DecisionCase(models.Model):
    """A case on a placement. The dates from `decided_on` down follow from the rows beside them, for lists and timelines.

    `told_family_on` is the day the municipality told the family of the case: before it the family sees nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_number = models.CharField("sagsnummer", max_length=16, unique=True)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField("hvad skal afgøres", max_length=12, choices=enums.Kind)
    status = models.CharField("status", max_length=10, choices=enums.Status, default=enums.Status.OPEN)
    opened_on = models.DateField("åbnet")
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_name = models.CharField("åbnet af", max_length=120)
    reason = models.TextField("hvorfor sagen er åbnet")
    cause = models.CharField("anledning", max_length=16, choices=enums.Cause, blank=True)
    planned_on = models.DateField("planlagt afgørelse", null=True, blank=True)
    route = models.CharField("vej", max_length=2, choices=enums.RouteCode, blank=True)
    decided_on = models.DateField("afgjort", null=True, blank=True)
    told_family_on = models.DateField("familien har fået besked", null=True, blank=True)
    statement_asked_on = models.DateField("bedt om udtalelse", null=True, blank=True)
    statement_due_on = models.DateField("udtalelse senest", null=True, blank=True)
    statement_given_on = models.DateField("udtalelse givet", null=True, blank=True)
    family_notified_on = models.DateField("familien har fået besked om afgørelsen", null=True, blank=True)
    ended_on = models.DateField("afsluttet", null=True, blank=True)
    end_note = models.TextField("hvordan sagen endte", blank=True)
    submission = models.UUIDField("indsendelse", unique=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status="open", ended_on__isnull=True) | (~Q(status="open") & Q(ended_on__isnull=False)),
                name="decisions_ended_has_date",
                violation_error_message="En afsluttet sag har en dato.",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(end_note=""),
                name="decisions_dropped_has_reason",
                violation_error_message="Skriv, hvorfor sagen er opgivet.",
            ),
            models.CheckConstraint(
                condition=Q(statement_due_on__isnull=True) | Q(told_family_on__isnull=False),
                name="decisions_asked_is_told",
                violation_error_message="Familien har fået besked, når den er bedt om en udtalelse.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["placement", "status"], name="decision_of_placement"),
            models.Index(fields=["status", "planned_on"], name="decision_by_plan"),
        ]

    def __str__(self) -> str:
        return f"afgørelsessag {self.case_number}"


class RouteChoice(models.Model):
    """A person's classification of the case, with its reason. The newest one holds; none is changed."""

    case = models.ForeignKey(DecisionCase, on_delete=models.PROTECT, related_name="routes")
    route = models.CharField("vej", max_length=2, choices=enums.RouteCode)
    reason = models.TextField("begrundelse")
    chosen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    chosen_name = models.CharField("valgt af", max_length=120)
    chosen_at = models.DateTimeField("valgt")
    submission = models.UUIDField("indsendelse", unique=True)


class CaseFact(models.Model):
    """One of the case's separate dated facts. A correction is a new row that replaces the old; no date means taken back."""

    case = models.ForeignKey(DecisionCase, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField("hvad", max_length=10, choices=enums.FactKind)
    on = models.DateField("dato", null=True, blank=True)
    text = models.TextField("begrundelse", blank=True)
    # One successor each, and one first of each kind: two people can never both be the last to have corrected.
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_name = models.CharField("skrevet af", max_length=120)
    recorded_at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(replaces__isnull=True),
                name="decisions_one_chain_per_fact",
                violation_error_message="En anden har netop skrevet den dato.",
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=False) | (Q(replaces__isnull=False) & ~Q(text="")),
                name="decisions_taken_back_with_reason",
                violation_error_message="Skriv, hvorfor datoen tages tilbage.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="immediate") | ~Q(text=""),
                name="decisions_immediate_has_reason",
                violation_error_message="Skriv, hvilke særlige forhold der gør det nødvendigt at handle straks.",
            ),
        ]


class Evidence(models.Model):
    """What shows that a requirement is followed, or why it need not be. Taken back with a reason, never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(DecisionCase, on_delete=models.PROTECT, related_name="evidence")
    requirement = models.CharField("krav", max_length=3)
    state = models.CharField("hvad", max_length=15, choices=enums.EvidenceState)
    on = models.DateField("dato", null=True, blank=True)
    proof = models.CharField("hvad viser det", max_length=120, blank=True)
    note = models.TextField("note", blank=True)
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    source = models.CharField("kilde", max_length=12, choices=enums.Source, default=enums.Source.RECORDED)
    source_id = models.UUIDField("kildens id", null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_name = models.CharField("skrevet af", max_length=120)
    recorded_at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)
    withdrawn_at = models.DateTimeField("taget tilbage", null=True, blank=True)
    withdrawn_name = models.CharField("taget tilbage af", max_length=120, blank=True)
    withdrawn_reason = models.TextField("hvorfor taget tilbage", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(state="proof") & Q(on__isnull=False)) | (~Q(state="proof") & ~Q(note="")),
                name="decisions_proof_has_date",
                violation_error_message="Det, der er gjort, har en dato; det, der ikke er gjort, har en begrundelse.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="decisions_withdrawn_with_reason",
                violation_error_message="Skriv, hvorfor det tages tilbage.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "requirement", "id"], name="evidence_of_step"),
        ]


class Conversation(models.Model):
    """A talk with the child. It shows that the child was talked with only when it was about this decision."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(DecisionCase, on_delete=models.PROTECT, related_name="conversations")
    on = models.DateField("dato")
    where = models.CharField("sted", max_length=120)
    who = models.CharField("hvem var med", max_length=200)
    about_this = models.BooleanField("om denne afgørelse")
    words = models.TextField("barnets egne ord")
    parent_present = models.CharField("forælder til stede", max_length=3, choices=enums.ParentPresent)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_name = models.CharField("skrevet af", max_length=120)
    recorded_at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)
    withdrawn_at = models.DateTimeField("taget tilbage", null=True, blank=True)
    withdrawn_reason = models.TextField("hvorfor taget tilbage", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="decisions_talk_withdrawn_with_reason",
                violation_error_message="Skriv, hvorfor samtalen tages tilbage.",
            ),
        ]


class StatementRequest(models.Model):
    """The adviser asks the foster family for its statement, with a day to answer by."""

    case = models.ForeignKey(DecisionCase, on_delete=models.PROTECT, related_name="statement_requests")
    text = models.TextField("hvad der bedes om")
    answer_by = models.DateField("svar senest")
    asked_on = models.DateField("bedt om")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_name = models.CharField("bedt af", max_length=120)
    submission = models.UUIDField("indsendelse", unique=True)


class Statement(models.Model):
    """The foster family's statement, as it was given. A second one is a second row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(DecisionCase, on_delete=models.PROTECT, related_name="statements")
    text = models.TextField("udtalelse")
    given_on = models.DateField("givet")
    given_at = models.DateTimeField("modtaget")
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField("skrevet af", max_length=120)
    submission = models.UUIDField("indsendelse", unique=True)


class StatementDraft(models.Model):
    """What a foster parent is writing and has not given."""

    owner = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(DecisionCase, on_delete=models.CASCADE, related_name="+")
    text = models.TextField("udtalelse", blank=True)
    submission = models.UUIDField("indsendelse")
    saved_at = models.DateTimeField("gemt")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "case"], name="decisions_one_draft_each"),
        ]


class StatementFile(models.Model):
    """A file that follows a statement, or waits on its draft."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="files", null=True, blank=True)
    draft = models.ForeignKey(StatementDraft, on_delete=models.CASCADE, related_name="files", null=True, blank=True)
    # A file that was never given is cleared away with its upload; a given one is bound, and the vault keeps it.
    document = models.OneToOneField("documents.Document", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(statement__isnull=False, draft__isnull=True) | Q(statement__isnull=True, draft__isnull=False),
                name="decisions_file_has_one_place",
            ),
        ]


class Letter(models.Model):
    """A letter of the case; its text stands in versions."""

    case = models.ForeignKey(DecisionCase, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField("brev", max_length=18, choices=enums.LetterKind)
    number = models.PositiveIntegerField("nyeste version", default=0)
    sent_on = models.DateField("sendt", null=True, blank=True)
    sent_number = models.PositiveIntegerField("sendt version", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind"], name="decisions_one_letter_of_each"),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, sent_number__isnull=True)
                | Q(sent_on__isnull=False, sent_number__isnull=False),
                name="decisions_sent_has_version",
                violation_error_message="Et sendt brev har en version.",
            ),
        ]


class LetterVersion(models.Model):
    """One saved text of a letter."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    text = models.TextField("tekst")
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_name = models.CharField("gemt af", max_length=120)
    saved_at = models.DateTimeField("gemt")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["letter", "number"],
                name="decisions_version_once",
                violation_error_message="En anden har netop gemt en ny version.",
            ),
        ]


class Sending(models.Model):
    """That a version of a letter left the municipality, and when; a letter may be sent again."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="sendings")
    on = models.DateField("sendt")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_name = models.CharField("skrevet af", max_length=120)
    recorded_at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)


class Complaint(models.Model):
    """A complaint or a request for Ankestyrelsen's review, from it arrives until it is settled."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(DecisionCase, on_delete=models.PROTECT, related_name="complaints")
    kind = models.CharField("hvad", max_length=10, choices=enums.ComplaintKind)
    about = models.CharField("over hvad", max_length=12, choices=enums.About)
    by = models.CharField("fra hvem", max_length=8, choices=enums.By)
    received_on = models.DateField("modtaget")
    note = models.TextField("note", blank=True)
    forwarded_on = models.DateField("sendt til Ankestyrelsen", null=True, blank=True)
    settled_on = models.DateField("afgjort", null=True, blank=True)
    outcome = models.CharField("resultat", max_length=10, choices=enums.Outcome, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_name = models.CharField("skrevet af", max_length=120)
    recorded_at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(settled_on__isnull=True) & Q(outcome="")) | (Q(settled_on__isnull=False) & ~Q(outcome="")),
                name="decisions_settled_has_outcome",
                violation_error_message="Skriv både, hvornår klagen er afgjort, og hvordan.",
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | Q(settled_on__gte=models.F("received_on")),
                name="decisions_settled_after_received",
                violation_error_message="Klagen kan ikke være afgjort, før den kom.",
            ),
        ]


class Finalisation(models.Model):
    """The decision as it was recorded: what the law asked and what was on file that moment. Never changed."""

    case = models.OneToOneField(DecisionCase, on_delete=models.PROTECT, related_name="finalisation")
    decided_on = models.DateField("afgjort")
    assessment = models.JSONField("vurdering")
    law_version = models.CharField("lovdataenes version", max_length=16)
    gaps = models.JSONField("det manglede")
    gaps_reason = models.TextField("hvorfor alligevel", blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_name = models.CharField("skrevet af", max_length=120)
    recorded_at = models.DateTimeField("skrevet")
    submission = models.UUIDField("indsendelse", unique=True)
