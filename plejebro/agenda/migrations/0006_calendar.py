import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from plejebro.db.operations import NoOverlap


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0005_rhythm"),
        ("municipalities", "0002_no_overlap"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField(verbose_name="fra")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="til")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="navn")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="school_holidays",
                        to="municipalities.municipality",
                        verbose_name="kommune",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="agenda_schoolholiday_ends_after_start",
                        violation_error_message="Slutdatoen ligger før startdatoen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", False)),
                        name="agenda_school_holiday_has_end",
                        violation_error_message="Skriv ferien fra og til.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("acting", models.CharField(max_length=40, verbose_name="optræder som")),
                ("token_hash", models.CharField(max_length=64, unique=True, verbose_name="adressens fingeraftryk")),
                ("created_at", models.DateTimeField(verbose_name="lavet")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="stoppet")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("user", "acting"),
                        name="agenda_one_live_feed_a_hat",
                    )
                ]
            },
        ),
        NoOverlap(table="agenda_schoolholiday", name="agenda_school_holidays_apart", keys=["municipality_id"]),
    ]
