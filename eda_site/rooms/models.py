"""What of a room survives a killed server: scenario, seed and command log per timeline.

Everything else is computed from these. Only `services` writes, only in the writer's thread.
"""

from django.db import models
from django.utils import timezone


class Room(models.Model):
    """One run and where it stands; `timeline` is the number of the one that is shown."""

    code = models.CharField(max_length=12, unique=True)
    slug = models.CharField(max_length=64)
    scenario = models.TextField(help_text="the scenario as JSON, as it was when the room began")
    engine = models.CharField(max_length=32)
    seed = models.BigIntegerField()
    preset = models.CharField(max_length=32)
    owner_hash = models.CharField(max_length=64, help_text="sha256 of the owner's key")
    owner_role = models.CharField(max_length=16, default="owner")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)
    runs_on = models.BooleanField(default=False, help_text="goes on without viewers")
    shown_at_us = models.BigIntegerField(default=0)
    shown_seq = models.BigIntegerField(
        null=True, help_text="the newest event shown, when more was due at that very moment"
    )
    stop_at_us = models.BigIntegerField(null=True, help_text="where the step under way ends")
    playing = models.BooleanField(default=True)
    speed_permille = models.IntegerField(default=1000)
    timeline = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.code


class Timeline(models.Model):
    """One course of events: the first `fork_n` commands of its parent, then its own."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="timelines")
    n = models.IntegerField()
    parent = models.IntegerField(null=True)
    fork_at_us = models.BigIntegerField(default=0)
    fork_n = models.IntegerField(default=0)
    seed = models.BigIntegerField()
    preset = models.CharField(max_length=32)
    head_at_us = models.BigIntegerField(default=0, help_text="how far it was ever shown")
    name = models.CharField(max_length=60, default="", blank=True)
    one_change = models.BooleanField(default=False, help_text="takes one change and no second")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "n"], name="timeline_once")]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.n}"


class Bookmark(models.Model):
    """A named moment of one of a room's runs, kept for those who drive it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="bookmarks")
    n = models.IntegerField()
    timeline = models.IntegerField()
    at_us = models.BigIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "n"], name="bookmark_once")]

    def __str__(self) -> str:
        return self.name


class Done(models.Model):
    """An intent that was carried out and is no command: sent again, it gets its answer again."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="done")
    actor = models.CharField(max_length=64)
    intent_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "actor", "intent_id"], name="done_once")
        ]

    def __str__(self) -> str:
        return f"{self.actor}/{self.intent_id}"


class Snapshot(models.Model):
    """A moment of one of a room's runs. A cache: any of them may be deleted at any time."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="snapshots")
    key = models.CharField(max_length=64, help_text="what defines the run up to here")
    n = models.IntegerField(help_text="commands that it has had")
    at_us = models.BigIntegerField()
    seq = models.BigIntegerField()
    lines = models.BinaryField()
    pages = models.BinaryField(help_text="the numbers of the pages that the lines name")

    def __str__(self) -> str:
        return f"{self.room_id}@{self.at_us}"


class Page(models.Model):
    """A part of a run that no longer changes; a room's snapshots share them."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="pages")
    number = models.IntegerField()
    items = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.number}"


class Command(models.Model):
    """One line that somebody gave; `n` counts the timeline's whole log, inherited part included."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="commands")
    timeline = models.IntegerField()
    n = models.IntegerField()
    at_us = models.BigIntegerField()
    text = models.TextField()
    actor = models.CharField(max_length=64)
    intent_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "timeline", "n"], name="command_once"),
            models.UniqueConstraint(fields=["room", "actor", "intent_id"], name="intent_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Crowd(models.Model):
    """What a room has set for its people; a room without a row has set nothing yet."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="crowd")
    code = models.CharField(max_length=12, unique=True, help_text="lets people in; may be renewed")
    locked = models.BooleanField(default=False)
    frozen = models.BooleanField(default=False)
    students_act = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class Seat(models.Model):
    """A role that the room itself remembers; `actor` says nothing about a person."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="seats")
    actor = models.CharField(max_length=64)
    role = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "actor"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.role}"


class Pass(models.Model):
    """A one-time link to a role; the row goes when somebody has taken it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="passes")
    key_hash = models.CharField(max_length=64)
    role = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "key_hash"], name="pass_once")]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.role}"
