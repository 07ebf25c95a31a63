"""What one address may do: wrong codes, new rooms, open sockets. In memory only, and not much of it.

Views run in threads, sockets in the loop, so everything here is locked.
"""

import ipaddress
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from eda_site.rooms.bucket import Bucket
from eda_site.rooms.limits import limits


def address_of(peer: str | None, forwarded: str | None) -> str:
    """What counts as one address: the peer's, or behind our own proxy the last one it names.

    The proxy adds the address it sees at the end; what stands before that a visitor may invent. Of an
    IPv6 address the network (/64) counts, since each machine may choose among all in it.
    """
    text = peer or ""
    if forwarded and getattr(settings, "BEHIND_PROXY", False):
        text = forwarded.rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text[:64]
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def address_of_request(request: Any) -> str:
    return address_of(request.META.get("REMOTE_ADDR"), request.META.get("HTTP_X_FORWARDED_FOR"))


def address_of_scope(scope: Mapping[str, Any]) -> str:
    """The address of a socket."""
    peer = scope.get("client")
    found = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    forwarded = ",".join(value.decode("latin-1") for value in found)
    return address_of(peer[0] if peer else None, forwarded)


class Buckets:
    """One bucket for each of the addresses seen last."""

    def __init__(self, per_minute: Callable[[], int]) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def of(self, address: str) -> Bucket:
        bucket = self._buckets.get(address)
        if bucket is None:
            per_minute = self._per_minute()
            bucket = Bucket(per_minute, per_minute / 60, time.monotonic())
            self._buckets[address] = bucket
            if len(self._buckets) > limits().addresses_kept:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(address)
        return bucket

    def __len__(self) -> int:
        return len(self._buckets)


class Guard:
    """Right codes cost nothing. When all addresses together guess too much, only those that have not
    guessed lately still get in, so that many addresses help an attacker no further than one try each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget everybody."""
        self._guesses = Buckets(lambda: limits().joins_per_minute)
        self._starts = Buckets(lambda: limits().starts_per_minute)
        per_minute = limits().joins_per_minute_all
        self._all = Bucket(per_minute, per_minute / 60, time.monotonic())
        self._sockets: Counter[str] = Counter()

    def may_try(self, address: str) -> bool:
        """Whether an address may try a code now."""
        with self._lock:
            now_s = time.monotonic()
            own = self._guesses.of(address)
            if not own.has(now_s):
                return False
            return self._all.has(now_s) or own.is_full(now_s)

    def missed(self, address: str) -> None:
        """An address has tried a code that leads nowhere."""
        with self._lock:
            now_s = time.monotonic()
            self._guesses.of(address).take(now_s)
            self._all.take(now_s)

    def may_start(self, address: str) -> bool:
        """Count a new room; False when an address makes too many."""
        with self._lock:
            return self._starts.of(address).take(time.monotonic())

    def socket_opened(self, address: str) -> bool:
        """Count a socket; False, and not counted, when an address has too many."""
        with self._lock:
            if self._sockets[address] >= limits().sockets_per_address:
                return False
            self._sockets[address] += 1
            return True

    def socket_closed(self, address: str) -> None:
        with self._lock:
            self._sockets[address] -= 1
            if self._sockets[address] <= 0:
                del self._sockets[address]


guard = Guard()
