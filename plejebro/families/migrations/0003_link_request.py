import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A family is asked whether a municipality's new record of it is the same family, and the two can become one."""

    dependencies = [
        ("families", "0002_no_overlap"),
        ("municipalities", "0002_no_overlap"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="family",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_records",
                to="families.family",
                verbose_name="samlet med",
            ),
        ),
        migrations.AlterField(
            model_name="familymunicipality",
            name="origin",
            field=models.CharField(
                choices=[
                    ("municipality", "Oprettet af kommunen"),
                    ("family", "Valgt af familien"),
                    ("linked", "Knyttet til af familien selv"),
                ],
                max_length=12,
                verbose_name="oprettet",
            ),
        ),
        migrations.CreateModel(
            name="LinkRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Venter på familien"),
                            ("accepted", "Knyttet til"),
                            ("declined", "Holdt adskilt"),
                            ("lapsed", "Ikke længere aktuel"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="svar",
                    ),
                ),
                ("wrong_answers", models.PositiveSmallIntegerField(default=0, verbose_name="forkerte svar")),
                ("created_at", models.DateTimeField(verbose_name="spurgt")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="svaret")),
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
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="link_requests", to="families.family"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="municipalities.municipality"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_offered", to="families.family"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("record", "asked"), name="families_asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("record", models.F("asked")), _negated=True), name="families_linked_to_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="families_answer_has_a_time",
                    ),
                ]
            },
        ),
    ]
