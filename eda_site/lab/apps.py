import atexit

from django.apps import AppConfig


class Lab(AppConfig):
    name = "eda_site.lab"

    def ready(self) -> None:
        """Workers end with the server."""
        from eda_site.lab.jobs import jobs

        atexit.register(jobs.close)
