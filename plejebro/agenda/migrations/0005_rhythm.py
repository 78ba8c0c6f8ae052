import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from plejebro.db.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agenda", "0004_meetings"),
        ("placements", "0006_coming_date_replaced"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="placements.placement"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("follow_up", "Opfølgning holdt"),
                            ("next_date", "Dato for næste opfølgning bestemt"),
                            ("examined", "Undersøgelse færdig"),
                            ("supervision", "Tilsynsbesøg holdt"),
                            ("support_began", "Intensiv støtte begyndt"),
                            ("support_done", "Intensiv støtte gennemført"),
                            ("support_later", "Intensiv støtte udskudt for barnets skyld"),
                            ("course", "Kursusdage"),
                            ("inspection", "Besøg af socialtilsynet"),
                        ],
                        max_length=14,
                        verbose_name="hvad",
                    ),
                ),
                ("on", models.DateField(verbose_name="dato")),
                ("child_spoken_to", models.BooleanField(blank=True, null=True, verbose_name="barnet blev talt med")),
                ("two_advisers", models.BooleanField(blank=True, null=True, verbose_name="to rådgivere var med")),
                (
                    "days",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, verbose_name="kursusdage"),
                ),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="næste opfølgning senest")),
                ("next_reason", models.CharField(blank=True, max_length=1000, verbose_name="hvorfor den dag")),
                ("wish", models.CharField(blank=True, max_length=1000, verbose_name="barnets ønske")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="bemærkning")),
                ("proof", models.CharField(blank=True, max_length=300, verbose_name="bevis")),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="agenda.entry",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("family", "Familien"), ("municipality", "Kommunen")], max_length=12, verbose_name="side"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("written_name", models.CharField(max_length=160, verbose_name="skrevet af")),
                ("written_label", models.CharField(max_length=160, verbose_name="som")),
                ("written_at", models.DateTimeField(verbose_name="skrevet")),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="agenda.mark",
                    ),
                ),
                ("withdrawn", models.BooleanField(default=False, verbose_name="taget tilbage")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="hvorfor rettet")),
                ("submission", models.UUIDField(unique=True, verbose_name="indsendelse")),
            ],
            options={
                "indexes": [models.Index(fields=["placement", "kind", "on"], name="mark_of_placement")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days__gt", 0), ("days__isnull", False), ("days__lte", 10), ("kind", "course")),
                            models.Q(models.Q(("kind", "course"), _negated=True), ("days__isnull", True)),
                            _connector="OR",
                        ),
                        name="agenda_mark_course_has_days",
                        violation_error_message="Skriv, hvor mange kursusdage det var: fra en halv til ti.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("child_spoken_to__isnull", False), ("kind", "supervision")),
                            models.Q(models.Q(("kind", "supervision"), _negated=True), ("child_spoken_to__isnull", True)),
                            _connector="OR",
                        ),
                        name="agenda_mark_visit_says_if_spoken",
                        violation_error_message="Skriv, om barnet blev talt med.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_on__isnull", True),
                            models.Q(
                                ("next_on__gt", models.F("on")),
                                models.Q(("next_reason", ""), _negated=True),
                                models.Q(("wish", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agenda_mark_next_date_has_reason",
                        violation_error_message="Skriv, hvorfor det bliver den dag, og hvad barnet ønsker.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "next_date"), _negated=True), ("next_on__isnull", False), _connector="OR"
                        ),
                        name="agenda_mark_decision_has_date",
                        violation_error_message="Skriv, hvornår næste opfølgning senest skal være.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withdrawn", False), ("replaces__isnull", False), _connector="OR"),
                        name="agenda_mark_withdraws_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("side", "municipality"), ("kind__in", ("course", "inspection")), _connector="OR"
                        ),
                        name="agenda_mark_family_writes_its_own",
                        violation_error_message="Det skriver kommunen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="agenda.mark"
                    ),
                ),
                ("confirmed", models.BooleanField(verbose_name="bekræftet")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="hvorfor ikke")),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("answered_name", models.CharField(max_length=160, verbose_name="svaret af")),
                ("answered_label", models.CharField(max_length=160, verbose_name="som")),
                ("answered_at", models.DateTimeField(verbose_name="svaret")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirmed", True), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="agenda_course_no_has_reason",
                        violation_error_message="Skriv, hvorfor dagene ikke kan bekræftes.",
                    )
                ],
                "indexes": [],
            },
        ),
        AppendOnly(
            table="agenda_mark",
        ),
        AppendOnly(
            table="agenda_courseanswer",
        ),
    ]
