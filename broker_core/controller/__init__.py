"""The controller: which broker leads and where the replicas of a new topic stand."""
