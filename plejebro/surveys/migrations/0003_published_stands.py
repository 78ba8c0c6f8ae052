from django.db import migrations

from plejebro.db.operations import FixedOnce


class Migration(migrations.Migration):
    """A published questionnaire is never changed, not by the shell either."""

    dependencies = [("surveys", "0002_results")]

    operations = [FixedOnce(table="surveys_questionnaire", column="published_at")]
