#!/usr/bin/env python3
"""Django's command line. `manage.py serve` is the whole start of the site; `./run` ends in it."""

import os
import sys

from eda_site.web.serving import prepare_environment


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eda_site.settings")
    prepare_environment(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
