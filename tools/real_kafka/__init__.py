"""Drives a real Apache Kafka on this machine, to check what the engine takes for true."""
