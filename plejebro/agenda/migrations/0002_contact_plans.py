from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_entries")]

    operations = []
