from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from eda_site.web.build import compile_messages
from eda_site.web.messages import update, write_pseudo


class Command(BaseCommand):
    help = (
        "Update the catalogues of the languages named (manage.py messages de fr), and compile all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("languages", nargs="*", help="codes such as de or pt-br")

    def handle(self, *args: Any, languages: list[str], **options: Any) -> None:
        write_pseudo()
        for language in languages:
            self.stdout.write(f"Updated {update(language)}")
        compile_messages()
