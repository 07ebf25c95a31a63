"""The state of the process for Prometheus. Read when asked for; nothing here slows a room."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from eda_site.operation.pulse import pulse
from eda_site.rooms.hub import hub
from eda_site.rooms.tally import LAG_BOUNDS_S, tally
from eda_site.rooms.writer import writer


class Rooms(Collector):
    """Names begin with `eventarium_`; no label ever holds a code, an address or a person."""

    def collect(self) -> Iterator[Metric]:
        yield from gauges()
        yield from counters()
        yield from by_code()
        yield frame_lag()


def gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"eventarium_{name}", text, value)


def counter(name: str, text: str, value: float) -> Metric:
    return CounterMetricFamily(f"eventarium_{name}", text, value)


def gauges() -> Iterator[Metric]:
    live = hub.all()
    viewers = [viewer for each in live for viewer in each.room.viewers]
    rooms = GaugeMetricFamily("eventarium_rooms", "Rooms in memory", labels=["state"])
    running = sum(each.clock.running for each in live)
    rooms.add_metric(["running"], running)
    rooms.add_metric(["resting"], len(live) - running)
    yield rooms
    yield gauge("viewers", "Sockets and streams that watch a room", len(viewers))
    yield gauge(
        "viewers_stalled", "Viewers that have fallen behind", sum(v.stalled for v in viewers)
    )
    yield gauge(
        "rooms_slow",
        "Rooms whose run is slower than asked",
        sum(each.room.effort.slow_permille is not None for each in live),
    )
    yield gauge("writer_queue", "Pieces of work that wait for storage", writer.waiting)
    yield gauge("intents_waiting", "Intents without an answer", sum(e.door.waiting for e in live))
    yield gauge(
        "loop_lag_seconds", "How late the loop was, at worst, in the last 10 s", pulse.worst_s
    )


def counters() -> Iterator[Metric]:
    yield counter("frames", "Frames made, each once for all viewers of a room", tally.frames)
    yield counter("keyframes", "Keyframes sent", tally.keyframes)
    yield counter("sent_bytes", "Bytes of frames and keyframes sent", tally.sent_bytes)
    yield counter("stalls", "Times that a viewer fell behind", tally.stalls)
    yield counter("engine_seconds", "Time that engines worked", tally.engine_s)
    yield counter("virtual_seconds", "Virtual time that passed", tally.virtual_us / 1e6)
    yield counter(
        "stage_asked_seconds", "Stage time that runs were asked for", tally.asked_us / 1e6
    )
    yield counter("stage_played_seconds", "Stage time that runs have played", tally.played_us / 1e6)


def by_code() -> Iterator[Metric]:
    refusals = CounterMetricFamily("eventarium_refusals", "Intents refused", labels=["code"])
    for code, count in sorted(tally.refusals.items()):
        refusals.add_metric([code], count)
    yield refusals
    dropped = CounterMetricFamily(
        "eventarium_dropped", "Sockets closed by the server", labels=["close_code"]
    )
    for close_code, count in sorted(tally.dropped.items()):
        dropped.add_metric([str(close_code)], count)
    yield dropped


def frame_lag() -> Metric:
    buckets, total = [], 0
    for bound, count in zip((*map(str, LAG_BOUNDS_S), "+Inf"), tally.lags, strict=True):
        total += count
        buckets.append((bound, float(total)))
    return HistogramMetricFamily(
        "eventarium_frame_lag_seconds",
        "How much later than due frames were made",
        buckets=buckets,
        sum_value=tally.lag_s,
    )


registry = CollectorRegistry()
registry.register(Rooms())
for part in (ProcessCollector, PlatformCollector, GCCollector):
    part(registry=registry)


def exposition() -> bytes:
    return generate_latest(registry)
