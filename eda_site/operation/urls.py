from django.urls import path

from eda_site.operation import views

app_name = "operation"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("ready/", views.ready, name="ready"),
    path("metrics/", views.prometheus, name="metrics"),
]
