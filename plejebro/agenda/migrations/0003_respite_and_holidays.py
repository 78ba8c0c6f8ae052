import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from plejebro.db.operations import AppendOnly, NoOverlap


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0002_contact_plans"),
        ("clocks", "0001_initial"),
        ("placements", "0006_coming_date_replaced"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RespiteStay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("case_number", models.CharField(max_length=16, unique=True, verbose_name="sagsnummer")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting_municipality", "Venter på kommunens svar"),
                            ("waiting_family", "Tilbudt, venter på familien"),
                            ("confirmed", "Aftalt"),
                            ("held", "Holdt"),
                            ("declined", "Kommunen kunne ikke"),
                            ("withdrawn", "Trukket tilbage"),
                            ("cancelled", "Aflyst"),
                            ("lapsed", "Bortfaldet uden aftale"),
                        ],
                        default="waiting_municipality",
                        max_length=22,
                        verbose_name="status",
                    ),
                ),
                ("waiting_since", models.DateField(verbose_name="venter siden")),
                ("asked_on", models.DateField(verbose_name="ønsket den")),
                ("starts", models.DateField(verbose_name="fra")),
                ("ends", models.DateField(verbose_name="til")),
                ("begins", models.TimeField(blank=True, null=True, verbose_name="afleveres klokken")),
                ("finishes", models.TimeField(blank=True, null=True, verbose_name="hentes klokken")),
                ("relief", models.CharField(blank=True, max_length=160, verbose_name="hvem barnet er hos")),
                (
                    "hidden_from",
                    models.CharField(
                        blank=True,
                        choices=[("", "Ingen"), ("family", "Plejefamilien"), ("municipality", "Kommunen")],
                        default="",
                        max_length=12,
                        verbose_name="skjult for",
                    ),
                ),
                (
                    "payer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Ikke aftalt endnu"),
                            ("municipality", "Kommunen"),
                            ("family", "Plejefamilien"),
                            ("contract", "Som kontrakten siger"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="hvem betaler",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="respite_stay", to="clocks.replyclock"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stay", to="agenda.entry"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="respite_stays", to="placements.placement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HolidayWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("case_number", models.CharField(max_length=16, unique=True, verbose_name="sagsnummer")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Venter på kommunens svar"),
                            ("agreed", "Aftalt"),
                            ("refused", "Kommunen kunne ikke"),
                            ("withdrawn", "Trukket tilbage"),
                            ("lapsed", "Bortfaldet"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="tilstand",
                    ),
                ),
                ("starts", models.DateField(verbose_name="fra")),
                ("ends", models.DateField(verbose_name="til")),
                ("with_child", models.BooleanField(verbose_name="med barnet")),
                ("relief_needed", models.BooleanField(default=False, verbose_name="brug for støtteophold")),
                ("note", models.TextField(blank=True, verbose_name="bemærkning")),
                ("asked_at", models.DateTimeField(verbose_name="ønsket")),
                ("answer", models.TextField(blank=True, verbose_name="svar")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="besvaret")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("submission", models.UUIDField(unique=True, verbose_name="indsendelse")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wish", to="agenda.entry"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holiday_wishes", to="placements.placement"
                    ),
                ),
                (
                    "stay",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wish",
                        to="agenda.respitestay",
                        verbose_name="støtteophold",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RespiteStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("asked", "bad om støtteophold"),
                            ("offered", "tilbød et ophold"),
                            ("confirmed", "sagde ja"),
                            ("countered", "foreslog andre dage"),
                            ("declined", "kunne ikke tilbyde det"),
                            ("withdrawn", "trak ønsket tilbage"),
                            ("cancelled", "aflyste"),
                            ("held", "skrev ned, at opholdet er holdt"),
                            ("lapsed", "lod ønsket bortfalde uden aftale"),
                        ],
                        max_length=10,
                        verbose_name="hvad",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Plejefamilien"), ("municipality", "Kommunen"), ("system", "Plejebro")],
                        max_length=12,
                        verbose_name="side",
                    ),
                ),
                ("author_name", models.CharField(blank=True, max_length=120, verbose_name="navn")),
                ("author_label", models.CharField(blank=True, max_length=120, verbose_name="rolle")),
                ("starts", models.DateField(verbose_name="fra")),
                ("ends", models.DateField(verbose_name="til")),
                ("relief", models.CharField(blank=True, max_length=160, verbose_name="hvem barnet er hos")),
                (
                    "hidden_from",
                    models.CharField(
                        blank=True,
                        choices=[("", "Ingen"), ("family", "Plejefamilien"), ("municipality", "Kommunen")],
                        default="",
                        max_length=12,
                        verbose_name="skjult for",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="tekst")),
                ("at", models.DateTimeField(verbose_name="hvornår")),
                ("submission", models.UUIDField(unique=True, verbose_name="indsendelse")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="agenda.respitestay"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CareArrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("case_number", models.CharField(max_length=16, unique=True, verbose_name="sagsnummer")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Venter på kommunens svar"),
                            ("agreed", "Aftalt"),
                            ("held", "Holdt"),
                            ("refused", "Kommunen kunne ikke"),
                            ("cancelled", "Aflyst"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="tilstand",
                    ),
                ),
                ("on", models.DateField(verbose_name="dag")),
                ("begins", models.TimeField(verbose_name="fra klokken")),
                ("finishes", models.TimeField(verbose_name="til klokken")),
                ("carer", models.CharField(max_length=160, verbose_name="hvem passer")),
                (
                    "payer",
                    models.CharField(
                        choices=[
                            ("", "Ikke aftalt endnu"),
                            ("municipality", "Kommunen"),
                            ("family", "Plejefamilien"),
                            ("contract", "Som kontrakten siger"),
                        ],
                        max_length=12,
                        verbose_name="hvem betaler",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="hvorfor")),
                ("asked_at", models.DateTimeField(verbose_name="ønsket")),
                ("answer", models.TextField(blank=True, verbose_name="svar")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="besvaret")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("submission", models.UUIDField(unique=True, verbose_name="indsendelse")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="care", to="agenda.entry"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="care", to="placements.placement"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["placement", "on"], name="care_of_placement")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True), ("answered_by__isnull", False), _connector="OR"
                        ),
                        name="agenda_care_refusal_has_who",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="respitestay",
            index=models.Index(fields=["placement", "starts"], name="stay_of_placement"),
        ),
        migrations.AddIndex(
            model_name="respitestay",
            index=models.Index(fields=["status", "waiting_since"], name="stay_by_turn"),
        ),
        migrations.AddConstraint(
            model_name="respitestay",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("starts"))),
                name="agenda_stay_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="respitestay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("begins__isnull", True), ("finishes__isnull", True)),
                    models.Q(("begins__isnull", False), ("finishes__isnull", False)),
                    _connector="OR",
                ),
                name="agenda_stay_both_times_or_none",
                violation_error_message="Skriv begge klokkeslæt, eller lad begge stå tomme.",
            ),
        ),
        migrations.AddConstraint(
            model_name="respitestay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["confirmed", "held"]), _negated=True),
                    models.Q(("relief", ""), _negated=True),
                    _connector="OR",
                ),
                name="agenda_stay_is_somewhere",
                violation_error_message="Skriv, hvem barnet er hos.",
            ),
        ),
        migrations.AddIndex(
            model_name="holidaywish",
            index=models.Index(fields=["placement", "starts"], name="wish_of_placement"),
        ),
        migrations.AddConstraint(
            model_name="holidaywish",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("starts"))),
                name="agenda_wish_ends_after_start",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="holidaywish",
            constraint=models.CheckConstraint(
                condition=models.Q(("with_child", False), ("relief_needed", False), _connector="OR"),
                name="agenda_with_child_needs_no_relief",
                violation_error_message="Når barnet er med, er der ikke brug for støtteophold.",
            ),
        ),
        migrations.AddConstraint(
            model_name="holidaywish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["agreed", "refused"]), _negated=True),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="agenda_wish_answer_has_who",
            ),
        ),
        migrations.AddIndex(
            model_name="respitestep",
            index=models.Index(fields=["stay", "at", "id"], name="steps_of_stay"),
        ),
        NoOverlap(
            table="agenda_holidaywish",
            name="agenda_holidays_apart",
            keys=["placement_id"],
            where="{row}state IN ('asked', 'agreed')",
        ),
        AppendOnly("agenda_respitestep"),
    ]
