"""One set of components: the pages use them, the gallery shows them, and nobody draws one by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
COTTON = ROOT / "plejebro" / "ui" / "templates" / "cotton"
GALLERY = ROOT / "plejebro" / "web" / "templates" / "web" / "gallery.html"
FORMS = ROOT / "plejebro" / "ui" / "templates" / "forms"
COMPONENTS = sorted(path.stem for path in COTTON.glob("*.html"))
TAG = re.compile(r"<c-([a-z-]+)")
# The class a component's outermost element has; `tiles` and the like stand in a list the page opens itself.
OWN_CLASS = {
    "card": "card",
    "chip": "chip",
    "choice": "choice",
    "clock": "clock",
    "crumbs": "crumbs",
    "empty": "empty",
    "error_summary": "error-summary",
    "fold": "fold",
    "message": "bubble",
    "notice": "notice",
    "page_header": "page-head",
    "pagination": "pages",
    "person": "avatar",
    "tiles": "tile",
    "timeline_entry": "entry",
}


def templates() -> Iterator[Path]:
    """Every page and part of one, but neither the components nor the gallery."""
    for folder in sorted((ROOT / "plejebro").glob("*/templates")):
        for path in sorted(folder.rglob("*.html")):
            if path.parent != COTTON and path != GALLERY:
                yield path


def named_in(path: Path) -> set[str]:
    """The components a template uses."""
    return {name.replace("-", "_") for name in TAG.findall(path.read_text())} - {"slot", "vars"}


@cache
def in_use() -> set[str]:
    """The components some page uses, itself or by way of another component that is in use."""
    found = set().union(*(named_in(path) for path in templates()))
    while more := set().union(*(named_in(COTTON / f"{name}.html") for name in found)) - found:
        found |= more
    return found


def test_every_component_that_is_used_exists() -> None:
    everywhere = [*templates(), GALLERY, *COTTON.glob("*.html")]
    assert set().union(*(named_in(path) for path in everywhere)) - set(COMPONENTS) == set()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_used_by_a_page(name: str) -> None:
    assert name in in_use(), f"no page uses <c-{name.replace('_', '-')}>: delete it"


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_stands_in_the_gallery(name: str) -> None:
    # A form draws its own fields with components: the sample form brings those.
    forms = set().union(*(named_in(path) for path in FORMS.glob("*.html")))
    assert name in named_in(GALLERY) | forms, f"the gallery leaves out <c-{name.replace('_', '-')}>"


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_what_it_takes(name: str) -> None:
    """Each variable stands in <c-vars>, and nothing else does; a component sees nothing of the page around it."""
    text = (COTTON / f"{name}.html").read_text()
    found = re.search(r"<c-vars ([^>]*)/>", text)
    assert found, "declare its variables with <c-vars>"
    declared = {word.split("=")[0].lstrip(":") for word in re.sub(r'="[^"]*"', "=", found[1]).split()}
    body = re.sub(r"{#.*?#}", "", text).replace(found[0], "")
    unused = {word for word in declared if not re.search(rf"{{[{{%][^}}]*\b{word}\b", body)}
    assert not unused, f"declared and not used: {sorted(unused)}"


def test_nobody_draws_a_component_by_hand() -> None:
    wrong = []
    for path in templates():
        if path.parent == FORMS:
            continue
        for attribute in re.findall(r'class="([^"]*)"', path.read_text()):
            words = set(re.sub(r"{[{%].*?[%}]}", " ", attribute).split())
            wrong += [f"{path.name}: {name}" for name, own in OWN_CLASS.items() if own in words]
    assert wrong == []


@pytest.mark.django_db
def test_the_gallery_shows_them_all() -> None:
    """Rendered, so that a component that fails with what the gallery gives it fails here."""
    page = Client().get("/komponenter/").content.decode()
    for own in OWN_CLASS.values():
        assert re.search(rf'class="(?:[^"]* )?{own}[ "]', page), own
    assert "<c-" not in page


def test_every_icon_that_is_named_exists_and_every_icon_is_named() -> None:
    from plejebro.ui.templatetags.dansk import _ICONS

    named: set[str] = set()
    for path in (ROOT / "plejebro").glob("*/templates/**/*.html"):
        text = path.read_text()
        named |= set(re.findall(r'{% icon "(\w+)" %}', text)) | set(re.findall(r'<c-[^>]*\bicon="(\w+)"', text))
    for path in (ROOT / "plejebro").rglob("*.py"):
        named |= set(re.findall(r'\bChip\((?:.|\n)*?"(\w+)"\)', path.read_text()))
    assert named - set(_ICONS) == set(), "icons that do not exist"
    assert set(_ICONS) - named == set(), "icons nobody uses"


def test_every_file_the_stylesheet_names_is_built_and_no_other_icon() -> None:
    build = ROOT / "plejebro" / "ui" / "assets" / "build"
    named = set(re.findall(r"url\([\"']?((?:img|fonts)/[^\"')]+)", (build / "plejebro.css").read_text()))
    built = {str(path.relative_to(build)) for folder in ("img", "fonts") for path in (build / folder).rglob("*.*")}
    assert named - built == set()
    assert {name for name in built - named if name.startswith("img/")} == set()
