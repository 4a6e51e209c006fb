"""What is told about a case where people look at its run: stages and bodies, never persons."""

from config.province_time import day_of
from config.regulation.codes import Stage
from flows.case.waiting import Walked
from models.case import Case, Step, StepState


def waits_for(walked: Walked) -> str:
    """Say in one line what a case waits for: stages and the nearest date."""
    case = walked.case
    if case.is_over:
        return str(case.status)
    if case.fault:
        return f"waits for repair: {case.fault}"
    stages = stage_of(walked)
    dates = [step.due_at for step in case.open_steps if step.due_at]
    if not dates and walked.waiting and walked.waiting.until:
        dates = [walked.waiting.until]
    until = f", due {day_of(min(dates)).isoformat()}" if dates else ""
    return f"waits for {stages}{until}"


def stage_of(walked: Walked) -> str:
    """Name the stages a case stands in, each once."""
    opened = {step.stage for step in walked.case.open_steps}
    if not opened and walked.waiting:
        opened = {walked.waiting.stage}
    in_order = (str(stage) for stage in Stage if stage in opened)
    return ", ".join(in_order) or str(walked.case.status)


def progress_table(case: Case) -> str:
    """Return a case's way so far and still to come as a Markdown table."""
    opened = {step.place for step in case.steps}
    lines = [
        f"**{case.no}** · route `{case.route}` · regulation `{case.regulation}`"
        f" (`{case.regulation_digest[:12]}`) · dossier version {case.version}",
        "",
        "| # | stage | act | seat | state | outcome | opened | due | closed |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_row(step) for step in case.steps),
        *(
            f"| | {p.stage} | {p.act} | {p.seat} | planned | | | | |"
            for p in case.plan
            if p.place not in opened
        ),
    ]
    return "\n".join(lines)


def _row(step: Step) -> str:
    state = "overdue" if step.overdue and step.state is StepState.OPEN else str(step.state)
    moments = (step.opened_at, step.due_at, step.decided_at)
    days = " | ".join(f"{moment:%Y-%m-%d %H:%M}" if moment else "" for moment in moments)
    return (
        f"| {step.number} | {step.stage} | {step.act} {step.key} | {step.seat} | {state} "
        f"| {step.choice or ''} | {days} |"
    )
