"""The office puts together what units registered: nothing is lost, nothing is taken twice."""

from hypothesis import given
from hypothesis import strategies as st

from models.annual_plan.merging import PlanContent, Registered, Stray, merge, trimmed
from tests.factories.annual_plan import (
    make_contribution,
    make_entry,
    make_intended,
    make_intended_task,
)


def registered(case_no="DK-2020-0001", **changed):
    return Registered(case_no, make_contribution(**changed))


def test_each_delegation_gets_a_key_by_its_way_and_the_unit_that_registered_it():
    two = (make_intended(), make_intended(kind="inbound"))

    merged = merge(
        PlanContent(), [registered(unit="nga_bay", entries=two, tasks=(make_intended_task(),))]
    )

    content = merged.content
    assert [(e.key, e.unit) for e in content.entries] == [("R1", "nga_bay"), ("V1", "nga_bay")]
    assert [(t.key, t.unit) for t in content.tasks] == [("N1", "nga_bay")]
    assert content.merged == ("DK-2020-0001",)


def test_a_registration_is_taken_in_once():
    once = merge(PlanContent(), [registered()]).content

    assert merge(once, [registered()]).content == once


def test_what_the_office_trimmed_does_not_come_back():
    content = trimmed(merge(PlanContent(), [registered()]).content, "R1")

    assert merge(content, [registered()]).content.entries == ()


def test_what_is_added_in_midyear_comes_behind_what_is_there():
    standing = PlanContent(entries=(make_entry("R1"), make_entry("R9")))

    merged = merge(standing, [registered()])

    assert [e.key for e in merged.content.entries] == ["R1", "R9", "R10"]


def test_a_key_changes_what_the_same_unit_has_under_it():
    standing = PlanContent(entries=(make_entry("R1", unit="long_my", persons=5),))
    changed = make_intended(key="R1", persons=9)

    merged = merge(standing, [registered(unit="long_my", entries=(changed,))])

    assert [(e.key, e.persons) for e in merged.content.entries] == [("R1", 9)]


def test_nobody_changes_what_another_unit_has():
    standing = PlanContent(entries=(make_entry("R1", unit="phung_hiep"),))

    merged = merge(standing, [registered(entries=(make_intended(key="R1"),))])

    assert merged.content.entries[0] == standing.entries[0]
    assert [(e.key, e.unit) for e in merged.content.entries[1:]] == [("R2", "long_my")]
    assert merged.stray == (Stray("DK-2020-0001", "R1"),)


def test_what_is_to_replace_nothing_is_added_and_told():
    merged = merge(PlanContent(), [registered(entries=(make_intended(key="R4"),))])

    assert [e.key for e in merged.content.entries] == ["R1"]
    assert merged.stray == (Stray("DK-2020-0001", "R4"),)


def test_one_delegation_registered_by_two_units_is_told():
    both = [registered(unit="long_my"), registered("DK-2020-0002", unit="phung_hiep")]

    assert merge(PlanContent(), both).alike == (("R1", "R2"),)


def test_guests_in_another_quarter_are_another_delegation():
    two = (make_intended(quarter="q1"), make_intended(quarter="q4"))

    assert merge(PlanContent(), [registered(entries=two)]).alike == ()


REGISTRATIONS = st.lists(
    st.builds(
        lambda number, unit, delegations, tasks: registered(
            f"DK-2020-{number:04d}",
            unit=unit,
            entries=tuple(make_intended(kind=kind) for kind in delegations),
            tasks=(make_intended_task(),) * tasks,
        ),
        st.integers(1, 9999),
        st.sampled_from(("long_my", "nga_bay", "phung_hiep")),
        st.lists(st.sampled_from(("outbound", "inbound")), max_size=4),
        st.integers(0, 3),
    ),
    max_size=6,
    unique_by=lambda each: each.case_no,
)


@given(REGISTRATIONS)
def test_everything_that_is_registered_is_in_the_plan_under_a_key_of_its_own(several):
    content = merge(PlanContent(), several).content
    keys = [*(e.key for e in content.entries), *(t.key for t in content.tasks)]

    assert len(set(keys)) == len(keys)
    assert len(content.entries) == sum(len(each.content.entries) for each in several)
    assert len(content.tasks) == sum(len(each.content.tasks) for each in several)


@given(REGISTRATIONS, st.integers(0, 6))
def test_it_is_the_same_whether_put_together_at_once_or_bit_by_bit(several, at):
    first = merge(PlanContent(), several[:at]).content

    assert merge(first, several).content == merge(PlanContent(), several).content
