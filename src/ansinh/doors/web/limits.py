"""The limiter as the pages use it; it is one for all doors."""

from __future__ import annotations

from ansinh.delivery.offices.limits import allow

__all__ = ["allow"]
