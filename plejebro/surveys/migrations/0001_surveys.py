import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.SlugField(max_length=60, verbose_name="kode")),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Plejefamilier"), ("municipality", "Kommuner")],
                        max_length=12,
                        verbose_name="hvem svarer",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titel")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("content", models.JSONField(default=dict, verbose_name="indhold")),
                ("created_at", models.DateTimeField(verbose_name="oprettet")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="udgivet")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "spørgeskema",
                "verbose_name_plural": "spørgeskemaer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "side", "number"),
                        name="surveys_one_version_a_number",
                        violation_error_message="Der er allerede en version med det nummer.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("survey", "Måling"), ("pulse", "Puls")],
                        default="survey",
                        max_length=8,
                        verbose_name="slags",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titel")),
                ("purpose", models.CharField(blank=True, max_length=500, verbose_name="formål")),
                ("population_on", models.DateField(verbose_name="opgjort den")),
                (
                    "method",
                    models.CharField(
                        choices=[("census", "Alle spørges"), ("sample", "Stikprøve, trukket i hver størrelsesgruppe")],
                        default="census",
                        max_length=8,
                        verbose_name="udtræk",
                    ),
                ),
                ("sample_percent", models.PositiveSmallIntegerField(default=100, verbose_name="procent")),
                ("seed", models.BigIntegerField(verbose_name="tilfældighedstal")),
                ("opens_on", models.DateField(verbose_name="åbner")),
                ("closes_on", models.DateField(verbose_name="sidste dag at svare")),
                ("remind_after_days", models.PositiveSmallIntegerField(default=7, verbose_name="dage mellem påmindelser")),
                ("reminders_sent", models.PositiveSmallIntegerField(default=0, verbose_name="påmindelser sendt")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Under forberedelse"),
                            ("open", "Åben for svar"),
                            ("closed", "Lukket"),
                            ("published", "Offentliggjort"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("is_synthetic", models.BooleanField(default=False, verbose_name="syntetiske data")),
                ("created_at", models.DateTimeField(verbose_name="oprettet")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="åbnet")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="lukket")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="offentliggjort")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "family_form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.questionnaire",
                        verbose_name="plejefamiliernes skema",
                    ),
                ),
                (
                    "municipality_form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.questionnaire",
                        verbose_name="kommunernes skema",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "måling",
                "verbose_name_plural": "målinger",
            },
        ),
        migrations.CreateModel(
            name="FreeText",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Plejefamilier"), ("municipality", "Kommuner")],
                        max_length=12,
                        verbose_name="side",
                    ),
                ),
                ("question", models.CharField(max_length=60, verbose_name="spørgsmål")),
                ("text", models.TextField(blank=True, verbose_name="tekst")),
                ("cleaned", models.TextField(blank=True, verbose_name="renset tekst")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Venter på gennemlæsning"), ("shown", "Må vises"), ("withheld", "Vises ikke")],
                        default="waiting",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "round",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="surveys.round"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Plejefamilier"), ("municipality", "Kommuner")],
                        max_length=12,
                        verbose_name="side",
                    ),
                ),
                ("municipality_code", models.CharField(max_length=3, verbose_name="kommunekode")),
                (
                    "size_group",
                    models.CharField(
                        choices=[
                            ("small", "Under 50 plejefamilier"),
                            ("medium", "50–149 plejefamilier"),
                            ("large", "150 plejefamilier eller flere"),
                        ],
                        max_length=8,
                        verbose_name="størrelsesgruppe",
                    ),
                ),
                ("population", models.PositiveIntegerField(verbose_name="i alt")),
                ("drawn", models.PositiveIntegerField(verbose_name="udtrukket")),
                ("answered", models.PositiveIntegerField(default=0, verbose_name="har svaret")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="frames", to="surveys.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="kontrolsum")),
                ("sealed", models.TextField(verbose_name="forseglet")),
                (
                    "round",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveys.round"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Plejefamilier"), ("municipality", "Kommuner")],
                        max_length=12,
                        verbose_name="side",
                    ),
                ),
                ("municipality_code", models.CharField(blank=True, max_length=3, verbose_name="kommunekode")),
                (
                    "size_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("small", "Under 50 plejefamilier"),
                            ("medium", "50–149 plejefamilier"),
                            ("large", "150 plejefamilier eller flere"),
                        ],
                        max_length=8,
                        verbose_name="størrelsesgruppe",
                    ),
                ),
                ("answers", models.JSONField(verbose_name="svar")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="surveys.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Plejefamilier"), ("municipality", "Kommuner")],
                        max_length=12,
                        verbose_name="side",
                    ),
                ),
                ("municipality_code", models.CharField(max_length=3, verbose_name="kommunekode")),
                (
                    "size_group",
                    models.CharField(
                        choices=[
                            ("small", "Under 50 plejefamilier"),
                            ("medium", "50–149 plejefamilier"),
                            ("large", "150 plejefamilier eller flere"),
                        ],
                        max_length=8,
                        verbose_name="størrelsesgruppe",
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("label", models.CharField(blank=True, max_length=160, verbose_name="navn på listen")),
                ("answered", models.BooleanField(default=False, verbose_name="har svaret")),
                ("invited_on", models.DateField(blank=True, null=True, verbose_name="inviteret")),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="påmindelser")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="påmindet")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="surveys.round"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TicketKey",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="kontrolsum")),
                (
                    "ticket",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="surveys.ticket"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WaitingAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.TextField(verbose_name="forseglet")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waiting_answers", to="surveys.round"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                name="surveys_round_closes_after_opening",
                violation_error_message="Sidste dag at svare ligger før den dag, målingen åbner.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample_percent__gte", 1), ("sample_percent__lte", 100)),
                name="surveys_round_percent",
                violation_error_message="Skriv et helt tal fra 1 til 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("family_form__isnull", False), ("municipality_form__isnull", False), _connector="OR"),
                name="surveys_round_has_a_form",
                violation_error_message="Vælg et skema til mindst én af siderne.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True), ("published_at__isnull", False), _connector="OR"
                ),
                name="surveys_published_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="frame",
            constraint=models.UniqueConstraint(fields=("round", "side", "municipality_code"), name="surveys_frame_once"),
        ),
        migrations.AddConstraint(
            model_name="frame",
            constraint=models.CheckConstraint(
                condition=models.Q(("drawn__lte", models.F("population"))), name="surveys_drawn_of_population"
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["round", "side", "municipality_code"], name="answers_of_round"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["round", "side", "municipality_code", "answered"], name="ticket_progress"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", False)),
                fields=("round", "side", "municipality_code", "user"),
                name="surveys_one_ticket_a_person",
            ),
        ),
    ]
