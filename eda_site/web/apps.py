from django.contrib.staticfiles.apps import StaticFilesConfig


class Static(StaticFilesConfig):
    """Collects what pages use. htmx's extensions and its beta are left out: nobody loads them, and one of
    them has an import in a comment that hashed names take for a real one."""

    name = "django.contrib.staticfiles"
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx/ext/*",
        "django_htmx/*-4*.js",
        "django_htmx/htmx-2.js",
    ]
