from django.urls import path

from eda_site.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("scenes/", views.scenes, name="scenes"),
    path("network/", views.network, name="network"),
    path("about/", views.about, name="about"),
    path("theme/", views.theme, name="theme"),
]
