"""What a leader's home counts of each employee stands in the index: no row of the table is read for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="enquiry", name="enquiry_of_addressee"),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                fields=["addressee", "status", "shared", "waiting_since", "clock"], name="enquiry_of_addressee"
            ),
        ),
    ]
