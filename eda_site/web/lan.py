"""The names and addresses under which a classroom reaches this machine."""

import contextlib
import ipaddress
import socket

# Connecting a UDP socket sends nothing; it only asks the system which address it would use.
_PROBES = (
    "192.0.2.1",
    "10.255.255.255",
    "172.31.255.255",
    "192.168.255.255",
)


def addresses() -> list[str]:
    """The machine's own IPv4 addresses, private ones first, without loopback and link-local ones.

    No IPv6: `serve --lan` listens on IPv4, which every classroom's network has.
    """
    found: list[str] = []
    for target in _PROBES:
        with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found.append(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found += [
            str(info[4][0])
            for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        ]
    parsed = (ipaddress.IPv4Address(text) for text in found)
    usable = {a for a in parsed if not (a.is_loopback or a.is_link_local or a.is_unspecified)}
    return [str(a) for a in sorted(usable, key=lambda a: (not a.is_private, int(a)))]


def machine_names() -> list[str]:
    """What a browser on the same network may write as this machine's host."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return list(dict.fromkeys([*addresses(), name, short, f"{short}.local"]))


def is_loopback(host: str) -> bool:
    """True for a host header that can only come from this machine."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    name = name.strip("[]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
