from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations, models

_KINDS = [
    ("visit", "Samvær"),
    ("respite", "Støtteophold (aflastning)"),
    ("holiday", "Ferie"),
    ("care", "Pasning"),
    ("meeting", "Møde"),
    ("supervision", "Tilsynsbesøg"),
    ("follow_up", "Opfølgning"),
    ("course", "Kursus"),
    ("other", "Anden dato"),
]
_LENGTH = timedelta(minutes=60)
_DENMARK = ZoneInfo("Europe/Copenhagen")


def dates_become_entries(apps, schema_editor):
    """Every date that still stood on a placement's page goes into its calendar, under its own public id: what is there
    already is not made again. How long it lasts was never written; an hour is what the form suggests."""
    entry, coming = apps.get_model("agenda", "Entry"), apps.get_model("placements", "ComingDate")
    now = datetime.now(UTC)
    rows = coming.objects.filter(removed_at__isnull=True, replaced_by__isnull=True)
    rows = rows.exclude(public_id__in=entry.objects.filter(kind="other").values("public_id"))
    made = (
        entry(
            public_id=row.public_id,
            placement_id=row.placement_id,
            kind="other",
            state="planned",
            starts=row.on,
            ends=_times(row)[2],
            starts_at=_times(row)[0],
            ends_at=_times(row)[1],
            label=row.what,
            created_by_id=row.written_by_id,
            created_at=now,
            changed_at=now,
        )
        for row in rows.order_by("pk")
    )
    entry.objects.bulk_create(made, batch_size=1000)


def _times(row):
    if row.at is None:
        return None, None, row.on
    first = datetime.combine(row.on, row.at, _DENMARK).astimezone(UTC)
    last = first + _LENGTH
    return first, last, max(row.on, (last - timedelta(seconds=1)).astimezone(_DENMARK).date())


class Migration(migrations.Migration):
    """One kind of date: what stood on the placement's page stands in the calendar. On the way back the entries stay."""

    dependencies = [("agenda", "0006_calendar"), ("placements", "0006_coming_date_replaced")]

    operations = [
        migrations.AlterField("entry", "kind", models.CharField(choices=_KINDS, max_length=12, verbose_name="slags")),
        migrations.AlterField("series", "kind", models.CharField(choices=_KINDS, max_length=12, verbose_name="slags")),
        migrations.AlterField(
            "reminderchoice", "kind", models.CharField(choices=_KINDS, max_length=12, verbose_name="slags")
        ),
        migrations.RunPython(dates_become_entries, migrations.RunPython.noop),
    ]
