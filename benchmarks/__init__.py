"""How fast Doan is, measured: see `docs/benchmarks.md`."""

import warnings

# The embedded PostgreSQL asks, when imported, for the login session's folder: not every machine has one.
warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
