"""Which other sites may show a frame of this one: nobody, some origins, or everybody."""

import re

from django.core.exceptions import ImproperlyConfigured

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")


def origins(text: str) -> tuple[str, ...]:
    """The origins in "https://a.example https://b.example", or ("*",); empty: nobody.

    >>> origins("https://moodle.example, http://10.0.0.5:8080")
    ('https://moodle.example', 'http://10.0.0.5:8080')
    """
    found = tuple(text.replace(",", " ").lower().split())
    for item in found:
        if item != "*" and not _ORIGIN.fullmatch(item):
            raise ImproperlyConfigured(
                f"EVENTARIUM_EMBED: {item[:60]} is no origin; write https://host, or * for all"
            )
    return found
