from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_respite_and_holidays")]

    operations = []
