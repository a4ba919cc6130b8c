"""Settings of a town. What an operator may change is in `options.TABLE`; everything else is decided here."""

import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from commonstead.site.keys import key_in
from commonstead.site.options import LANGUAGES as OFFERED
from commonstead.site.options import read_options

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
TESTING = "pytest" in sys.modules
# Tests never read or write the var folder of the checkout, in which a real town may live.
_USUAL_VAR = Path(tempfile.gettempdir()) / f"commonstead-tests-{os.getpid()}" if TESTING else ROOT / "var"
OPTIONS = read_options(os.environ, _USUAL_VAR)
VAR = Path(OPTIONS["var"]).resolve()

# Tests sign with a known key and leave no files behind; a town makes its own keys on first use.
SECRET_KEY = OPTIONS["secret_key"] or ("for-tests-only" if TESTING else key_in(VAR, "secret-key"))
AUDIT_KEY = OPTIONS["audit_key"] or (
    "Zm9yLXRlc3RzLW9ubHktZm9yLXRlc3RzLW9ubHktMTI=" if TESTING else key_in(VAR, "audit-key"))
DEBUG = False
DEMO = OPTIONS["demo"]
TOWN_NAME = OPTIONS["town_name"]
KINDS_FOLDERS = OPTIONS["kinds"]
CLUSTER = OPTIONS["cluster"]
# A process of its own cannot see a test's database: there, calculations wait until they are run by hand.
CALCULATIONS_AT_ONCE = 0 if TESTING else OPTIONS["calculations_at_once"]
ALLOWED_HOSTS = [*OPTIONS["hosts"], *(["testserver"] if TESTING else [])]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in OPTIONS["hosts"] if OPTIONS["https"] and host != "*"]

INSTALLED_APPS = [
    "commonstead.town.people",
    "commonstead.town.door",
    "commonstead.town.ledger",
    "commonstead.town.circulation",
    "commonstead.town.making",
    "commonstead.town.livelihood",
    "commonstead.town.boundary",
    "commonstead.interfaces.web",
    "commonstead.interfaces.web.door",
    "commonstead.interfaces.web.clearing",
    "commonstead.interfaces.web.livelihood",
    "commonstead.interfaces.web.road_map",
    "commonstead.interfaces.web.machines",
    "commonstead.interfaces.web.lenses",
    "commonstead.interfaces.web.measures",
    "commonstead.interfaces.web.designs",
    "commonstead.interfaces.web.futures",
    "commonstead.interfaces.web.together",
    "commonstead.interfaces.web.explained",
    "commonstead.interfaces.web.books",
    "commonstead.interfaces.web.circles",
    "commonstead.interfaces.web.paper",
    "commonstead.interfaces.web.agreements",
    "commonstead.interfaces.web.board",
    "commonstead.interfaces.api",
    "commonstead.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
]
MIDDLEWARE = [
    "commonstead.site.logs.RequestLog",
    "commonstead.interfaces.web.headers.StrictHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "commonstead.interfaces.web.body_limit.BodyLimit",  # these two last, so that their page is in the reader's language
    "commonstead.interfaces.web.nuls.NoNuls",
]
ROOT_URLCONF = "commonstead.site.urls"
CSRF_FAILURE_VIEW = "commonstead.interfaces.web.views.errors.csrf_failed"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.template.context_processors.i18n",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "commonstead.interfaces.web.context.page",
    ]},
}]
WSGI_APPLICATION = "commonstead.site.wsgi.application"
AUTH_USER_MODEL = "people.User"


def database(address: str) -> dict:
    """Django's description of the database at that address; SQLite in the var folder when it is empty."""
    if address.startswith(("postgres://", "postgresql://")):
        parts = urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # The pen repeats a dozen statements. Bound by the server and prepared from the second time on, they take
            # it half the time; after each refusal the driver forgets what was prepared, so later would be too late.
            # (A pooler between must keep one session a connection.)
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 1},
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": address.removeprefix("sqlite:///") or str(VAR / "town.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


DATABASES = {"default": database(OPTIONS["database"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = OPTIONS["language"]
LANGUAGES = list(OFFERED)
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = OPTIONS["time_zone"]

# Static files come straight from the packages: no collecting, no manifest. Addresses carry the file's hash.
STATIC_URL = "/static/"
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "commonstead.site.static_files.HashedAddresses"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86400

# The policy for scripts and styles (CSP) is the web interface's own middleware.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OPTIONS["https"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = OPTIONS["https"]
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = OPTIONS["hsts_seconds"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if OPTIONS["behind_proxy"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
LARGEST_BODY = 25_000_000  # two networks, or a design's files, with room to spare
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "commonstead.site.logs.JsonLines"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["nowhere" if TESTING or OPTIONS["log"] == "off" else "lines"], "level": "INFO"},
    "loggers": {
        # Django's own handlers print whole messages and mail admins; ours keeps no text of people.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},  # RequestLog has the rest
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
