"""How many placements an employee has today is counted from the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0002_no_overlap")]

    operations = [
        migrations.RemoveIndex(model_name="assignment", name="assignment_of_employee"),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["employment", "task", "starts", "ends"], name="assignment_of_employee"),
        ),
    ]
