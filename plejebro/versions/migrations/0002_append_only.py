"""A version and a yes are never edited, and no two agreed versions of a document hold the same day."""

from typing import ClassVar

from django.db import migrations

from plejebro.db.operations import AppendOnly, NoOverlap


class Migration(migrations.Migration):
    dependencies: ClassVar = [("versions", "0001_initial")]

    operations: ClassVar = [
        AppendOnly("versions_version"),
        AppendOnly("versions_acceptance"),
        NoOverlap(
            "versions_standing",
            "versions_one_agreed_a_day",
            ["document_id"],
            where="{row}state IN ('accepted', 'superseded')",
        ),
    ]
