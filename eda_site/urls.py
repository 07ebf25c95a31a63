from django.urls import include, path

urlpatterns = [
    path("", include("eda_site.pages.urls")),
    path("", include("eda_site.rooms.urls")),
    path("", include("eda_site.lab.urls")),
    path("", include("eda_site.share.urls")),
    path("", include("eda_site.vocabulary.urls")),
    path("", include("eda_site.operation.urls")),
]
