"""What is handed out has a name that every browser can use."""

from urllib.parse import unquote

import pytest

from web.ground.download import handed_out_as


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Công văn.txt", "Cong-van.txt"),
        ("Đề nghị số 12/UBND.pdf", "De-nghi-so-12-UBND.pdf"),
        ('a"; filename=b.exe', "a-filename-b.exe"),
        ("a\r\nX: y.pdf", "a-X-y.pdf"),
        ("公文.pdf", "tep.pdf"),
        ("公文", "tep"),
        ("chuong-trinh-DV-2020-0001.docx", "chuong-trinh-DV-2020-0001.docx"),
    ],
)
def test_a_file_has_a_plain_name_beside_its_own(name, plain):
    header = handed_out_as(name)

    assert header.startswith(f'attachment; filename="{plain}"; filename*=UTF-8')
    assert unquote(header.rpartition("''")[2]) == name
    assert header.isascii()
    assert header.isprintable()
