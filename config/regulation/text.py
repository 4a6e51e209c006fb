"""The text of a regulation: one file, or the files of a folder read as one.

Each file is a document of its own in one YAML stream, so that the whole is a single text with a
single digest, which is stored with the cases submitted under it.
"""

from pathlib import Path

from config.strict_yaml import YamlFault, yaml_documents

REGULATIONS_FOLDER = Path(__file__).parents[1] / "regulations"
_BETWEEN_FILES = "\n---\n"


def regulation_text(name: str) -> str:
    """Return the text of a regulation: a name of `config/regulations/`, a file's or folder's path.

    The files of a folder come in the order of their names. Raises `OSError` where nothing is.
    """
    path = _path_of(name)
    if not path.is_dir():
        return path.read_text(encoding="utf-8")
    files = sorted(path.glob("*.yaml"), key=lambda file: file.name)
    if not files:
        raise FileNotFoundError(f"no file of a regulation lies in {path}")
    return _BETWEEN_FILES.join(file.read_text(encoding="utf-8") for file in files)


def regulation_values(text: str, *, kept: bool = False) -> dict[str, object]:
    """Return what a text says: lists of its files joined, their mappings put together.

    Raises `ValueError` when it is no YAML, no mapping, or says the same thing twice; of a text that
    was `kept` with a case only what an earlier release refused.
    """
    try:
        documents = yaml_documents(text, kept=kept)
    except YamlFault as error:
        raise ValueError(f"the regulation cannot be read as YAML: {error}") from error
    values: dict[str, object] = {}
    for document in documents or [None]:
        if not isinstance(document, dict):
            raise ValueError("the regulation is no mapping of names to values")
        for name, value in document.items():
            values[name] = _joined(name, values[name], value) if name in values else value
    return values


def _path_of(name: str) -> Path:
    if name.endswith(".yaml") or "/" in name:
        return Path(name)
    folder = REGULATIONS_FOLDER / name
    return folder if folder.is_dir() else REGULATIONS_FOLDER / f"{name}.yaml"


def _joined(name: str, one: object, other: object) -> object:
    """Put what two files say under one name together; only what is of many parts can be."""
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    if isinstance(one, dict) and isinstance(other, dict):
        if twice := sorted(str(key) for key in one.keys() & other.keys()):
            raise ValueError(f"the regulation says {name}.{twice[0]} in two of its files")
        return {**one, **other}
    raise ValueError(f"the regulation says {name} in two of its files")
