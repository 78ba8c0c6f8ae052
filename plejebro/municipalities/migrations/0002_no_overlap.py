from django.db import migrations

from plejebro.db.operations import NoOverlap


class Migration(migrations.Migration):
    """One region and one deputy at a time."""

    dependencies = [("municipalities", "0001_initial")]

    operations = [
        NoOverlap(table="municipalities_regionperiod", name="municipalities_one_region", keys=["municipality_id"]),
        NoOverlap(table="municipalities_absence", name="municipalities_one_absence", keys=["employment_id"]),
    ]
