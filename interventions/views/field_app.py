"""What makes the field page an app: its manifest, the words its guard knows, and the worker that
keeps all of it on the phone."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from texts.guard.for_the_phone import guard_for_the_phone

FONTS = "bootstrap-italia/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-"
# by their hashed names; the modules that main.js imports keep their own
HASHED = [
    "js/boot.js",
    "js/field-night.js",
    "js/field/main.js",
    "css/field.css",
    "css/fonts.css",
    "img/field.svg",
    "img/favicon.svg",
    f"{FONTS}regular.woff2",
    f"{FONTS}600.woff2",
    f"{FONTS}700.woff2",
]
MODULES = settings.BASE_DIR / "static" / "js" / "field"
WORKER = "js/field-worker.js"


@require_GET
def field_manifest(request):
    page = reverse("field")
    icon = {"src": static("img/field.svg"), "type": "image/svg+xml", "sizes": "any"}
    answer = {
        "id": page,
        "name": "Sul campo, portale della sicurezza urbana",
        "short_name": "Sul campo",
        "description": "Registra un’uscita anche senza rete.",
        "lang": "it",
        "start_url": page,
        "scope": page,
        "display": "standalone",
        "background_color": "#10181f",
        "theme_color": "#10181f",
        "icons": [icon | {"purpose": "any"}, icon | {"purpose": "maskable"}],
    }
    return JsonResponse(answer, content_type="application/manifest+json")


@gzip_page
@require_GET
@cache_control(private=True, no_cache=True)
def field_guard(request):
    """The words and the rules by which the phone finds a person in a note: the same in every Comune."""
    response = JsonResponse(guard_for_the_phone())
    etag = response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response)


@never_cache
@require_GET
def field_worker(request):
    """The service worker, with the files it keeps and a version that is the digest of them all.

    It says nothing about who asks: a phone looks for a newer one also when nobody is signed in.
    """
    settings_line = json.dumps(
        {"version": version(), "shell": reverse("field"), "files": files()}
    )
    script = Path(finders.find(WORKER)).read_text("utf-8")
    return HttpResponse(
        f"const KEPT = {settings_line};\n{script}", content_type="text/javascript"
    )


def files():
    """List the addresses of what the page loads."""
    modules = sorted(path.name for path in MODULES.glob("*.js"))
    unhashed = [
        f"{settings.STATIC_URL}js/field/{name}" for name in modules if name != "main.js"
    ]
    return [static(name) for name in HASHED] + unhashed + [reverse("field_guard")]


def version():
    """Return a digest that changes with the page, with its worker and with any file it loads.

    Read once for each release; who develops changes them under a running portal.
    """
    return _digest() if settings.DEBUG else _digest_of_the_release()


@cache
def _digest_of_the_release():
    return _digest()


def _digest():
    digest = hashlib.sha256()
    sources = [
        Path(found) for name in [*HASHED, WORKER] if (found := finders.find(name))
    ]
    sources += sorted(MODULES.glob("*.js"))
    sources.append(Path(get_template("interventions/field.html").origin.name))
    for source in sources:
        digest.update(source.read_bytes())
    digest.update("".join(files()).encode())
    digest.update(str(settings.RUNNING_SECONDS).encode())
    digest.update(json.dumps(guard_for_the_phone()).encode())
    return digest.hexdigest()[:16]
