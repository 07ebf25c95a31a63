"""Writes and reads of moments. Only the writer's thread calls what writes."""

from django.utils import timezone

from eda_site.rooms import tokens
from eda_site.rooms.limits import limits
from eda_site.share.models import Moment

CODE_LENGTH = 8


def new_code() -> str:
    """Long enough that nobody finds another one's by guessing."""
    return (tokens.new_code() + tokens.new_code())[:CODE_LENGTH]


def moment_create(code: str, document: str) -> str:
    """Keep a moment. When there are too many, those that nobody has opened for longest go."""
    Moment.objects.create(code=code, document=document)
    surplus = Moment.objects.count() - limits().moments
    if surplus > 0:
        oldest = Moment.objects.order_by("used_at").values_list("pk", flat=True)[:surplus]
        Moment.objects.filter(pk__in=list(oldest)).delete()
    return code


def moment_touch(code: str) -> None:
    Moment.objects.filter(code=code).update(used_at=timezone.now())


def moment_of(code: str) -> str | None:
    """The document under a code; None when there is none."""
    if len(code) != CODE_LENGTH or not set(code) <= set(tokens.ALPHABET):
        return None
    return Moment.objects.filter(code=code).values_list("document", flat=True).first()
