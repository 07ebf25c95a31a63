"""The ground under every actor: time, chance, order, plain state and a network.

Nothing here knows Kafka. Integers of virtual microseconds, no clock, no thread, no float.
"""
