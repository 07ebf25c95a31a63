"""Every text that a template can end in, and every field that decides in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from eda_site.vocabulary.examples import sample

__all__ = ["choices", "endings", "sample"]


def endings(template: Any) -> Iterator[str]:
    """Every text that a template can choose."""
    if not isinstance(template, Mapping):
        yield template
        return
    for value, part in template.items():
        if value != "by":
            yield from endings(part)


def choices(template: Any) -> Iterator[str]:
    """Every field that decides in a template."""
    if isinstance(template, Mapping):
        yield template["by"]
        for value, part in template.items():
            if value != "by":
                yield from choices(part)
