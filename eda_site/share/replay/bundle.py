"""The stage's own modules and styles, put into one file: an import map names each module's text."""

import base64
import functools
import posixpath
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from eda_site.web.joined import JOINED
from eda_site.web.static import imports_of, without_comments

ENTRY = "js/ui/share/replay.js"
_DYNAMIC = re.compile(r"""\bimport\(\s*["'](\.[^"']+)["']\s*\)""")
_STATIC = re.compile(
    r"""^(\s*(?:import|export)\b(?:[^;'"()]*?\bfrom)?\s*)["'](\.[^"']+)["']""", re.MULTILINE
)
_SHARED = ("css/base.css", "css/stage/first.css", "css/stage/last.css", "css/replay.css")
_TOWN = "css/stage/town/all.css"


def modules(entry: str = ENTRY) -> dict[str, str]:
    """Every module that the entry needs, at once or later: name -> source without relative paths."""
    return dict(_modules(entry)) if not settings.DEBUG else _walk(entry)


@functools.lru_cache(maxsize=4)
def _modules(entry: str) -> tuple[tuple[str, str], ...]:
    return tuple(_walk(entry).items())


def _walk(entry: str) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        source = without_comments(_text(name))
        targets = [*imports_of(source), *_DYNAMIC.findall(source)]
        waiting += [_absolute(name, target) for target in targets]
        found[name] = _named(name, source)
    return dict(sorted(found.items()))


def _absolute(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def _named(name: str, source: str) -> str:
    """The source with every relative import as a name of the map."""
    source = _STATIC.sub(lambda m: f'{m[1]}"{_absolute(name, m[2])}"', source)
    return _DYNAMIC.sub(lambda m: f'import("{_absolute(name, m[1])}")', source)


def import_map(entry: str = ENTRY) -> dict[str, dict[str, str]]:
    """What a browser needs to find all modules inside the page itself."""
    return {
        "imports": {
            name: f"data:text/javascript;base64,{base64.b64encode(text.encode()).decode()}"
            for name, text in modules(entry).items()
        }
    }


def styles(family: str) -> str:
    """All styles of a stage of this family, as one text."""
    first, stage, last, own = _SHARED
    whole = [first, stage, *([] if family == "kafka" else [_TOWN]), last, own]
    parts = [part for name in whole for part in JOINED.get(name, (name,))]
    return "\n".join(without_comments(_text(part)) for part in parts)


def _text(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(f"{name} is no static file")
    return Path(path).read_text(encoding="utf-8")
