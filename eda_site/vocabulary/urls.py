from django.urls import path

from eda_site.vocabulary import views
from eda_site.vocabulary.catalogue import PARTS

app_name = "vocabulary"
urlpatterns = [
    path("glossary/", views.glossary, name="glossary"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<slug:slug>.json", views.gallery_moment, name="gallery_moment"),
    *(
        path(f"vocabulary/{part}-<str:lang>-<slug:digest>.json", views.words, {"part": part}, part)
        for part in PARTS
    ),
]
