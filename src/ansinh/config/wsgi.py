"""The door for a WSGI server."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

YOUNG_OBJECTS = 20_000
"""How many new objects before the collector looks: a page makes some thousands, and the default of 700 looks in the middle of each, many times."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
application = get_wsgi_application()
ADDRESSES = get_resolver().url_patterns
"""Every page is loaded here, once: else each worker loads them all anew while the first who asks it waits."""
gc.set_threshold(YOUNG_OBJECTS, 20, 20)
gc.freeze()  # what is loaded before the workers part stays for ever: no collection goes through it again, and its memory stays shared
