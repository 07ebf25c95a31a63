from django import template
from django.utils.translation import get_language

from eda_site.vocabulary.catalogue import DEFAULT, catalogue_url, part_of

register = template.Library()


@register.simple_tag
def stage_catalogue_url(family: str = "kafka") -> str:
    """Where the page's scripts find their words: `<meta name="stage-catalogue" content="…">`."""
    return catalogue_url(get_language() or DEFAULT, part_of(family))


@register.simple_tag
def more_catalogue_url(family: str = "kafka") -> str:
    """Where they find what is needed only when somebody asks: `<meta name="more-catalogue" …>`."""
    return catalogue_url(get_language() or DEFAULT, part_of(family, "more"))


@register.filter
def clock(at_us: int) -> str:
    """Virtual time as on the room's clock: 00:08.004."""
    ms = int(at_us) // 1_000
    return f"{ms // 60_000:02}:{ms // 1_000 % 60:02}.{ms % 1_000:03}"
