import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A family's own record ends by a reference to the municipality's placement of the same child."""

    dependencies = [("placements", "0003_leader_counts_from_index")]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="continued_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="own_records",
                to="placements.placement",
                verbose_name="fortsætter i",
            ),
        ),
        migrations.AlterField(
            model_name="placement",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("return_home", "Hjemgivelse"),
                    ("other_place", "Ændret anbringelsessted"),
                    ("came_of_age", "Barnet fyldte 18"),
                    ("mistake", "Oprettet ved en fejl"),
                    ("other", "Andet"),
                    ("joined", "Samlet med kommunens anbringelse"),
                ],
                max_length=12,
                verbose_name="hvorfor ophørt",
            ),
        ),
    ]
