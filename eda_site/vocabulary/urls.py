from django.urls import path

from eda_site.vocabulary import views

app_name = "vocabulary"
urlpatterns = [
    path("glossary/", views.glossary, name="glossary"),
    path("vocabulary/stage-<str:lang>-<slug:digest>.json", views.stage, name="stage"),
]
