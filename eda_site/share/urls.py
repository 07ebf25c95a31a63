from django.urls import path

from eda_site.share import bring, embed, exports, moments, sheet
from eda_site.share.build.views import build
from eda_site.share.properties.views import properties

app_name = "share"
urlpatterns = [
    path("r/<str:code>/share/", exports.page, name="room"),
    path("r/<str:code>/export/<int:timeline>/<str:name>", exports.export, name="export"),
    path("r/<str:code>/moment/", moments.keep, name="keep"),
    path("m/<str:code>/", moments.moment, name="moment"),
    path("r/<str:code>/sheet/", sheet.sheet, name="sheet"),
    path("embed/<str:code>/", embed.embed, name="embed"),
    path("build/", build, name="build"),
    path("properties/", properties, name="properties"),
    path("import/", bring.bring, name="bring"),
    path("import/start/", bring.start, name="start"),
]
