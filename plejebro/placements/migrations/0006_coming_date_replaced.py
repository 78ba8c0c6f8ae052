import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A corrected date is a new row in the place of the old one."""

    dependencies = [("placements", "0005_only_own_record_continues")]

    operations = [
        migrations.AddField(
            model_name="comingdate",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="placements.comingdate",
            ),
        ),
    ]
