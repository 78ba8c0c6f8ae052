from django.db import migrations

from plejebro.db.operations import NoOverlap


class Migration(migrations.Migration):
    """A child lives in one place, a task lies with one employee, and one person represents the family."""

    dependencies = [("placements", "0001_initial")]

    operations = [
        NoOverlap(table="placements_placement", name="placements_one_place", keys=["child_id"]),
        NoOverlap(
            table="placements_assignment",
            name="placements_one_adviser",
            keys=["placement_id"],
            where="{row}task = 'adviser'",
        ),
        NoOverlap(
            table="placements_assignment",
            name="placements_one_consultant",
            keys=["placement_id"],
            where="{row}task = 'consultant'",
        ),
        NoOverlap(
            table="placements_designatedrepresentative",
            name="placements_one_representative",
            keys=["placement_id"],
        ),
    ]
