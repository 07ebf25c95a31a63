from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from eda_site.web.joined import JOINED

register = template.Library()


@register.simple_tag
def joined_style(name: str) -> SafeString:
    """The links to a style sheet of `web.joined`, or, in debug mode, to each of its parts."""
    names = JOINED[name] if settings.DEBUG else (name,)
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(part),) for part in names)
    )
