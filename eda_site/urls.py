from django.urls import include, path

from eda_site.web import sheets

urlpatterns = [
    path("styles/<str:name>-<slug:digest>.css", sheets.serve, name="sheet"),
    path("", include("eda_site.pages.urls")),
    path("", include("eda_site.rooms.urls")),
    path("", include("eda_site.vocabulary.urls")),
]
