from django.urls import path

from eda_site.lab import views

app_name = "lab"
urlpatterns = [
    path("lab/", views.index, name="index"),
    path("lab/sweep/", views.sweep, name="sweep"),
    path("lab/experiments/<slug:name>/", views.experiment, name="experiment"),
    path("lab/experiments/<slug:name>/run/", views.experiment_run, name="experiment_run"),
    path("lab/results/<str:job_id>/", views.result, name="result"),
    path("lab/results/<str:job_id>/cancel/", views.cancel, name="cancel"),
    path("lab/results/<str:job_id>/table.csv", views.table, name="table"),
]
