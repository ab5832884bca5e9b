"""How long to wait after wrong PINs, in words. Apart, because the first screen says it and needs nothing else."""

from __future__ import annotations

from wording.catalogue import _, ngettext


def wait_words(seconds: int) -> str:
    """The wait after wrong PINs, in seconds up to two minutes."""
    if seconds <= 120:  # noqa: PLR2004 - two minutes
        return ngettext(
            "Too many tries. Wait {seconds} second; nothing is lost",
            "Too many tries. Wait {seconds} seconds; nothing is lost",
            seconds,
        ).format(seconds=seconds)
    minutes = (seconds + 59) // 60
    return _("Too many tries. Wait {minutes} minutes; nothing is lost").format(minutes=minutes)
