"""How long the properties look: the same examples in CI, new ones elsewhere with the failing one
printed. SOAK_SECONDS=600 ./test tests/core/properties/test_soak.py looks for longer."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "eventarium",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("eventarium")
