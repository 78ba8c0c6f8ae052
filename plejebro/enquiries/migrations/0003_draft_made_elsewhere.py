from django.db import migrations, models


class Migration(migrations.Migration):
    """A draft of an enquiry made elsewhere keeps how, when and by whom it was asked."""

    dependencies = [("enquiries", "0002_leader_counts_from_index")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="channel",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="kanal"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="draft",
            name="made_on",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="dato, som den er skrevet"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="draft",
            name="asked_by",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="hvem spurgte"),
            preserve_default=False,
        ),
    ]
