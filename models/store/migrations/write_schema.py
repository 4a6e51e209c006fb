"""Write the shape of a new database down, for a release that changes it.

`python -m models.store.migrations.write_schema`; the auditor holds databases against what stands there.
"""

import json
import tempfile

from models.journal.signing import Signer
from models.store.database.engine import Store
from models.store.migrations import migrate
from models.store.verify.schema import WRITTEN_DOWN, shape_of


def main() -> None:
    """Migrate an empty database and write down what it is then."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/doan.sqlite")
        migrate(store, Signer(bytes(32)))
        with store.reading() as conn:
            shape = shape_of(conn)
        store.close()
    WRITTEN_DOWN.write_text(json.dumps(shape, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
