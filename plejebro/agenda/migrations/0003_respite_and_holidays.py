from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agenda", "0002_contact_plans")]

    operations = []
