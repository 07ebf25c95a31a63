"""What every template may ask for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from eda_site import __version__
from eda_site.web.lan import is_loopback

THEMES = {
    "auto": _("Automatic"),
    "light": _("Light"),
    "dark": _("Dark"),
    "projector": _("Projector"),
}
THEME_COOKIE = "theme"


def theme_of(request: HttpRequest) -> str:
    """The theme the visitor chose; known before the first byte, so that no page flashes in another one."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def is_exposed(request: HttpRequest) -> bool:
    """True when what this visitor types can be read on the network."""
    return settings.PLAIN_HTTP and (settings.LAN or not is_loopback(request.get_host()))


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "version": __version__,
        "theme": theme_of(request),
        "themes": THEMES,
        "exposed": is_exposed(request),
    }
