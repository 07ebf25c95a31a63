"""How much of everything the lab takes. `settings.EVENTARIUM_LAB` may hold other numbers.

In the environment: EVENTARIUM_LAB="workers=1 runs=100".
"""

import os
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Limits:
    """What reaches one is refused with a sentence, or waits for its turn."""

    workers: int = max(1, min(4, (os.cpu_count() or 2) - 1))
    """Processes at once, for everybody together."""
    jobs_per_address: int = 3
    """Unfinished at once; a school has one address, and its jobs take turns with everybody's."""
    jobs_per_minute: int = 20
    """Begun from one address."""
    jobs: int = 60
    """Unfinished from everywhere."""
    job_s: int = 300
    """Of work: then what is left of a job is not run any more."""
    values: int = 20
    seeds: int = 30
    runs: int = 300
    """Of one sweep: values times seeds."""
    until_s: int = 600
    """Virtual time of one run."""
    events: int = 150_000
    """Of one run."""
    kept: int = 200
    kept_s: int = 3_600
    """How many results stay in memory, and for how long."""


def limits() -> Limits:
    return Limits(**getattr(settings, "EVENTARIUM_LAB", {}))


def parse(text: str) -> dict[str, Any]:
    """The numbers of "name=number name=number". Raises ImproperlyConfigured for what is none."""
    names = [f.name for f in fields(Limits)]
    found: dict[str, Any] = {}
    for part in text.replace(",", " ").split():
        name, _, value = part.partition("=")
        if name not in names:
            raise ImproperlyConfigured(
                f"EVENTARIUM_LAB: {name[:40]} is no limit. Known: {', '.join(sorted(names))}"
            )
        if not value.isdecimal() or not 0 < int(value) < 2**31:
            raise ImproperlyConfigured(f"EVENTARIUM_LAB: {name} is a whole number above 0")
        found[name] = int(value)
    return found
