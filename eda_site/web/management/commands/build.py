from typing import Any

from django.core.management.base import BaseCommand

from eda_site.web.build import build


class Command(BaseCommand):
    help = "Collect and compress static files and compile messages, each only when stale."

    def handle(self, *args: Any, **options: Any) -> None:
        build()
