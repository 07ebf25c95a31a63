"""The clients of a cluster: producers, consumers and the arithmetic they share."""
