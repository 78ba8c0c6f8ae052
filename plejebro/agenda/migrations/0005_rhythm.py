from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agenda", "0004_meetings")]

    operations = []
