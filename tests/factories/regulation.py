"""A small regulation of a made-up province: two routes, three ranks, a handful of papers."""

from datetime import date

from config.regulation import (
    Act,
    Body,
    Document,
    Duties,
    Duty,
    Kind,
    Limits,
    Management,
    Mark,
    PaperKind,
    Rank,
    Regulation,
    RequiredWhen,
    Route,
    RouteCondition,
    RouteStep,
    Seat,
    Source,
    Stage,
    Text,
    TimeLimit,
    TimeUnit,
    Travel,
    TripLimit,
)


def make_text(vi, en=None):
    return Text(vi=vi, en=en or vi)


def make_source(**changed):
    return Source(**{"document": "rules", "article": "1", "mark": Mark.CONFIRMED, **changed})


def make_limit(amount, unit=TimeUnit.WORKING_DAYS, **changed):
    return TimeLimit(**{"amount": amount, "unit": unit, "source": make_source(), **changed})


def make_step(stage, act, seat, working_days=None, **changed):
    defaults = {
        "stage": stage,
        "act": act,
        "seat": seat,
        "rests_on": ("members", "dates"),
        "within": make_limit(working_days) if working_days is not None else None,
        "source": make_source(),
    }
    return RouteStep(**{**defaults, **changed})


def make_route(key, steps=None, **when):
    """Make a row of the route table; `when` restricts it, without it the row takes everyone."""
    by_default = (
        make_step(Stage.UNIT_SIGNATURE, Act.SIGN, "unit/head"),
        make_step(Stage.STATE_DECISION, Act.DECIDE, "people_committee/chair", 3),
    )
    return Route(
        key=key,
        title=make_text(key),
        when=RouteCondition(kind=Kind.OUTBOUND, **when),
        steps=by_default if steps is None else tuple(steps),
        source=make_source(),
    )


def make_rank(title, level, **changed):
    return Rank(**{"title": make_text(title), "level": level, "source": make_source(), **changed})


def make_paper_kind(title, **changed):
    return PaperKind(**{"title": make_text(title), "source": make_source(), **changed})


def make_regulation(**changed):
    """Make the regulation: the party decides first on those its standing committee manages."""
    duty = Duty(seat="unit/head", within=make_limit(5), source=make_source())
    defaults = {
        "name": "made_up",
        "title": make_text("Quy chế của một tỉnh không có thật", "Rules of a province that is not"),
        "valid_from": date(2020, 1, 1),
        "documents": {"rules": Document(number="00/QC", title=make_text("Quy chế", "Rules"))},
        "focal_office": "pc_office/head",
        "administrator": "pc_office/administrator",
        "auditor": "pc_office/administrator",
        "bodies": {
            "pc_office": Body(
                name=make_text("Văn phòng", "Office"),
                seats={
                    "head": Seat(title=make_text("Chánh Văn phòng", "Head of the office")),
                    "administrator": Seat(title=make_text("Quản trị", "Administrator")),
                },
            ),
            "people_committee": Body(
                name=make_text("Ủy ban nhân dân", "People's committee"),
                seats={"chair": Seat(title=make_text("Chủ tịch", "Chair"))},
            ),
            "standing_committee": Body(
                name=make_text("Ban Thường vụ", "Standing committee"),
                seats={"secretary": Seat(title=make_text("Bí thư", "Secretary"))},
            ),
        },
        "ranks": {
            "district_chair": make_rank("Chủ tịch UBND huyện", 60, key_leader=True),
            "division_head": make_rank("Trưởng phòng", 30),
            "specialist": make_rank("Chuyên viên", 10),
        },
        "areas_of_work": {
            "cooperation_and_friendship": make_text("Hợp tác hữu nghị", "Friendship"),
            "economy_and_ngos": make_text("Kinh tế đối ngoại", "Economic affairs"),
        },
        "papers": {
            "request_letter": make_paper_kind(
                "Công văn đề nghị", required_when=RequiredWhen.ALWAYS
            ),
            "invitation": make_paper_kind("Thư mời", required_when=RequiredWhen.INVITED),
            "cost_estimate": make_paper_kind("Dự toán kinh phí"),
        },
        "routes": (
            make_route(
                "standing_committee",
                managed_by=(Management.STANDING_COMMITTEE,),
                steps=(
                    make_step(Stage.UNIT_SIGNATURE, Act.SIGN, "unit/head"),
                    make_step(Stage.APPRAISAL, Act.APPRAISE, "pc_office/head", 2),
                    make_step(Stage.PARTY_DECISION, Act.DECIDE, "standing_committee/secretary", 5),
                    make_step(Stage.STATE_DECISION, Act.DECIDE, "people_committee/chair", 3),
                ),
            ),
            make_route("ordinary"),
        ),
        "preparation": (),
        "travel": Travel(confirmed_by="unit/head", within=make_limit(1), source=make_source()),
        "afterwards": Duties(report=duty, passports=duty, accounts=duty),
        "limits": Limits(
            trips_a_year=TripLimit(at_most=2, source=make_source(article="2")),
            key_leaders_of_one_unit=TripLimit(at_most=1, source=make_source(article="3")),
        ),
        "remind_before": make_limit(1),
    }
    return Regulation(**{**defaults, **changed})
