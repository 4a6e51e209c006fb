"""Where guests and hosts are from when it is no country: an organisation of states, or nobody's citizen.

An international organisation belongs to no country, so that nobody has to write a false one. What stands
in the place of a nationality goes by the codes of travel documents: ICAO Doc 9303, part 3, section 5.
"""

from collections.abc import Mapping

from models.request.values.choices import codes_meant, one_of
from models.request.values.countries import CALLED, COUNTRIES

# Any organisation that has no code of its own; its name says which one it is.
ORGANISATION = "ORG"
ORGANISATIONS: Mapping[str, tuple[str, str]] = {
    ORGANISATION: ("Tổ chức quốc tế", "International organisation"),
    "UN": ("Liên hợp quốc", "United Nations"),
    "EU": ("Liên minh châu Âu", "European Union"),
    "ASEAN": ("Hiệp hội các quốc gia Đông Nam Á (ASEAN)",
              "Association of Southeast Asian Nations (ASEAN)"),
}  # fmt: skip
NO_NATIONALITY: Mapping[str, tuple[str, str]] = {
    "XXA": ("Không quốc tịch", "Stateless"),
    "XXB": ("Người tị nạn theo Công ước 1951", "Refugee under the 1951 Convention"),
    "XXC": ("Người tị nạn khác", "Other refugee"),
    "XXX": ("Chưa xác định quốc tịch", "Nationality unspecified"),
    "UNO": ("Viên chức Liên hợp quốc", "Official of the United Nations"),
    "EUE": ("Viên chức Liên minh châu Âu", "Official of the European Union"),
}
# Whatever can stand where people say where somebody is from.
ORIGINS: Mapping[str, tuple[str, str]] = {**ORGANISATIONS, **NO_NATIONALITY, **COUNTRIES}

_ALSO_CALLED = {
    ORGANISATION: ("Tổ chức quốc tế liên chính phủ", "Không thuộc quốc gia nào", "Không có quốc gia",
                   "International organization", "Intergovernmental organisation",
                   "No country"),
    "UN": ("Liên hiệp quốc", "LHQ", "UNO", "United Nations Organization"),
    "EU": ("Ủy ban châu Âu", "Liên hiệp châu Âu", "European Commission"),
    "ASEAN": ("ASEAN", "Hiệp hội các quốc gia Đông Nam Á", "Ban Thư ký ASEAN",
              "Association of Southeast Asian Nations", "ASEAN Secretariat"),
    "XXA": ("Người không quốc tịch", "Vô quốc tịch", "Không có quốc tịch", "Stateless person"),
    "XXB": ("Người tị nạn", "Người tỵ nạn", "Tị nạn", "Tỵ nạn", "Refugee"),
    "XXC": ("Người tỵ nạn khác",),
    "XXX": ("Không rõ quốc tịch", "Không rõ", "Chưa rõ", "Chưa rõ quốc tịch", "Không xác định",
            "Unknown", "Unspecified", "Unknown nationality"),
    "UNO": ("UN", "UNA", "Liên hợp quốc", "United Nations"),
    "EUE": ("EU", "Liên minh châu Âu", "European Union"),
}  # fmt: skip
_ORGANISATIONS_CALLED = {
    code: (*names, *_ALSO_CALLED[code]) for code, names in ORGANISATIONS.items()
}
_PEOPLE_CALLED = {code: (*names, *_ALSO_CALLED[code]) for code, names in NO_NATIONALITY.items()}
_ORIGINS_CALLED = {**_ORGANISATIONS_CALLED, **CALLED}
_NATIONALITIES_CALLED = {**_PEOPLE_CALLED, **CALLED}


def origin_meant(written: str) -> str:
    """Return the code of the country or organisation of states somebody is from, by code or name."""
    return one_of(_ORIGINS_CALLED, written, "origin")


def nationality_meant(written: str) -> str:
    """Return the code of a nationality, or of what a travel document says instead of one."""
    return one_of(_NATIONALITIES_CALLED, written, "nationality")


def origin_written(written: str) -> str | None:
    """Return the same of a country or organisation; None for what is none, which has its problem."""
    found = codes_meant(written, _ORIGINS_CALLED)
    return found[0] if len(found) == 1 else None


def nationality_written(written: str) -> str | None:
    """Return the same of a nationality; None for what is none, which has its problem."""
    found = codes_meant(written, _NATIONALITIES_CALLED)
    return found[0] if len(found) == 1 else None
