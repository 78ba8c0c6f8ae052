"""The list of enquiries: whose turn, sorted, searched, a page at a time; and the same as rows for a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.enquiries.enums import Status
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.rows import EnquiryRow, built, for_rows, most_urgent_first, side_of, turn_is
from plejebro.enquiries.rules import other
from plejebro.wordindex.queries import having

PAGE_SIZE: Final = 25
# A file of more rows than this is not read by anybody; the filters are there to make it smaller.
MOST_EXPORTED: Final = 5_000

FILTERS: Final = {
    "haster": "Det haster mest",
    "os": "Venter på os",
    "dem": "Venter på den anden side",
    "afsluttede": "Afsluttede",
    "alle": "Alle",
}
SORTS: Final = {
    "frist": "Svarfrist",
    "ventet": "Har ventet længst",
    "nyeste": "Nyeste først",
    "aeldste": "Ældste først",
}


@dataclass(frozen=True)
class ListQuery:
    """What the reader asked for; unknown values have become the first choice. `mine`: only what lies with the reader."""

    which: str = "haster"
    sort: str = "frist"
    text: str = ""
    mine: bool = False
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader has searched, so that an empty list says something else."""
        return bool(self.text) or self.mine

    def address(self, **changes: str | int | bool) -> str:
        """The query string for this list with `changes`, for links; a change of anything goes back to page 1."""
        wanted = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        parts = {"vis": wanted.which, "sorter": wanted.sort, "q": wanted.text, "mine": "1" if wanted.mine else ""}
        if wanted.page > 1:
            parts["side"] = str(wanted.page)
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    @property
    def rest(self) -> str:
        """The query string of the list without the page's number, to put that after."""
        return self.address().removeprefix("?") + "&"


@dataclass(frozen=True)
class Choice:
    """One filter or sort order as the page offers it."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class ListPage:
    """A page of the list with everything around it; addresses are query strings."""

    query: ListQuery
    rows: list[EnquiryRow]
    total: int
    page: int
    pages: int
    filters: list[Choice]
    sorts: list[tuple[str, str, bool]]
    is_family: bool
    can_choose_mine: bool
    shows_child: bool


def list_page(viewer: Viewer, query: ListQuery) -> ListPage:
    """One page of what the viewer may read. Three queries whatever the amount of data."""
    paginator = Paginator(_sorted(_found(viewer, query), query.sort), PAGE_SIZE)
    page = paginator.get_page(query.page)
    return ListPage(
        query=query,
        rows=built(page.object_list, viewer),
        total=paginator.count,
        page=page.number,
        pages=paginator.num_pages,
        filters=[
            Choice(_filter_label(key, label, viewer), query.address(which=key), key == query.which)
            for key, label in FILTERS.items()
        ],
        sorts=[(key, label, key == query.sort) for key, label in SORTS.items()],
        is_family=viewer.is_family,
        can_choose_mine=viewer.employment_id is not None,
        shows_child=True,
    )


def all_rows(viewer: Viewer, query: ListQuery) -> list[EnquiryRow]:
    """Every row of the list, for a file; at most `MOST_EXPORTED`."""
    return built(_sorted(_found(viewer, query), query.sort)[:MOST_EXPORTED], viewer)


def _filter_label(key: str, label: str, viewer: Viewer) -> str:
    if key != "dem":
        return label
    return "Venter på kommunen" if viewer.is_family else "Venter på familien"


def _found(viewer: Viewer, query: ListQuery) -> QuerySet[Enquiry]:
    enquiries = for_rows(scope(viewer, Enquiry, Permission.ENQUIRY_READ), viewer)
    enquiries = enquiries.filter(_WHICH[query.which](viewer))
    if query.mine and viewer.employment_id is not None:
        enquiries = enquiries.filter(addressee_id=viewer.employment_id)
    return _having(enquiries, query.text) if query.text else enquiries


_WHICH: Final[dict[str, Callable[[Viewer], Q]]] = {
    "haster": lambda viewer: ~Q(status=Status.CLOSED),
    "os": lambda viewer: turn_is(side_of(viewer)),
    "dem": lambda viewer: turn_is(other(side_of(viewer))),
    "afsluttede": lambda viewer: Q(status=Status.CLOSED),
    "alle": lambda viewer: Q(),
}


def _having(enquiries: QuerySet[Enquiry], text: str) -> QuerySet[Enquiry]:
    words, child = having("enquiry", text), having("placement", text, "placement_id")
    if words is None or child is None:
        return enquiries.none()
    # A protected child is not found by name by somebody who is not shown the name: the hit alone would tell.
    return enquiries.filter(words | (child & (Q(name_protected=False) | Q(knows_name=True))))


def _sorted(enquiries: QuerySet[Enquiry], sort: str) -> QuerySet[Enquiry]:
    if sort == "ventet":
        return enquiries.order_by("waiting_since", "pk")
    if sort == "nyeste":
        return enquiries.order_by(F("sent_at").desc(), "-pk")
    if sort == "aeldste":
        return enquiries.order_by("sent_at", "pk")
    return most_urgent_first(enquiries)
