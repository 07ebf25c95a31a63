from importlib.util import find_spec
from typing import Any

from django.urls import include, path

urlpatterns: list[Any] = [path("", include("eda_site.pages.urls"))]
for app in ("rooms", "vocabulary"):
    if find_spec(f"eda_site.{app}") and find_spec(f"eda_site.{app}.urls"):
        urlpatterns.append(path("", include(f"eda_site.{app}.urls")))
