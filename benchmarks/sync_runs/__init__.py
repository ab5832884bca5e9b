"""Sync on bad links, beside what else would carry the same data. `report` says what is measured, and how."""
