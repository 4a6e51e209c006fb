"""`make sbom`: everything that users run, with the hashes of what pip may take for it (CycloneDX 1.6).

The same lock file makes the same bytes: nothing is said of when or by whom the bill was written.
"""

import sys
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from dependencies.lock import Pin, read_lock


def bill_of(lock: Path) -> str:
    """Return the bill of materials of a lock file, as JSON."""
    root = Component(name="doan", type=ComponentType.APPLICATION, bom_ref="doan")
    bill = Bom(
        components=[_component(pin) for pin in read_lock(lock)],
        metadata=BomMetaData(component=root),
        serial_number=uuid5(NAMESPACE_OID, lock.read_text(encoding="utf-8")),
    )
    bill.register_dependency(root, bill.components)
    # The library says by itself when it was asked, and there is no bill without it.
    bill.metadata.timestamp = None  # type: ignore[assignment]
    return JsonV1Dot6(bill).output_as_string(indent=2)


def _component(pin: Pin) -> Component:
    package = PackageURL("pypi", name=pin.name, version=str(pin.version))
    taken = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(package.to_string()),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in pin.hashes],
    )
    return Component(
        name=pin.name,
        version=str(pin.version),
        type=ComponentType.LIBRARY,
        purl=package,
        bom_ref=package.to_string(),
        external_references=[taken],
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(bill_of(Path(sys.argv[1])) + "\n", encoding="utf-8")
