"""The countries of ISO 3166, by code, and by what people call them in Vietnamese and in English."""

import re
import unicodedata
from collections.abc import Mapping

from babel import Locale

from models.request.values.choices import codes_meant, one_of
from models.request.values.likeness import Named, plain_words, really_like

# The locale data also name regions, currency areas and test codes that are no countries of the ISO.
_NOT_IN_ISO = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
# What they are called besides, in letters and in older or longer spellings.
_ALSO_CALLED = {
    "AE": ("UAE", "Các Tiểu vương quốc Ả Rập thống nhất", "Tiểu vương quốc Ả Rập thống nhất"),
    "AU": ("Úc", "Ô-xtrây-li-a", "Australia"),
    "BE": ("Bỉ", "Vương quốc Bỉ"),
    "BG": ("Bun-ga-ri",),
    "BN": ("Bru-nây", "Brunei Darussalam"),
    "BR": ("Bra-xin",),
    "BY": ("Bê-la-rút", "Bạch Nga"),
    "CA": ("Ca-na-đa",),
    "CH": ("Thụy Sĩ", "Thụy Sỹ"),
    "CN": ("Trung Hoa", "Cộng hòa Nhân dân Trung Hoa", "CHND Trung Hoa", "PRC",
           "People's Republic of China"),
    "CU": ("Cu Ba",),
    "CZ": ("Séc", "Cộng hòa Séc", "Czech Republic"),
    "DE": ("Cộng hòa Liên bang Đức", "CHLB Đức"),
    "DK": ("Đan Mạch",),
    "EG": ("Ai Cập",),
    "FI": ("Phần Lan",),
    "FR": ("Cộng hòa Pháp", "Pháp quốc"),
    "GB": ("Anh", "Vương quốc Anh", "Vương quốc Liên hiệp Anh và Bắc Ireland", "UK", "England",
           "Great Britain", "Britain"),
    "HK": ("Hồng Kông", "Hương Cảng", "Hong Kong"),
    "HU": ("Hung-ga-ri", "Hung"),
    "ID": ("In-đô-nê-xi-a",),
    "IL": ("I-xra-en",),
    "IN": ("Cộng hòa Ấn Độ",),
    "IT": ("Ý", "I-ta-li-a"),
    "JP": ("Nhật",),
    "KH": ("Cam-pu-chia", "Căm-pu-chia", "Vương quốc Campuchia", "Kampuchea"),
    "KP": ("Triều Tiên", "Bắc Triều Tiên", "CHDCND Triều Tiên", "DPRK"),
    "KR": ("Hàn Quốc", "Đại Hàn Dân Quốc", "Nam Hàn", "Korea", "Republic of Korea"),
    "KZ": ("Ca-dắc-xtan",),
    "LA": ("CHDCND Lào", "Cộng hòa Dân chủ Nhân dân Lào", "Lao PDR"),
    "LK": ("Xri Lan-ca",),
    "MM": ("Mi-an-ma", "Miến Điện", "Burma"),
    "MN": ("Mông Cổ",),
    "MO": ("Ma Cao", "Áo Môn", "Macau", "Macao"),
    "MY": ("Ma-lai-xi-a",),
    "NL": ("Hà Lan", "Vương quốc Hà Lan", "Holland"),
    "NO": ("Na Uy",),
    "NZ": ("Niu Di-lân", "Tân Tây Lan"),
    "PH": ("Phi-líp-pin",),
    "PL": ("Ba Lan",),
    "RO": ("Ru-ma-ni",),
    "RU": ("Liên bang Nga", "Russian Federation"),
    "SE": ("Thụy Điển",),
    "SG": ("Xin-ga-po", "Tân Gia Ba"),
    "TH": ("Vương quốc Thái Lan",),
    "TL": ("Đông Ti-mo", "East Timor"),
    "TR": ("Thổ Nhĩ Kỳ", "Turkey"),
    "TW": ("Trung Quốc (Đài Loan)",),
    "UA": ("U-crai-na",),
    "US": ("Mỹ", "Hợp chúng quốc Hoa Kỳ", "USA", "United States of America", "America"),
    "UZ": ("U-dơ-bê-ki-xtan",),
    "VN": ("CHXHCN Việt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam", "Viet Nam"),
    "ZA": ("Nam Phi",),
}  # fmt: skip


def country_names() -> Mapping[str, tuple[str, str]]:
    """Return the countries of ISO 3166 by two-letter code, with Vietnamese and English name."""
    vi, en = Locale("vi").territories, Locale("en").territories
    codes = sorted(str(code) for code in en)
    countries = [c for c in codes if len(c) == 2 and c.isalpha() and c not in _NOT_IN_ISO]
    return {code: (str(vi.get(code, code)), str(en[code])) for code in countries}


COUNTRIES = country_names()
_MOST_OFFERED = 5
# These tell no country from another.
_SAID_OF_MANY = ("cong hoa ", "vuong quoc ", "lien bang ", "nuoc ", "republic of ", "kingdom of ")
CALLED: Mapping[str, tuple[str, ...]] = {
    code: (*names, *_ALSO_CALLED.get(code, ())) for code, names in COUNTRIES.items()
}


# Shorter names are words too, or stand within other words: `Anh`, `Nga`, `Đức`.
_LONG_FOR_ONE_WORD = 8
_SURE = {
    name: code
    for code, names in CALLED.items()
    for name in names
    if " " in name or "-" in name or len(name) >= _LONG_FOR_ONE_WORD
}
_NAMED = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_SURE, key=len, reverse=True)))})(?!\w)"
)


def countries_named_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the countries that a text names as they are written, each with its words, in order.

    Names of one short word are left out: in a sentence they may mean something else.
    """
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return tuple((_SURE[found[0]], found[0]) for found in _NAMED.finditer(composed))


def countries_like(written: str, named: Named = CALLED) -> list[str]:
    """Return the codes of the few of `named` that are really like what was written, likeliest first."""
    words = plain_words(written)
    for said in _SAID_OF_MANY:
        words = words.replace(said, "").strip() or words
    # Where nothing of that kind was said, the marks tell more.
    wanted = written if words == plain_words(written) else words
    return really_like(wanted, named)[:_MOST_OFFERED]


def country_written(written: str) -> str | None:
    """Return the code of the country that is meant; None for what is none, which has its problem."""
    found = codes_meant(written, CALLED)
    return found[0] if len(found) == 1 else None


def country_meant(written: str) -> str:
    """Return the code of the country a person writes by code or by name."""
    return one_of(CALLED, written, "country")
