from django.db import migrations

from plejebro.db.operations import AppendOnly


class Migration(migrations.Migration):
    """History can be added to and nothing else: choices of route, dated facts, statements, letters, the decision."""

    dependencies = [("decisions", "0001_initial")]

    operations = [
        AppendOnly(table="decisions_routechoice"),
        AppendOnly(table="decisions_casefact"),
        AppendOnly(table="decisions_statementrequest"),
        AppendOnly(table="decisions_statement"),
        AppendOnly(table="decisions_letterversion"),
        AppendOnly(table="decisions_sending"),
        AppendOnly(table="decisions_finalisation"),
    ]
