from django.db import migrations

from plejebro.db.operations import AppendOnly


class Migration(migrations.Migration):
    """The log can be added to and nothing else."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        AppendOnly(table="audit_event"),
        AppendOnly(table="audit_eventsubject"),
    ]
