"""Which lifecycle a case walks: it goes by the kind of its delegation."""

from collections.abc import Callable

from config.regulation.codes import Kind
from flows.annual_plan import annual_plan, plan_contribution
from flows.case.at_work import CaseAtWork
from flows.inbound import inbound
from flows.outbound import outbound

Lifecycle = Callable[[CaseAtWork], None]

LIFECYCLES: dict[Kind, Lifecycle] = {
    Kind.OUTBOUND: outbound,
    Kind.INBOUND: inbound,
    Kind.PLAN_CONTRIBUTION: plan_contribution,
    Kind.ANNUAL_PLAN: annual_plan,
}
