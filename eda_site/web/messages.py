"""Texts for translators: taken from templates, Python and the scene library by Babel, without the gettext tools."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SCENE_TEXTS = ("title", "summary")

_PLACEHOLDER = re.compile(r"(%\([^)]*\)[a-z]|%[sd%]|\{[^{}]*\}|<[^<>]*>)")
_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞQŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)


def sources() -> Iterator[tuple[Path, str]]:
    """Every file with texts, as (path, kind)."""
    base = Path(settings.BASE_DIR)
    for path in sorted((base / "eda_site").rglob("*.py")):
        yield path, "python"
    for path in sorted((base / "templates").rglob("*.html")):
        yield path, "template"
    for path in sorted((base / "broker_core" / "scenario" / "library").glob("*.toml")):
        yield path, "scene"


def collect() -> Catalog:
    """All texts of the site in one catalogue."""
    catalog = Catalog(project="Eventarium", charset="utf-8")
    for path, kind in sources():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        text = path.read_text(encoding="utf-8")
        if kind == "scene":
            _add_scene(catalog, name, tomllib.loads(text))
            continue
        if kind == "template":
            # The tokenizer minds indentation, which means nothing in what `templatize` returns.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=name).splitlines())
        for line, message, comments, context in extract(
            "python", io.BytesIO(text.encode()), KEYWORDS
        ):
            catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def _add_scene(catalog: Catalog, name: str, scene: dict[str, Any]) -> None:
    gallery = scene.get("gallery", {})
    texts = [scene.get(key) for key in SCENE_TEXTS]
    texts += [gallery.get("alt"), *(moment["text"] for moment in gallery.get("moments", []))]
    for text in filter(None, texts):
        catalog.add(text, None, [(name, 1)])


def pseudo(text: str) -> str:
    """A text as the made-up language has it: in brackets, accented, 40 % longer; placeholders stay.

    >>> pseudo("Join {room}")
    '[Ĵöîñ {room} ~~~~]'
    """
    parts = _PLACEHOLDER.split(text)
    accented = "".join(part if i % 2 else part.translate(_ACCENTS) for i, part in enumerate(parts))
    return f"[{accented} {'~' * max(1, len(text) * 2 // 5)}]"


def write_pseudo() -> None:
    """Write the made-up language's catalogue under `var/locale`."""
    folder = Path(settings.VAR_DIR) / "locale" / to_locale(settings.PSEUDO_LANGUAGE) / "LC_MESSAGES"
    catalog = collect()
    for message in catalog:
        if not message.id:
            continue
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        translated = [pseudo(str(text)) for text in texts]
        message.string = tuple(translated) if len(texts) > 1 else translated[0]
    _write(catalog, folder / "django.po")


def update(language: str) -> Path:
    """Bring `locale/<language>` up to date with the texts in the tree; what is translated stays."""
    target = Path(settings.BASE_DIR) / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"
    template = collect()
    if target.exists():
        with target.open("rb") as file:
            catalog = read_po(file, locale=to_locale(language))
        catalog.update(template)
    else:
        catalog = template
        catalog.locale = to_locale(language)  # type: ignore[assignment]
        catalog.fuzzy = False
    _write(catalog, target)
    return target


def _write(catalog: Catalog, target: Path) -> None:
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=False, sort_by_file=True, width=100)
    lines = [
        line
        for line in buffer.getvalue().splitlines(keepends=True)
        if not line.startswith(b'"POT-Creation-Date')
    ]
    content = b"".join(lines)
    if target.exists() and target.read_bytes() == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
