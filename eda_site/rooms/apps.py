from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """Starts nothing: a room's task begins with its first viewer, inside the loop that serves it."""

    name = "eda_site.rooms"
    label = "rooms"
