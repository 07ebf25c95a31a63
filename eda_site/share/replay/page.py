"""The file itself: a page that plays its branches offline, with every word it needs."""

import json
from collections.abc import Generator, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from broker_core import ENGINE_VERSION
from eda_site.share.parcel import Parcel
from eda_site.share.replay.bundle import ENTRY, import_map, styles
from eda_site.share.replay.record import Branch, record_steps
from eda_site.share.summary import rows_of
from eda_site.vocabulary.catalogue import catalogue, part_of


def replay_steps(
    parcels: Sequence[tuple[str, Parcel]], lang: str = "en"
) -> Generator[None, None, str]:
    """The page of these branches (name, run), in slices. Raises Unfit."""
    branches = yield from record_steps(parcels)
    first = parcels[0][1]
    context = {
        "title": first.title,
        "family": first.family,
        "seed": first.seed,
        "engine": ENGINE_VERSION,
        "branches": branches,
        "table": table_of(branches),
        "styles": mark_safe(styles(first.family)),
        "import_map": inline(import_map()),
        "entry": ENTRY,
        "words": inline(_words(first.family, lang, "stage")),
        "more": inline(_words(first.family, lang, "more")),
        "runs": inline([{"name": b.name, "messages": b.messages} for b in branches]),
    }
    yield
    return render_to_string("share/replay.html", context)


def table_of(branches: Sequence[Branch]) -> list[tuple[Any, list[int]]]:
    """What each branch came to, as rows of a table: (name, one number for each branch)."""
    columns = [dict(rows_of(branch.summary)) for branch in branches]
    names = list(dict.fromkeys(name for column in columns for name in column))
    return [(name, [column.get(name, 0) for column in columns]) for name in names]


def inline(data: Any) -> str:
    """Data as JSON that cannot end the element it stands in, nor begin another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)


def _words(family: str, lang: str, part: str) -> Any:
    return json.loads(catalogue(lang).files[part_of(family, part)].body)


def as_written() -> str:
    """The name of a run to which nobody has given a command."""
    return _("As the scene is written")
