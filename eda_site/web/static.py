"""Static files: hashed names, compressed copies made ahead, served without a thread."""

from __future__ import annotations

import functools
import inspect
import posixpath
import re
from pathlib import Path
from typing import Any

from asgiref.sync import markcoroutinefunction
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

from eda_site.web.joined import JOINED

# `import x from "./a.js";`, `export { y } from "./b.js";`, `import "./c.js";` and no dynamic import.
_IMPORT = re.compile(
    r"""^\s*(?:import|export)\b(?:[^;'"()]*?\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE
)
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_OWN = ("js/", "css/")
_COMMENT_LINES = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*(?!!)(?:(?!\*/).)*\*/[ \t]*)\n", re.DOTALL | re.MULTILINE
)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; imports inside ES modules are rewritten to the hashed names too."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20
    """One for each step of the longest chain of imports."""

    def post_process(self, paths: Any, dry_run: bool = False, **options: Any) -> Any:
        """Puts styles together that travel as one, then goes on as ever."""
        for whole, parts in JOINED.items():
            if not dry_run and all(part in paths for part in parts):
                texts = [self._text(part) for part in parts]
                self.delete(whole)
                self._save(whole, ContentFile("\n".join(texts).encode()))
                paths[whole] = (self, whole)
        return super().post_process(paths, dry_run, **options)

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read().decode())

    def _save(self, name: str, content: Any) -> str:
        if name.startswith(_OWN) and name.endswith((".js", ".css")):
            source = b"".join(content.chunks()).decode()
            content = ContentFile(without_comments(source).encode())
        return str(super()._save(name, content))


def without_comments(source: str) -> str:
    """The same script or style without the comments that stand on lines of their own: the reader of the
    tree needs them, the page does not, and they are a sixth of what would travel.

    Blanks stay: the minifier that was tried took those inside nested template literals too.

    >>> without_comments("// why\\na(); // how\\n/** What it\\n * does. */\\nb();\\n")
    'a(); // how\\nb();\\n'
    """
    return _COMMENT_LINES.sub("", source)


class StaticMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise on the event loop: it is sync, and a thread hop for each file would cost more than the file.

    The files are few and small, so the body is read at once; Django would collect an iterator anyway.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.is_async = inspect.iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if self.is_async:
            return self.__acall__(request)
        return super().__call__(request)

    async def __acall__(self, request: HttpRequest) -> Any:
        path = request.path_info
        static_file = self.find_file(path) if self.autorefresh else self.files.get(path)
        if static_file is None:
            return await self.get_response(request)
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file as file:
                body = file.read()
        response = HttpResponse(body, status=int(found.status))
        del response["content-type"]
        for name, value in found.headers:
            response[name] = value
        return response


def imports_of(source: str) -> list[str]:
    """What an ES module imports, as written, in order.

    >>> imports_of('import { a } from "./a.js";\\nexport * from "../b.js";')
    ['./a.js', '../b.js']
    """
    return _IMPORT.findall(_COMMENT.sub("", source))


def module_graph(entry: str) -> list[str]:
    """Every module that `entry` needs, itself first, breadth first, each once."""
    if settings.DEBUG:
        return _walk(entry)
    return list(_walk_once(entry))


@functools.lru_cache(maxsize=32)
def _walk_once(entry: str) -> tuple[str, ...]:
    return tuple(_walk(entry))


def _walk(entry: str) -> list[str]:
    graph = [entry]
    for name in graph:
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(
                f"{name} is imported by {entry} or by one of its modules, but is no static file"
            )
        for target in imports_of(Path(found).read_text(encoding="utf-8")):
            if not target.startswith("."):
                raise ValueError(
                    f"{name} imports {target!r}: only relative paths get a hashed name"
                )
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if path not in graph:
                graph.append(path)
    return graph
