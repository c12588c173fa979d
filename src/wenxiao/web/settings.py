"""Settings of the site, from the environment alone. Without any of them it runs on an embedded database for one machine.

WENXIAO_DATA      folder of everything that lives longer than a process: database, secret key, uploaded files (default: ./data)
DATABASE_URL      postgres://user:password@host/name in place of the embedded file
WENXIAO_HOSTS     names under which the site is reached, with commas between them (default: this machine only)
WENXIAO_SECURE    1 behind HTTPS: cookies and redirects accordingly
WENXIAO_HOOKS_HTTP    hosts to which webhooks go over http, with commas (default: none, https alone)
WENXIAO_HOOKS_INSIDE  hosts with an address inside (private, this machine) to which webhooks may go (default: none)
WENXIAO_DEBUG     1 shows tracebacks in the browser; for developers
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

PACKAGE = Path(__file__).parent
DATA = Path(os.environ.get("WENXIAO_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """The key that signs sessions: made once, readable by its owner alone, never in the code."""
    path = DATA / "secret.key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = os.environ.get("WENXIAO_SECRET_KEY") or _secret()
DEBUG = os.environ.get("WENXIAO_DEBUG") == "1"
SECURE = os.environ.get("WENXIAO_SECURE") == "1"
HOSTS = [host for host in os.environ.get("WENXIAO_HOSTS", "").split(",") if host]
ALLOWED_HOSTS = HOSTS or ["127.0.0.1", "localhost", "[::1]"]
HOOKS_HTTP, HOOKS_INSIDE = (
    frozenset(host.strip().lower() for host in os.environ.get(name, "").split(",") if host.strip())
    for name in ("WENXIAO_HOOKS_HTTP", "WENXIAO_HOOKS_INSIDE")
)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS] if SECURE else []

INSTALLED_APPS = [
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks_db",
    "axes",
    "csp",
    "wenxiao.web.core",
    "wenxiao.web.people",
    "wenxiao.web.register",
    "wenxiao.web.ledger",
    "wenxiao.web.targets",
    "wenxiao.web.monitoring",
    "wenxiao.web.selfevaluation",
    "wenxiao.web.evaluation",
    "wenxiao.web.problems",
    "wenxiao.web.reports",
    "wenxiao.web.disclosure",
    "wenxiao.web.desk",
    "wenxiao.web.intake",
    "wenxiao.web.exchange",
    "wenxiao.web.hooks",
    "wenxiao.web.grid",
    "wenxiao.web.territory",
    "wenxiao.web.command",
    "wenxiao.web.fieldwork",
    "wenxiao.web.scoring",
    "wenxiao.web.evidence",
    "wenxiao.web.open311",
    "wenxiao.web.platforms",
    "wenxiao.web.overview",
    "wenxiao.web.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wenxiao.web.core.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wenxiao.web.core.middleware.acting",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "wenxiao.web.urls"
WSGI_APPLICATION = "wenxiao.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wenxiao.web.core.context.shell",
            ],
            "builtins": ["wenxiao.web.core.templatetags.wx"],
        },
    }
]
FORM_RENDERER = "wenxiao.web.core.forms.Renderer"

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA / 'wenxiao.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers wait for one another instead of failing half-way, readers never wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 45,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=1000000000;",
    }
elif (_options := DATABASES["default"].setdefault("OPTIONS", {})).pop("prepared", 1) in (1, "1"):
    # A statement that comes again and again is planned no more: planning took longer than answering by a key.
    _options.update(server_side_binding=True, prepare_threshold=5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "wenxiao.web.people.logins.Logins"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "people/locked.html"
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000  # of more, the newest would be deleted

SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wenxiao.web.core.views.stale"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
#: For each process its own: what is kept there is kept by what it was made from.
#: ``parts`` are parts of pages, some tens of kilobytes each.
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": most},
    }
    for name, most in (("default", 5000), ("parts", 400))
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 5000
FILE_UPLOAD_HANDLERS = [
    "wenxiao.web.core.uploading.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
REQUEST_BYTES = 300 * 1024 * 1024  # what is sent at once
FILE_UPLOAD_PERMISSIONS = 0o600
MEDIA_ROOT = DATA / "files"  # never served as it is: a view asks who wants it

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static", ("report", PACKAGE.parent / "publishing/html/assets")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django_tasks_db": {"level": "ERROR"},  # its words at a stop speak of keys that the worker does not hear
        "django.request": {"level": "ERROR"},  # that a page is not for somebody is no event of the log
    },
}
