"""Which files of the vault belong to a case, and to which side of it."""

from __future__ import annotations

from uuid import UUID

from plejebro.decisions.models import DecisionCase, Evidence, StatementFile
from plejebro.documents.models import Document


def paper_of(case: DecisionCase, document_id: UUID) -> Document | None:
    """A file of the case: evidence, or of a statement the family has given."""
    row = Evidence.objects.filter(case_id=case.pk, document__public_id=document_id).select_related("document").first()
    return row.document if row else given_of(case, document_id)


def given_of(case: DecisionCase, document_id: UUID) -> Document | None:
    """A file the family itself has given with a statement; drafts are not among them."""
    rows = StatementFile.objects.filter(statement__case_id=case.pk, document__public_id=document_id)
    row = rows.select_related("document").first()
    return row.document if row else None
