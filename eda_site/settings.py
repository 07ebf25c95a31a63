"""One settings module, safe as it stands; the environment may loosen it, never the other way round.

The variables are listed in README.md. Everything about HTTPS hangs on `HTTPS`.
"""

import os
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO

from eda_site.lab.limits import parse as lab_limits
from eda_site.operation.logs import logging_settings
from eda_site.rooms.limits import parse
from eda_site.web.database import database
from eda_site.web.framing import origins
from eda_site.web.lan import machine_names
from eda_site.web.secret import secret_key


def _flag(name: str) -> bool:
    return os.environ.get(name, "0").strip().lower() in {"1", "true", "yes", "on"}


BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

DEBUG = _flag("EVENTARIUM_DEBUG")
LAN = _flag("EVENTARIUM_LAN")
PLAIN_HTTP = _flag("EVENTARIUM_PLAIN_HTTP")
HTTPS = not DEBUG and not PLAIN_HTTP

SECRET_KEY = os.environ.get("EVENTARIUM_SECRET_KEY") or secret_key(VAR_DIR / "secret_key")

# The websocket's origin check compares with this list too, so a classroom's address must be in it.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += [
    h.strip() for h in os.environ.get("EVENTARIUM_ALLOWED_HOSTS", "").split(",") if h.strip()
]
if LAN:
    ALLOWED_HOSTS += machine_names()

INSTALLED_APPS = [
    "daphne",  # before staticfiles, else runserver is not Daphne's
    "channels",
    "django_htmx",
    "django.contrib.sessions",
    "eda_site.web.apps.Static",
    "eda_site.web",
    "eda_site.pages",
    "eda_site.rooms",
    "eda_site.lab.apps.Lab",
    "eda_site.share",
    "eda_site.vocabulary",
]

MIDDLEWARE = [
    "eda_site.web.static.StaticMiddleware",  # first: the others would cost each file their thread hops
    "django.middleware.security.SecurityMiddleware",
    "eda_site.web.headers.security_headers",
    "django.middleware.gzip.GZipMiddleware",  # pads pages at random, so lengths tell no secret
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "eda_site.urls"
ASGI_APPLICATION = "eda_site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "eda_site.web.context.site",
            ],
        },
    },
]

DATABASE_PATH = Path(os.environ.get("EVENTARIUM_DB") or VAR_DIR / "eventarium.sqlite3")
DATABASES: dict[str, Any] = {"default": database(os.environ.get("DATABASE_URL"), DATABASE_PATH)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# The largest form is a room's code; a scenario is posted as one field of at most 256 KiB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 320 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 800  # the builder: 120 cards with up to six fields
DATA_UPLOAD_MAX_NUMBER_FILES = 0
EVENTARIUM_LAB = lab_limits(os.environ.get("EVENTARIUM_LAB", ""))
EVENTARIUM_LIMITS = parse(os.environ.get("EVENTARIUM_LIMITS", ""))

EMBED_ORIGINS = origins(os.environ.get("EVENTARIUM_EMBED", ""))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # the default would move the clock zone of the whole process

# A made-up language: every translated text in brackets, accented and longer. What appears without
# brackets was never marked for translation, what is cut off will not fit in German.
PSEUDO_LANGUAGE = "en-xa"
if DEBUG or _flag("EVENTARIUM_PSEUDO_LOCALE"):
    LANG_INFO[PSEUDO_LANGUAGE] = {
        "bidi": False,
        "code": PSEUDO_LANGUAGE,
        "name": "Pseudo",
        "name_local": "[Þšéûðö]",
    }
    LANGUAGES.append((PSEUDO_LANGUAGE, "Pseudo"))
    LOCALE_PATHS.append(VAR_DIR / "locale")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "eda_site.web.static.StaticStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False


def WHITENOISE_ADD_HEADERS_FUNCTION(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Browsers ignore this header on plain http, and say so in the console.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token; no script reads the cookie
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = _flag("EVENTARIUM_BEHIND_PROXY")
METRICS_TOKEN = os.environ.get("EVENTARIUM_METRICS_TOKEN", "")
# Machines ask over plain http, from inside; there is nothing in the answers to protect.
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$", r"^metrics/$"]
if BEHIND_PROXY:
    # Only behind a proxy that sets or removes this header itself: a visitor could forge it otherwise.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = logging_settings(
    os.environ.get("EVENTARIUM_LOG", "text"), os.environ.get("EVENTARIUM_LOG_LEVEL", "INFO").upper()
)
