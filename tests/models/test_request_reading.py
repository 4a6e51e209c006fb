"""Reading what a unit wrote: everything wrong is told at once, and nothing else can happen."""

import json
from unicodedata import normalize

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from config.words import words
from models.errors import RequestInvalid
from models.outbound.request import OutboundRequest
from models.request.papers.taking import MOST_ATTACHED_BYTES
from models.request.reading import (
    Attachment,
    files_twice,
    read_request,
    read_request_file,
)
from models.request.syntax import MOST_BYTES, MOST_VALUES
from tests.factories.regulation import make_regulation
from tests.factories.request import (
    make_head,
    make_leader,
    make_member,
    make_paper,
    make_passport,
    make_request,
    make_text,
    make_written,
)

REGULATION = make_regulation()


def read_outbound(text):
    request = read_request(text, REGULATION)
    assert isinstance(request, OutboundRequest)
    return request


def problems_in(text, **options):
    with pytest.raises(RequestInvalid) as refusal:
        read_request(text, REGULATION, **options)
    return {problem.field: problem for problem in refusal.value.problems}


def only_problem_in(text, **options):
    (problem,) = problems_in(text, **options).values()
    return problem


def members_written(*members):
    return [member.model_dump(mode="json", exclude_none=True) for member in members]


def file_request(folder, **changed):
    path = folder / "request.yaml"
    path.write_text(make_text(**changed))
    return path


def problems_of_file(path):
    with pytest.raises(RequestInvalid) as refusal:
        read_request_file(path, REGULATION)
    return {problem.field: problem for problem in refusal.value.problems}


def test_a_request_is_read_from_yaml():
    request = read_request(make_text(), REGULATION, format="yaml")

    assert request == make_request()


def test_a_request_is_read_from_json():
    text = json.dumps(make_written())

    request = read_request(text, REGULATION, format="json")

    assert request == make_request()


def test_json_is_recognised_by_its_first_brace():
    text = "\ufeff\n " + json.dumps(make_written())

    request = read_request(text, REGULATION)

    assert request == make_request()


def test_a_number_keeps_the_zeros_it_is_written_with():
    text = make_text().replace("number: 101/UBND-VX", "number: 007")

    assert read_request(text, REGULATION).letter.number == "007"


def test_norway_is_a_country_and_no_denial():
    text = make_text().replace("country: KR", "country: NO")

    assert read_outbound(text).host.country == "NO"


def test_all_problems_are_told_at_once():
    text = make_text(
        trip="offical",
        area="frendship",
        departs="2020-09-31",
        members=members_written(make_head(rank="boss"), make_head()),
        costs=[{"item": "Vé", "currency": "VND", "amount": "1.000.00", "payer": "state_budget"}],
        papers=[{"kind": "invitation", "secret": True, "file": "papers/plan.pdf"}],
        colour="red",
    )

    fields = set(problems_in(text))

    assert fields == {
        "trip",
        "area",
        "departs",
        "members",
        "members[1].rank",
        "costs[1].amount",
        "papers[1].file",
        "colour",
    }


def test_a_field_is_named_by_the_number_people_count_with():
    text = make_text(members=members_written(make_head(), make_member(rank="boss")))

    assert list(problems_in(text)) == ["members[2].rank"]


def test_the_rank_that_is_probably_meant_stands_first():
    text = make_text(members=members_written(make_head(), make_member(rank="Chủ tịch huyện")))

    assert only_problem_in(text).offered[0].code == "district_chair"


def test_a_misspelt_field_is_told_with_the_field_that_is_meant():
    written = make_written()
    written["purpos"] = written["purpose"]

    assert problems_in(yaml.safe_dump(written))["purpos"].offered[0].code == "purpose"


def test_a_field_left_empty_is_missing():
    text = make_text().replace("title: Thăm và làm việc tại huyện Gokseong", "title:")

    assert only_problem_in(text).msgid == "missing"


def test_a_leader_for_whom_nobody_acts_is_taken_for_the_deciders_to_weigh():
    leader = make_leader(acting=None)

    request = read_outbound(make_text(members=members_written(leader)))

    assert request.members == (leader,)


def test_a_leader_who_names_who_acts_is_taken():
    leader = make_leader()

    request = read_outbound(make_text(members=members_written(leader)))

    assert request.members == (leader,)


def test_a_secret_paper_with_a_title_is_told_without_the_title():
    papers = [{"kind": "invitation", "secret": True, "title": "Phương án mật"}]

    problem = only_problem_in(make_text(papers=papers))

    assert (problem.field, problem.msgid, problem.value) == (
        "papers[1].title",
        "secret_paper",
        "***",
    )


def test_a_wrong_passport_number_is_not_repeated():
    member = members_written(make_head(passport=make_passport()))[0]
    member["passport"]["number"] = "S 1234567"

    problem = only_problem_in(make_text(members=[member]))

    assert (problem.field, problem.value) == ("members[1].passport.number", "***")


def test_a_kind_of_paper_the_regulation_does_not_know_is_refused():
    papers = [make_paper("poem").model_dump(mode="json")]

    assert only_problem_in(make_text(papers=papers)).msgid == "paper_kind"


@pytest.mark.parametrize(
    "day", ["08/24/2020", "2020-02-30", "20200824", "1598227200", "0001-01-01"]
)
def test_what_is_no_day_is_refused(day):
    text = make_text(departs=day)

    assert problems_in(text)["departs"].msgid == "day"


@pytest.mark.parametrize(
    ("text", "msgid"),
    [
        ("a: &x 1\nb: *x", "yaml_anchor"),
        ("b: *x", "yaml_anchor"),
        ("a: !!python/name:os.system x", "yaml_tag"),
        ("a: !secret x", "yaml_tag"),
        ("a: 1\n---\nb: 2", "second_document"),
        ("a: 1\nb:\n  c: 1\n  c: 2", "field_twice_at"),
        ("? [a]\n: b", "syntax"),
        ("title: Thăm: làm việc", "syntax"),
        ("a: \x07", "syntax"),
        ("[" * 5000, "too_deep"),
        ('{"a":' * 5000, "too_deep"),
        ("- a", "not_a_request"),
        ("", "not_a_request"),
        ("a: \ud800", "not_utf8"),
        ("x: [" + "1," * (2 * MOST_VALUES) + "]", "too_many_values"),
        ("a: " + "x" * MOST_BYTES, "too_large"),
    ],
)
def test_a_text_that_is_no_request_is_refused_as_a_whole(text, msgid):
    problem = only_problem_in(text)

    assert (problem.field, problem.msgid) == ("", msgid)


@pytest.mark.parametrize(
    ("text", "msgid"),
    [
        ("{", "syntax"),
        ('{"a": 1, "a": 2}', "field_twice"),
        ("[" * 100_000, "too_deep"),
        ("[" + "1," * MOST_VALUES + "1]", "too_many_values"),
        ("[]", "not_a_request"),
    ],
)
def test_json_that_is_no_request_is_refused(text, msgid):
    assert only_problem_in(text, format="json").msgid == msgid


def test_a_mistake_in_the_writing_is_told_by_line_and_column():
    text = "unit: long_my\ntitle: Thăm: làm việc\n"

    told = dict(only_problem_in(text).facts)

    assert (told["line"], told["column"]) == ("2", "12")


def test_a_quoted_word_is_a_text_even_if_it_reads_null():
    text = make_text(title="null")

    assert read_request(text, REGULATION).title == "null"


@pytest.mark.parametrize("field", ["members", "costs", "itinerary", "papers", "speeches"])
def test_a_list_without_end_is_one_problem(field):
    text = make_text(**{field: [{} for _ in range(1000)]})

    assert "too_many" in {p.msgid for p in outcome_of(text, "yaml") if p.field == field}


def test_what_was_written_is_shown_on_one_short_line():
    text = make_text(trip="x\n\x1b[31m" * 100, members=None)

    value = problems_in(json.dumps(yaml.safe_load(text)))["trip"].value

    assert value.isprintable()
    assert len(value) <= 80


def test_attachments_come_by_the_place_of_their_paper(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "Thư mời.pdf").write_bytes(b"%PDF-")
    papers = [{"kind": "request_letter"}, {"kind": "invitation", "file": "papers/Thư mời.pdf"}]

    _, attachments = read_request_file(file_request(tmp_path, papers=papers), REGULATION)

    assert {place: (a.name, a.media_type) for place, a in attachments.items()} == {
        1: ("Thư mời.pdf", "application/pdf")
    }


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname", "link.txt"])
def test_an_attachment_outside_the_folder_of_the_request_is_refused(tmp_path, name):
    folder = tmp_path / "request"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text("not for sending")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    path = file_request(folder, papers=[{"kind": "invitation", "file": name}])

    problem = problems_of_file(path)["papers[1].file"]

    assert problem.msgid == "attachment_outside"


@pytest.mark.parametrize("name", ["missing.pdf", "folder", "x" * 299, "loop"])
def test_an_attachment_that_is_no_readable_file_is_missing(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    path = file_request(tmp_path, papers=[{"kind": "invitation", "file": name}])

    problem = problems_of_file(path)["papers[1].file"]

    assert problem.msgid == "attachment_missing"


def test_the_largest_attachment_is_taken(tmp_path):
    (tmp_path / "large.pdf").write_bytes(b"%PDF".ljust(MOST_ATTACHED_BYTES, b"x"))
    path = file_request(tmp_path, papers=[{"kind": "invitation", "file": "large.pdf"}])

    _, attachments = read_request_file(path, REGULATION)

    assert len(attachments[0].content) == MOST_ATTACHED_BYTES


def test_an_attachment_one_byte_larger_is_refused(tmp_path):
    (tmp_path / "large.pdf").write_bytes(b"x" * (MOST_ATTACHED_BYTES + 1))
    path = file_request(tmp_path, papers=[{"kind": "invitation", "file": "large.pdf"}])

    assert problems_of_file(path)["papers[1].file"].msgid == "attachment_too_large"


def test_missing_attachments_are_told_with_the_other_problems(tmp_path):
    papers = [{"kind": "invitation", "file": "missing.pdf"}]
    path = file_request(tmp_path, papers=papers, trip="offical")

    assert set(problems_of_file(path)) == {"trip", "papers[1].file"}


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path):
    problem = problems_of_file(tmp_path / "nothing.yaml")[""]

    assert problem.msgid == "request_not_found"


def test_a_folder_is_no_request(tmp_path):
    problem = problems_of_file(tmp_path)[""]

    assert problem.msgid == "request_unreadable"


def test_a_file_in_another_encoding_is_told_by_its_line(tmp_path):
    path = tmp_path / "request.yaml"
    path.write_bytes(b"unit: long_my\ntitle: Th\xe3m\n")

    problem = problems_of_file(path)[""]

    assert (problem.msgid, problem.facts) == ("not_utf8", (("line", "2"),))


def values_out_of(scalars):
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
        max_leaves=8,
    )


scalars = st.none() | st.integers() | st.floats() | st.text(max_size=20)
any_values = values_out_of(scalars | st.booleans())


@st.composite
def spoilt_requests(draw, values=any_values):
    """Draw a request in which one value, anywhere, is replaced by any other."""
    whole = make_written(members=members_written(make_leader()))
    part, key = whole, draw(st.sampled_from(sorted(whole)))
    while isinstance(part[key], dict | list) and part[key] and draw(st.booleans()):
        part = part[key]
        key = draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
    part[key] = draw(values)
    return whole


def outcome_of(text, form):
    """Return the problems of a text; anything but a request or `RequestInvalid` breaks the test."""
    try:
        read_request(text, REGULATION, format=form)
    except RequestInvalid as invalid:
        return invalid.problems
    return ()


@given(st.text() | st.text(alphabet="[]{}:,-?&*!|>'\"%@`#\n\t ab1\x00\ud800\u2028"), st.booleans())
def test_no_text_whatsoever_does_more_than_be_refused(text, as_json):
    problems = outcome_of(text, "json" if as_json else "yaml")

    assert problems


@given(spoilt_requests())
def test_a_spoilt_request_is_taken_or_refused_but_never_breaks(whole):
    problems = outcome_of(json.dumps(whole), "json")

    assert all(problem.value.isprintable() for problem in problems)


# Without quotation marks YAML does not tell the text `true` from an answer, JSON does.
@given(spoilt_requests(values_out_of(scalars)))
def test_yaml_and_json_are_read_alike(whole):
    text = json.dumps(whole, ensure_ascii=False)

    as_json = outcome_of(text, "json")
    as_yaml = outcome_of(yaml.safe_dump(json.loads(text), allow_unicode=True), "yaml")

    assert {p.field for p in as_json} == {p.field for p in as_yaml}


@given(spoilt_requests())
def test_every_problem_can_be_said_in_both_languages(whole):
    problems = outcome_of(json.dumps(whole), "json")

    said = [problem.said(words(language)) for problem in problems for language in ("vi", "en")]

    assert not [line for line in said if "problem." in line]


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_a_file_is_found_whether_its_name_is_composed_or_not(tmp_path, on_disk, written):
    name = "thư mời.txt"
    (tmp_path / normalize(on_disk, name)).write_text("x")
    papers = [{"kind": "invitation", "file": normalize(written, name)}]

    _, attachments = read_request_file(file_request(tmp_path, papers=papers), REGULATION)

    assert attachments[0].content == b"x"


def test_a_file_without_content_is_told_by_its_name(tmp_path):
    (tmp_path / "a.txt").touch()
    papers = [{"kind": "invitation", "file": "a.txt"}]

    found = problems_of_file(file_request(tmp_path, papers=papers))

    assert [(p.value, p.msgid) for p in found.values()] == [("a.txt", "attachment_empty")]


def test_one_file_for_two_papers_is_told_at_the_second():
    scan, again, other = (
        Attachment(name, "text/plain", content)
        for name, content in (("a.txt", b"x"), ("b.txt", b"x"), ("c.txt", b"y"))
    )

    found = files_twice({0: scan, 1: other, 3: again})

    assert [(p.field, p.msgid, dict(p.facts)) for p in found] == [
        ("papers[4].file", "file_twice", {"first": "1"})
    ]


@pytest.mark.parametrize("written", ["Không có trong danh bạ", "not in the directory"])
def test_who_is_not_in_the_directory_may_be_said_so_in_words(written):
    text = make_text(members=[make_head().model_dump(mode="json") | {"person": written}])

    request = read_request(text, REGULATION)

    assert isinstance(request, OutboundRequest)
    assert request.members[0].directory_id is None
