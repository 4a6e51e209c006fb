"""The laws that a decision of the people's committee rests on, by the day it is made. Pure.

Laws on the organisation of local government: 77/2015/QH13, changed by 47/2019/QH14, replaced by
65/2025/QH15 and 72/2025/QH15. They are known from elsewhere; an office that cites others
puts its own into its template.
"""

from collections.abc import Iterator
from datetime import date

_LOCAL_GOVERNMENT = (
    (date(2016, 1, 1), "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"),
    (
        date(2020, 7, 1),
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền"
        " địa phương ngày 22 tháng 11 năm 2019",
    ),
)
_REPLACED_FROM = date(2025, 3, 1)
_REPLACED_BY = (
    (date(2025, 3, 1), "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025"),
    (date(2025, 6, 16), "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"),
)
_EXIT_AND_ENTRY = (
    date(2020, 7, 1),
    "Căn cứ Luật Xuất cảnh, nhập cảnh của công dân Việt Nam ngày 22 tháng 11 năm 2019",
)


def laws_on(day: date, *, abroad: bool) -> Iterator[str]:
    """Yield the laws of a day, each as a decision names it; of a trip that on exit and entry too."""
    if day >= _REPLACED_FROM:
        yield [named for since, named in _REPLACED_BY if since <= day][-1]
    else:
        yield from (named for since, named in _LOCAL_GOVERNMENT if since <= day)
    if abroad and day >= _EXIT_AND_ENTRY[0]:
        yield _EXIT_AND_ENTRY[1]
