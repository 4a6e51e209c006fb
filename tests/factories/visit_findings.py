"""A made-up province that receives guests, and what is found on requests read under its rules."""

from datetime import date, timedelta

from config.province_time import working_calendar
from config.regulation.codes import Act, GuestClass, Kind, PlaceArea, Stage, StartEvent, TimeUnit
from config.regulation.inbound import Agreements, GuestRank, Inbound, Place
from config.regulation.parts import Route, RouteCondition, Travel
from models.inbound.findings.compliance import findings
from tests.factories.regulation import (
    make_limit,
    make_regulation,
    make_source,
    make_step,
    make_text,
)
from tests.factories.visit import make_item, make_visit_request

DAY = timedelta(days=1)
IN_JULY = date(2020, 7, 6)


def make_guest_rank(title, level, guest_class=None):
    return GuestRank(
        title=make_text(title), level=level, guest_class=guest_class, source=make_source()
    )


def make_place(name, area=PlaceArea.ORDINARY):
    return Place(name=make_text(name), area=area, source=make_source())


def make_inbound(**changed):
    """Make the rules on guests: a rank without a class, and a place of every kind."""
    agreements = Agreements(
        consulted=("pc_office/head",),
        opinions_within=make_limit(7, source=make_source(document="agreements", article="Điều 18")),
        signed_by="people_committee/chair",
        reported_by="pc_office/head",
        report_within=make_limit(15, TimeUnit.DAYS),
        source=make_source(),
    )
    defaults = {
        "coordinator": "pc_office/head",
        "classified_by": "people_committee/chair",
        "minister_level": 80,
        "guest_ranks": {
            "minister": make_guest_rank("Bộ trưởng", 80, GuestClass.B),
            "governor": make_guest_rank("Tỉnh trưởng", 70),
            "director_general": make_guest_rank("Vụ trưởng", 50, GuestClass.C),
            "official": make_guest_rank("Chuyên viên", 20, GuestClass.C),
            "reporter": make_guest_rank("Phóng viên", 10, GuestClass.OTHER),
            "ngo_representative": make_guest_rank("Đại diện tổ chức", 10, GuestClass.OTHER),
        },
        "places": {
            "phung_hiep": make_place("Huyện Phụng Hiệp"),
            "border_commune": make_place("Xã biên giới", PlaceArea.BORDER_AREA),
            "belt_hamlet": make_place("Ấp vành đai", PlaceArea.BORDER_BELT),
            "island": make_place("Xã đảo", PlaceArea.SEA_BORDER),
            "barracks": make_place("Khu quân sự", PlaceArea.PROHIBITED),
        },
        "notice_of_visit": make_limit(3, counted_from=StartEvent.ARRIVAL),
        "coordinated_within": make_limit(1),
        "assignments": (),
        "visit": Travel(confirmed_by="unit/head", within=make_limit(1), source=make_source()),
        "reports": (),
        "agreements": agreements,
    }
    return Inbound(**{**defaults, **changed})


def make_host_regulation(inbound=None, **changed):
    """Make the regulation: the office appraises in 2 working days, the chair decides in 3."""
    route = Route(
        key="guests",
        title=make_text("guests"),
        when=RouteCondition(kind=Kind.INBOUND),
        steps=(
            make_step(Stage.UNIT_SIGNATURE, Act.SIGN, "unit/head"),
            make_step(Stage.APPRAISAL, Act.APPRAISE, "pc_office/head", 2),
            make_step(Stage.STATE_DECISION, Act.DECIDE, "people_committee/chair", 3),
        ),
        source=make_source(),
    )
    of_the_province = make_regulation()
    agreements = of_the_province.documents["rules"].model_copy(update={"number": "70/2020/QH14"})
    defaults = {
        "province": make_text("Hậu Giang"),
        "documents": {**of_the_province.documents, "agreements": agreements},
        "routes": (route,),
        "papers": {},
        "inbound": inbound or make_inbound(),
    }
    return make_regulation(**{**defaults, **changed})


def found_on(
    request,
    regulation=None,
    *,
    submitted_on=IN_JULY,
    guest_class=GuestClass.C,
    approved_on=None,
    **since,
):
    regulation = regulation or make_host_regulation()
    return findings(
        request,
        regulation,
        working_calendar(regulation),
        submitted_on=submitted_on,
        guest_class=guest_class,
        approved_on=approved_on,
        **since,
    )


def found(key, request, regulation=None, **circumstances):
    """Return the findings with this key."""
    return [f for f in found_on(request, regulation, **circumstances) if f.key == key]


def said_of(key, request, regulation=None, **circumstances):
    """Return the facts of the only finding with this key."""
    (finding,) = found(key, request, regulation, **circumstances)
    return dict(finding.facts)


def coming(arrives, days=1, *, make=make_visit_request, **changed):
    """Make a request whose guests come on a day, with an item on each and nowhere to sleep."""
    departs = arrives + (days - 1) * DAY
    programme = tuple(make_item(day=arrives + n * DAY) for n in range(min(days, 5)))
    return make(
        **{
            "arrives": arrives,
            "departs": departs,
            "programme": programme,
            "lodging": (),
            **changed,
        }
    )
