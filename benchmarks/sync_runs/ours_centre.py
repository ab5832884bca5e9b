"""`python -m benchmarks.sync_runs.ours_centre FOLDER PORT`: the production centre, as `ventanilla-centre` serves it."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.sync_runs import stage, world
from central.server import CentreServer, listen, run_in_thread


def main(folder: Path, port: int) -> None:
    centre = world.open_its_centre(folder)
    server = CentreServer(centre, listen("0.0.0.0", port))  # noqa: S104 - the link's own namespace
    thread = run_in_thread(server)
    stage.serve(dict)
    server.stop()
    thread.join()
    centre.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
