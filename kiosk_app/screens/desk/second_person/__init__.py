"""Asking for a second person, on whatever screen an act needs one."""
