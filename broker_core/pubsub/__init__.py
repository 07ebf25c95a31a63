"""Publish and subscribe: brokers that push, queues that park, logs that are read."""
