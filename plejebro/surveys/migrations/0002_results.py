import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from plejebro.db.operations import AppendOnly


class Migration(migrations.Migration):
    """What is published stands, and so does each version of a comment."""

    dependencies = [
        ("surveys", "0001_surveys"),
        ("municipalities", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("content", models.JSONField(verbose_name="indhold")),
                ("published_at", models.DateTimeField(verbose_name="offentliggjort")),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="offentliggjort af",
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="surveys.round",
                        verbose_name="måling",
                    ),
                ),
            ],
            options={
                "verbose_name": "offentliggørelse",
                "verbose_name_plural": "offentliggørelser",
            },
        ),
        migrations.CreateModel(
            name="MunicipalityComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("text", models.TextField(blank=True, verbose_name="kommentar")),
                ("written_at", models.DateTimeField(verbose_name="skrevet")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="kommune",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="surveys.round",
                        verbose_name="måling",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skrevet af",
                    ),
                ),
            ],
            options={
                "verbose_name": "kommunens kommentar",
                "verbose_name_plural": "kommunernes kommentarer",
            },
        ),
        migrations.AddConstraint(
            model_name="municipalitycomment",
            constraint=models.UniqueConstraint(
                fields=("round", "municipality", "number"),
                name="surveys_comment_number_once",
                violation_error_message="En anden har rettet kommentaren imens. Åbn siden igen.",
            ),
        ),
        AppendOnly(table="surveys_publication"),
        AppendOnly(table="surveys_municipalitycomment"),
    ]
