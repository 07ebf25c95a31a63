"""The one ASGI application: pages by Django, sockets and streams by the rooms. Any server can run it."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eda_site.settings")
django_application = get_asgi_application()  # first: it loads the apps that the routes import

from eda_site.operation.farewell import Stoppable, lifespan  # noqa: E402
from eda_site.rooms.streams import Streams  # noqa: E402
from eda_site.routing import websocket_urlpatterns  # noqa: E402

sockets = Stoppable(AllowedHostsOriginValidator(URLRouter(websocket_urlpatterns)))
application = ProtocolTypeRouter(
    {
        "http": Streams(django_application, sockets),
        "websocket": sockets,
        "lifespan": lifespan,
    }
)
