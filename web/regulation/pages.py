"""The rules in force as the office, the auditor and whoever runs Doan read them."""

from fastapi.responses import Response

from config.regulation.check import weak_points
from config.regulation.work_list import Places, by_section, cited, rules_of
from models.kinds import KINDS
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import answering_for_rules

router = Router()


@router.shows("/regulation", Permission.ANSWERS_FOR_RULES)
def show_regulation(visitor: VisitorHere, everything: bool = False) -> Response:
    """Show what is to be confirmed yet, by part of the file; `everything`: all rules there are."""
    reader = known(visitor)
    with answering_for_rules(reader) as (regulation, today):
        listed = rules_of(regulation, unconfirmed_only=not everything)
        rules = [rule for _, rule in regulation.rules()]
    w = reader.words
    return reader.page(
        "regulation/regulation.html",
        regulation=regulation,
        parts=by_section(listed),
        everything=everything,
        count=len(rules),
        unconfirmed=sum(rule.unconfirmed for rule in rules),
        is_over=bool(regulation.valid_to and regulation.valid_to < today),
        weak=weak_points(regulation, KINDS),
        said=Places(regulation, w).said,
        cites=lambda rule: cited(rule.source, regulation, w),
    )
