from django.apps import AppConfig


class ShareConfig(AppConfig):
    """Keeps links to moments; everything else is computed when somebody asks."""

    name = "eda_site.share"
    label = "share"
