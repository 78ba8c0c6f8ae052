"""Reads of enquiries: rows for lists and home pages (see `rows`), the list page and the thread page."""

from __future__ import annotations

from plejebro.enquiries.listing import ListPage, ListQuery, all_rows, list_page
from plejebro.enquiries.rows import Chip, EnquiryRow, open_rows, rows_for
from plejebro.enquiries.thread import ThreadPage, thread_page, thread_rows

__all__ = [
    "Chip",
    "EnquiryRow",
    "ListPage",
    "ListQuery",
    "ThreadPage",
    "all_rows",
    "list_page",
    "open_rows",
    "rows_for",
    "thread_page",
    "thread_rows",
]
