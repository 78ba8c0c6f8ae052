from django.db import migrations, models

from plejebro.db.operations import NoOverlap

ONE_PLACE = NoOverlap(table="placements_placement", name="placements_one_place", keys=["child_id"])


def without_one_place(apps, schema_editor):
    """SQLite makes the table anew for a constraint, and the triggers on it would be lost without a word."""
    for statement in ONE_PLACE.statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement, params=None)


def with_one_place(apps, schema_editor):
    for statement in ONE_PLACE.statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Only a family's own record, never shared, can continue in another placement."""

    dependencies = [("placements", "0004_own_record_continues")]

    operations = [
        migrations.RunPython(without_one_place, with_one_place),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("continued_in__isnull", True),
                    models.Q(("end_reason", "joined"), ("origin", "family"), ("shared_at__isnull", True)),
                    _connector="OR",
                ),
                name="placements_only_own_record_continues",
                violation_error_message="Kun familiens egen optegnelse kan samles med en anden anbringelse.",
            ),
        ),
        migrations.RunPython(with_one_place, without_one_place),
    ]
