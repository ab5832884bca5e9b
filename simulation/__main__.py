from __future__ import annotations

import sys

from simulation.command import main

if __name__ == "__main__":  # each process of the pool imports this module, too
    sys.exit(main())
