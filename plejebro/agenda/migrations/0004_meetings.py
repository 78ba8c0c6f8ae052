"""Meetings with invitation, agenda and minutes, and each person's choice of reminders."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0003_respite_and_holidays"),
        ("documents", "0001_initial"),
        ("placements", "0006_coming_date_replaced"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("case_number", models.CharField(max_length=16, unique=True, verbose_name="sagsnummer")),
                ("purpose", models.TextField(verbose_name="formål")),
                ("video", models.CharField(blank=True, max_length=300, verbose_name="link til videomøde")),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Familien"), ("municipality", "Kommunen")],
                        max_length=12,
                        verbose_name="indkaldt af",
                    ),
                ),
                ("invited_name", models.CharField(max_length=120, verbose_name="navn")),
                ("invited_at", models.DateTimeField(verbose_name="indkaldt")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meeting", to="agenda.entry"
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="placements.placement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Familien"), ("municipality", "Kommunen")], max_length=12, verbose_name="side"
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=120, verbose_name="hvem det er")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("comes", "Kommer"), ("cannot", "Kan ikke"), ("other_time", "Foreslår et andet tidspunkt")],
                        max_length=12,
                        verbose_name="svar",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="bemærkning")),
                ("proposed_on", models.DateField(blank=True, null=True, verbose_name="forslag til dag")),
                ("proposed_at", models.TimeField(blank=True, null=True, verbose_name="forslag til klokkeslæt")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="svaret")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitation", to="agenda.participant"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitees", to="agenda.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(verbose_name="nummer")),
                ("text", models.CharField(max_length=300, verbose_name="punkt")),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Familien"), ("municipality", "Kommunen")],
                        max_length=12,
                        verbose_name="skrevet på af",
                    ),
                ),
                ("added_name", models.CharField(max_length=120, verbose_name="navn")),
                ("added_at", models.DateTimeField(verbose_name="skrevet på")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="taget af")),
                ("submission", models.UUIDField(blank=True, null=True, unique=True, verbose_name="indsendelse")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="points", to="agenda.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="hvad viser det")),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Familien"), ("municipality", "Kommunen")], max_length=12, verbose_name="delt af"
                    ),
                ),
                ("added_name", models.CharField(max_length=120, verbose_name="navn")),
                ("added_at", models.DateTimeField(verbose_name="delt")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="agenda.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingMinutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="nummer")),
                ("text", models.TextField(verbose_name="referat")),
                ("agreed", models.TextField(blank=True, verbose_name="det aftalte vi")),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Familien"), ("municipality", "Kommunen")],
                        max_length=12,
                        verbose_name="skrevet af",
                    ),
                ),
                ("written_name", models.CharField(max_length=120, verbose_name="navn")),
                ("sent_at", models.DateTimeField(verbose_name="sendt")),
                ("objections_by", models.DateField(verbose_name="indvendinger senest")),
                ("submission", models.UUIDField(unique=True, verbose_name="indsendelse")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="agenda.meeting"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MinutesDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, verbose_name="referat")),
                ("agreed", models.TextField(blank=True, verbose_name="det aftalte vi")),
                ("submission", models.UUIDField(verbose_name="indsendelse")),
                ("saved_at", models.DateTimeField(verbose_name="gemt")),
                (
                    "meeting",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agenda.meeting"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MinutesObjection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="indvending")),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Familien"), ("municipality", "Kommunen")], max_length=12, verbose_name="side"
                    ),
                ),
                ("written_name", models.CharField(max_length=120, verbose_name="navn")),
                ("at", models.DateTimeField(verbose_name="skrevet")),
                ("submission", models.UUIDField(unique=True, verbose_name="indsendelse")),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="agenda.meetingminutes"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReminderChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "Samvær"),
                            ("respite", "Støtteophold (aflastning)"),
                            ("holiday", "Ferie"),
                            ("care", "Pasning"),
                            ("meeting", "Møde"),
                            ("supervision", "Tilsynsbesøg"),
                            ("follow_up", "Opfølgning"),
                            ("course", "Kursus"),
                        ],
                        max_length=12,
                        verbose_name="slags",
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("none", "Ingen påmindelse"),
                            ("morning", "Samme morgen"),
                            ("day", "Dagen før"),
                            ("two_days", "To dage før"),
                            ("week", "En uge før"),
                        ],
                        max_length=10,
                        verbose_name="hvornår",
                    ),
                ),
                ("chosen_at", models.DateTimeField(verbose_name="valgt")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["placement", "id"], name="meeting_of_placement"),
        ),
        migrations.AddConstraint(
            model_name="invitee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="agenda_invitee_answer_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "other_time"), ("proposed_on__isnull", False)),
                    models.Q(
                        models.Q(("answer", "other_time"), _negated=True),
                        ("proposed_at__isnull", True),
                        ("proposed_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="agenda_invitee_other_time_has_day",
                violation_error_message="Skriv, hvilken dag der passer bedre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendapoint",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="agenda_point_number_once"),
        ),
        migrations.AddConstraint(
            model_name="agendapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="agenda_point_says_something",
                violation_error_message="Skriv punktet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingminutes",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="agenda_minutes_number_once"),
        ),
        migrations.AddConstraint(
            model_name="meetingminutes",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="agenda_minutes_say_something",
                violation_error_message="Skriv referatet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesdraft",
            constraint=models.UniqueConstraint(fields=("owner", "meeting"), name="agenda_one_minutes_draft_each"),
        ),
        migrations.AddConstraint(
            model_name="reminderchoice",
            constraint=models.UniqueConstraint(fields=("user", "kind"), name="agenda_one_reminder_choice_a_kind"),
        ),
    ]
