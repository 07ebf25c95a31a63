"""From Kafka's properties files to this engine's settings, and back."""
