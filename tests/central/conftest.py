from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.centre_world import CentreWorld
from tests.fakes.postgres import PostgresUnavailable, PrivatePostgres, private_postgres
from tests.fakes.statements import strangers
from tests.fakes.town_database import TownDatabase


@pytest.fixture(autouse=True)
def every_statement_is_of_one_municipality() -> Iterator[list[str]]:
    """What the store asked without naming a municipality, on any database, fails the test that made it ask."""
    with strangers() as found:
        yield found
    assert not found, f"statements without a municipality: {found}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    """One server for the run (and for each process of pytest-xdist). What is lost with it was only a test."""
    try:
        with private_postgres() as server:
            yield server
    except PostgresUnavailable as reason:
        pytest.skip(f"PostgreSQL cannot be started here: {reason}")


@pytest.fixture(scope="session")
def town_database(postgres: PrivatePostgres) -> TownDatabase:
    return TownDatabase(postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database, on each of the two kinds; None is a SQLite file in the centre's folder."""
    if request.param == "sqlite":
        return None
    town: TownDatabase = request.getfixturevalue("town_database")
    return town.emptied()


@pytest.fixture
def world(tmp_path: Path, database: str | None) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path, database=database)
    yield made
    made.close()
