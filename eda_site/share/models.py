"""A moment that somebody made a link to. It needs no room: it holds all that one is made of."""

from django.db import models
from django.utils import timezone


class Moment(models.Model):
    code = models.CharField(max_length=12, unique=True)
    document = models.TextField(help_text="the parcel, as JSON")
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.code
