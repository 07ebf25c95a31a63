"""Which socket leads where. An unknown path is refused with a close, not with a traceback."""

from importlib.util import find_spec
from typing import Any

from django.urls import re_path


async def refuse(scope: Any, receive: Any, send: Any) -> None:
    """Close a socket that nobody serves (before it is accepted, so the browser sees a 403)."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


websocket_urlpatterns: list[Any] = []
if find_spec("eda_site.rooms") and find_spec("eda_site.rooms.routing"):
    from eda_site.rooms.routing import websocket_urlpatterns as rooms

    websocket_urlpatterns += rooms
websocket_urlpatterns.append(re_path("", refuse))  # type: ignore[arg-type]  # an ASGI application, no view
