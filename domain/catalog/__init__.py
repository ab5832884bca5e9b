"""What the municipality offers, what it costs and when it is due: values read from the municipality's folder.

The format is docs/MUNICIPALITY_FOLDER.md. `read_municipality` takes the bytes of the folder's files and gives a
`Municipality`, or raises `EditionRefused` with every fault in it.
"""

from __future__ import annotations

from domain.catalog.agreement import Agreement, CommissionMode, Terms
from domain.catalog.article import Article
from domain.catalog.form import Answers, Asked, Condition, FieldKind, FormField, asked, count_of, fault_of, given
from domain.catalog.municipality import Area, Municipality, Office, ReceiptTexts
from domain.catalog.problems import EditionRefused, Problem
from domain.catalog.procedure import (
    Decision,
    Procedure,
    Qualification,
    Requirement,
    RequirementKind,
)
from domain.catalog.reading.edition import FILES, MAY_LACK, edition_digest, read_municipality
from domain.catalog.schedule import Commissions, Period, Schedule, Source, SourceKind
from domain.catalog.search import fold, search_appointments, search_articles, search_categories, search_procedures
from domain.catalog.services import AppointmentService, AppointmentWord, ComplaintCategory, Priority, Step
from domain.catalog.working_calendar import OpeningHours, WorkingCalendar

__all__ = [
    "FILES",
    "MAY_LACK",
    "Agreement",
    "Answers",
    "AppointmentService",
    "AppointmentWord",
    "Area",
    "Article",
    "Asked",
    "CommissionMode",
    "Commissions",
    "ComplaintCategory",
    "Condition",
    "Decision",
    "EditionRefused",
    "FieldKind",
    "FormField",
    "Municipality",
    "Office",
    "OpeningHours",
    "Period",
    "Priority",
    "Problem",
    "Procedure",
    "Qualification",
    "ReceiptTexts",
    "Requirement",
    "RequirementKind",
    "Schedule",
    "Source",
    "SourceKind",
    "Step",
    "Terms",
    "WorkingCalendar",
    "asked",
    "count_of",
    "edition_digest",
    "fault_of",
    "fold",
    "given",
    "read_municipality",
    "search_appointments",
    "search_articles",
    "search_categories",
    "search_procedures",
]
