"""Share groups (KIP-932): records of a partition handed out one by one to whoever asks."""
