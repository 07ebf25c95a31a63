from django.urls import path

from eda_site.rooms import asked, filters, views

app_name = "rooms"
urlpatterns = [
    path("scenes/<slug:slug>/start/", views.start, name="start"),
    path("demo/take/", views.demo_take, name="demo_take"),
    path("explain/", filters.explain_filter, name="explain"),
    path("join/", views.join, name="join"),
    path("r/<str:code>/", views.room, name="room"),
    path("r/<str:code>/settings/<str:preset>/", asked.settings, name="settings"),
    path("r/<str:code>/why/<int:timeline>/<int:seq>/", asked.why, name="why"),
    path("r/<str:code>/recover/<str:token>/", views.recover, name="recover"),
]
