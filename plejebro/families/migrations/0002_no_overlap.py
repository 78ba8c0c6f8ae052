from django.db import migrations

from plejebro.db.operations import NoOverlap


class Migration(migrations.Migration):
    """One approval at a time."""

    dependencies = [("families", "0001_initial")]

    operations = [
        NoOverlap(table="families_approval", name="families_one_approval", keys=["family_id"]),
    ]
