from django.urls import path, re_path

from eda_site.rooms.consumers import RoomConsumer
from eda_site.rooms.probe import probe

websocket_urlpatterns = [
    path("ws/probe/", probe),  # type: ignore[arg-type]  # an ASGI application, no view
    path("ws/demo/", RoomConsumer.as_asgi(), {"code": "demo"}),
    re_path(r"^ws/r/(?P<code>[^/]{1,64})/$", RoomConsumer.as_asgi()),
]
