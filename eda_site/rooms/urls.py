from django.urls import path

from eda_site.rooms import asked, compare, filters, measures, moments, views, wall, ways_in

app_name = "rooms"
urlpatterns = [
    path("scenes/<slug:slug>/start/", views.start, name="start"),
    path("demo/take/", views.demo_take, name="demo_take"),
    path("explain/", filters.explain_filter, name="explain"),
    path("join/", ways_in.join, name="join"),
    path("join/<str:code>/", ways_in.join_link, name="join_link"),
    path("r/<str:code>/", views.room, name="room"),
    path("r/<str:code>/project/", wall.project, name="project"),
    path("r/<str:code>/qr.svg", wall.qr, name="qr"),
    path("r/<str:code>/settings/<str:preset>/", asked.settings, name="settings"),
    path("r/<str:code>/why/<int:timeline>/<int:seq>/", asked.why, name="why"),
    path("r/<str:code>/compare/", compare.choose, name="compare_choose"),
    path("r/<str:code>/compare/<int:a>/<int:b>/", compare.compare, name="compare"),
    path("r/<str:code>/compare/<int:a>/<int:b>/stretch/", compare.stretch, name="compare_stretch"),
    path("r/<str:code>/compare/<int:a>/<int:b>/table/", compare.table, name="compare_table"),
    path("r/<str:code>/measures/<int:timeline>/", measures.measures, name="measures"),
    path(
        "r/<str:code>/measures/<int:timeline>/prevented/<slug:harm>/",
        measures.prevented,
        name="prevented",
    ),
    path("r/<str:code>/marks/<int:timeline>/", moments.marks, name="marks"),
    path("r/<str:code>/plans/<int:timeline>/", moments.plans, name="plans"),
    path("r/<str:code>/pass/<str:token>/", ways_in.one_time, name="one_time"),
    path("r/<str:code>/recover/<str:token>/", ways_in.recover, name="recover"),
]
