"""Which socket leads where. An unknown path is refused with a close, not with a traceback."""

from typing import Any

from django.urls import re_path

from eda_site.rooms.routing import websocket_urlpatterns as rooms


async def refuse(scope: Any, receive: Any, send: Any) -> None:
    """Close a socket that nobody serves (before it is accepted, so the browser sees a 403)."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


websocket_urlpatterns = [
    *rooms,
    re_path("", refuse),  # type: ignore[arg-type]  # an ASGI application, no view
]
