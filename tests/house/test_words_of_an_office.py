"""Vietnamese is what a provincial office writes, one term a thing; the glossary names what went."""

import re
from itertools import chain
from pathlib import Path

import pytest

from config.words import words

ROOT = Path(__file__).parents[2]
LETTERS = ROOT / "notifications" / "templates"
FILES = sorted(
    chain(
        (path for path in LETTERS.rglob("*.md") if path.name == "vi.md" or "vi" in path.parts),
        (ROOT / "config" / "regulations").rglob("*.yaml"),
        (ROOT / "config" / "directory").rglob("*.yaml"),
        (ROOT / "examples").rglob("*.yaml"),
        (ROOT / "examples").rglob("*.txt"),
    )
)
WENT = (
    r"câu trả lời",
    r"\bnơi (nhận|khác|hỏi|giải quyết|thực hiện|chịu trách nhiệm|đã trả lời|được phân công)",
    r"hỏi lại",
    r"cương vị",
    r"im lặng",
    r"quà tặng",
    r"dự trù",
    r"đề nghị thay đổi",
    r"lần đến|đợt khách",
    r"cấp trên",
    r"người ủy quyền|ủy quyền số",
    r"(đã|sẽ|mới|chỉ) được báo\b(?! cáo)",
    r"hủy đoàn",
    r"đã được duyệt\b|bị từ chối",
    r"không (báo|hẹn) trước",
    r"\bhãy\b",
    r"đồng hồ (dừng|đứng)",
    r"người điều hành thay",
)
# What stands at the foot of a letter is called so.
_ADDRESSEES = "Nơi nhận:"


def used(text):
    plain = " ".join(text.replace(_ADDRESSEES, "").split())
    return [found[0] for each in WENT if (found := re.search(each, plain, re.IGNORECASE))]


def test_the_catalogue_says_none_of_the_words_that_went():
    told = {msgid: used(said) for msgid, said in words("vi").catalogue.items()}

    assert {msgid: found for msgid, found in told.items() if found} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_letter_no_rule_and_no_example_says_one(path):
    assert used(path.read_text(encoding="utf-8")) == []
