from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from eda_site.pages.headings import HEADINGS
from eda_site.pages.selectors import headings_shown, scene_list, scenes_about
from eda_site.web.context import THEME_COOKIE, THEMES

YEAR_S = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    scenes = scene_list()
    return render(
        request,
        "pages/home.html",
        {
            "scene": scenes[0] if scenes else None,
            "scene_count": len(scenes),
        },
    )


@require_safe
def scenes(request: HttpRequest) -> HttpResponse:
    """The gallery; `?shows=` names a heading, and an unknown one filters nothing."""
    wanted = request.GET.get("shows", "")
    return render(
        request,
        "pages/scenes.html",
        {
            "scenes": scenes_about(wanted),
            "scene_count": len(scene_list()),
            "headings": headings_shown(),
            "wanted": wanted if wanted in HEADINGS else "",
            "heading": HEADINGS.get(wanted),
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


WAYS = {"socket": _("Websocket"), "stream": _("Event stream")}


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """A page for teachers: which ways to this server work from where they are."""
    return render(request, "pages/network.html", {"ways": WAYS})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember a theme without JavaScript; with it, `static/js/ui/theme.js` sets the same cookie."""
    back = request.POST.get("next", "")
    # Without the slash it would be an address below this one, where there is nothing.
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR_S, samesite="Lax", secure=request.is_secure()
        )
    return response
