"""What has to be known before Django reads its settings."""

import os
from collections.abc import MutableMapping, Sequence


def prepare_environment(
    argv: Sequence[str], environment: MutableMapping[str, str] = os.environ
) -> None:
    """`manage.py serve` speaks plain http, so it turns the HTTPS settings off; `--lan` opens the network.

    `EVENTARIUM_PLAIN_HTTP=0` keeps them on, for a proxy that adds TLS.
    """
    if len(argv) > 1 and argv[1] == "serve":
        environment.setdefault("EVENTARIUM_PLAIN_HTTP", "1")
        if "--lan" in argv[2:]:
            environment["EVENTARIUM_LAN"] = "1"
