"""A small regulation of a made-up province: three routes, few ranks, a handful of papers."""

from datetime import date

from config.regulation.codes import (
    Act,
    Activity,
    Direction,
    GuestClass,
    Kind,
    Management,
    Mark,
    Occasion,
    PlaceArea,
    RequiredWhen,
    Stage,
    StartEvent,
    TimeUnit,
)
from config.regulation.inbound import (
    Agreements,
    Assignment,
    AssignmentCondition,
    GuestRank,
    Inbound,
    Place,
    ReportDuty,
)
from config.regulation.limits import Limits, TripLimit
from config.regulation.parts import (
    Body,
    Branch,
    Document,
    Duties,
    Duty,
    PaperKind,
    Rank,
    Route,
    RouteCondition,
    RouteStep,
    Seat,
    Source,
    Text,
    TimeLimit,
    Travel,
)
from config.regulation.province import Regulation


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


def make_guest_route(key, steps=None, **when):
    """Make a row for guests: the border guard is heard where they go to the border."""
    by_default = (
        make_step(Stage.UNIT_SIGNATURE, Act.SIGN, "unit/head", rests_on=("guests", "dates")),
        make_step(
            Stage.OPINIONS,
            Act.CONSULT,
            "border_guard/commander",
            3,
            rests_on=("guests", "programme"),
            only_at=(PlaceArea.BORDER_AREA,),
        ),
        make_step(
            Stage.STATE_DECISION,
            Act.DECIDE,
            "people_committee/chair",
            3,
            rests_on=("guests", "dates", "programme"),
        ),
    )
    return Route(
        key=key,
        title=make_text(key),
        when=RouteCondition(kind=Kind.INBOUND, **when),
        steps=by_default if steps is None else tuple(steps),
        source=make_source(),
    )


def make_rank(title, level, **changed):
    return Rank(**{"title": make_text(title), "level": level, "source": make_source(), **changed})


def make_branch(title, *units):
    return Branch(title=make_text(title), units=units, source=make_source())


def make_paper_kind(title, **changed):
    return PaperKind(**{"title": make_text(title), "source": make_source(), **changed})


def make_guest_rank(title, level, guest_class=None, **changed):
    given = {"title": make_text(title), "level": level, "guest_class": guest_class}
    return GuestRank(**{**given, "source": make_source(), **changed})


def make_place(name, area=PlaceArea.ORDINARY, **changed):
    return Place(**{"name": make_text(name), "area": area, "source": make_source(), **changed})


def make_assignment(key, seat="unit/head", **changed):
    """Make something to arrange: answered within two working days, done the day before."""
    day_before = make_limit(1, direction=Direction.BEFORE, counted_from=StartEvent.ARRIVAL)
    defaults = {
        "key": key,
        "title": make_text(key),
        "seat": seat,
        "answer_within": make_limit(2),
        "done_within": day_before,
        "source": make_source(),
    }
    return Assignment(**{**defaults, **changed})


def make_report_duty(working_days, **changed):
    within = make_limit(working_days, counted_from=StartEvent.SEND_OFF)
    return ReportDuty(**{"seat": "unit/head", "within": within, "source": make_source(), **changed})


def make_inbound(**changed):
    """Make the part on guests: a governor's class is fixed by the chair, one place is forbidden."""
    notice = make_limit(3, direction=Direction.BEFORE, counted_from=StartEvent.ARRIVAL)
    defaults = {
        "coordinator": "pc_office/head",
        "classified_by": "people_committee/chair",
        "classified_within": make_limit(2),
        "minister_level": 80,
        "guest_ranks": {
            "minister": make_guest_rank("Bộ trưởng", 80, GuestClass.B),
            "provincial_governor": make_guest_rank("Tỉnh trưởng", 72),
            "director_general": make_guest_rank("Vụ trưởng", 60, GuestClass.C),
            "official": make_guest_rank("Công chức", 30, GuestClass.C),
            "ngo_representative": make_guest_rank("Đại diện tổ chức", 25, GuestClass.OTHER),
            "reporter": make_guest_rank("Phóng viên", 15, GuestClass.OTHER),
        },
        "places": {
            "phung_hiep": make_place("Huyện Phụng Hiệp"),
            "border_commune": make_place("Xã biên giới", PlaceArea.BORDER_AREA),
            "prohibited_zone": make_place("Khu vực cấm", PlaceArea.PROHIBITED),
        },
        "unannounced_told": ("police/head", "pc_office/head"),
        "notice_of_visit": notice,
        "coordinated_within": make_limit(1),
        "assignments": (
            make_assignment("welcome", mandatory=True),
            make_assignment(
                "banquet", when=AssignmentCondition(activities=(Activity.BANQUET,)), mandatory=True
            ),
            make_assignment("gifts", when=AssignmentCondition(has="gifts")),
            make_assignment(
                "medical", "pc_office/head", when=AssignmentCondition(classes=(GuestClass.B,))
            ),
            make_assignment(
                "border_notice", when=AssignmentCondition(areas=(PlaceArea.BORDER_AREA,))
            ),
        ),
        "visit": Travel(confirmed_by="unit/head", within=make_limit(1), source=make_source()),
        "reports": (
            make_report_duty(15, occasions=(Occasion.CONFERENCE,)),
            make_report_duty(5, accepted_by="pc_office/head", accepted_within=make_limit(2)),
        ),
        "accounts": Duty(
            seat="pc_office/head",
            within=make_limit(15, counted_from=StartEvent.SEND_OFF),
            source=make_source(),
        ),
        "agreements": Agreements(
            consulted=("police/head",),
            opinions_within=make_limit(7),
            signed_by="people_committee/chair",
            reported_by="pc_office/head",
            report_within=make_limit(15, unit=TimeUnit.DAYS),
            source=make_source(),
        ),
    }
    return Inbound(**{**defaults, **changed})


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
            "police": Body(
                name=make_text("Công an tỉnh", "Police"),
                seats={"head": Seat(title=make_text("Giám đốc", "Director"))},
            ),
            "border_guard": Body(
                name=make_text("Bộ đội Biên phòng", "Border guard"),
                seats={"commander": Seat(title=make_text("Chỉ huy trưởng", "Commander"))},
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
            "information_abroad": make_text("Thông tin đối ngoại", "Information abroad"),
            "conferences": make_text("Hội nghị, hội thảo", "Conferences"),
        },
        "papers": {
            "request_letter": make_paper_kind(
                "Công văn đề nghị", required_when=RequiredWhen.ALWAYS
            ),
            "invitation": make_paper_kind("Thư mời", required_when=RequiredWhen.INVITED),
            "cost_estimate": make_paper_kind("Dự toán kinh phí"),
            "annual_plan_extract": make_paper_kind("Trích kế hoạch năm"),
            "guest_list": make_paper_kind(
                "Danh sách khách", kind=Kind.INBOUND, required_when=RequiredWhen.ALWAYS
            ),
            "visit_programme": make_paper_kind("Chương trình của đoàn", kind=Kind.INBOUND),
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
            make_guest_route("guests"),
        ),
        "inbound": make_inbound(),
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
