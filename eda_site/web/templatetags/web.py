from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from eda_site.web.static import module_graph

register = template.Library()


@register.simple_tag
def module_preloads(entry: str) -> SafeString:
    """`<link rel="modulepreload">` for a module and all that it imports, so that one round trip fetches all."""
    links = ((static(name),) for name in module_graph(entry))
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', links)
