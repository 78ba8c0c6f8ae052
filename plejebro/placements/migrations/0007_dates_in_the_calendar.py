from django.db import migrations


class Migration(migrations.Migration):
    """The dates to come stand in the calendar, where `agenda` 0007 has put them."""

    dependencies = [("placements", "0006_coming_date_replaced"), ("agenda", "0007_coming_dates")]

    operations = [migrations.DeleteModel("ComingDate")]
