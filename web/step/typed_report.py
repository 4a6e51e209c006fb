"""A report that is typed on the page of its step: made into the paper that is filed, in the outline of
offices. Its words stand in that paper alone, and are erased with it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from config.regulation.codes import Act, Stage
from flows.case.answers import CommitmentGiven
from flows.case.read import CaseRead
from flows.drawn.issuing import issuer_of
from flows.drawn.telling import told_of
from models.case import Step
from models.errors import DecisionIncomplete, PaperUnprintable
from models.ids import PersonId, body_of
from papers.printing import pdf
from papers.told.context import Told
from papers.told.facts import CommitmentRow, ProposalRow, ReportFacts
from papers.told.paper import PaperType
from papers.told.written import day_written
from web.ground.fields import Upload
from web.ground.form import Sent
from web.step.answer import answer_of
from web.step.drafts import document_of

# The parts of the outline, each with its field of the form.
PARTS = {
    "course": "report_course",
    "done": "report_done",
    "under_way": "report_under_way",
    "deviations": "report_deviations",
}
MOST_PROPOSALS = 5
# What one part may hold; a report of many pages is written elsewhere.
LONGEST_PART = 8000
_PROPOSAL = ("what", "lead", "along", "due")
_FILE = "paper_file"


def is_report(step: Step) -> bool:
    """Tell whether a step asks for the report."""
    return (step.stage, step.act) == (Stage.REPORT, Act.FILE)


def with_typed_report(work: CaseRead, step: Step, person: PersonId, sent: Sent) -> Sent:
    """Return a form with the typed report as its file; the form itself where nothing was typed.

    Raises `DecisionIncomplete` for a report that is both typed and handed in, for a proposal without
    its lead body or day, and for what is too long.
    """
    report = _typed(sent) if is_report(step) else ReportFacts()
    if report == ReportFacts():
        return sent
    if sent.upload(_FILE):
        raise DecisionIncomplete("report_twice")
    dated = sent.day("paper_date", lacks="paper_day")
    if not (sent["paper_number"] and dated):
        raise DecisionIncomplete("paper")
    told = told_of(work, step, PaperType.REPORT, person, report)
    told = _as_filed(work, told, sent["paper_number"], dated, _agreed(sent))
    return replace(sent, files={**sent.files, _FILE: (_set(work, told),)})


def proposals_in(sent: Sent) -> tuple[Mapping[str, str], ...]:
    """Return the rows in which something is proposed."""
    return sent.rows("proposal", _PROPOSAL, MOST_PROPOSALS)


def _agreed(sent: Sent) -> tuple[CommitmentGiven, ...]:
    """Return what the form names as agreed; whatever is wrong with it is told here as later."""
    rows = {name: said for name, said in sent.texts.items() if name.startswith("commitment_")}
    return answer_of(Sent(texts=rows)).commitments


def _typed(sent: Sent) -> ReportFacts:
    parts = {part: sent[field].strip() for part, field in PARTS.items()}
    if any(len(said) > LONGEST_PART for said in parts.values()):
        raise DecisionIncomplete("report_long", most=LONGEST_PART)
    return ReportFacts(**parts, proposals=tuple(_proposals(sent)))


def _proposals(sent: Sent) -> Iterator[ProposalRow]:
    for number, row in enumerate(proposals_in(sent), start=1):
        if not (row["what"].strip() and row["lead"].strip()):
            raise DecisionIncomplete("proposal_lead", number=number)
        due = Sent(texts={"due": (row["due"],)}).day("due", lacks="proposal_due")
        if due is None:
            raise DecisionIncomplete("proposal_due", value=row["due"])
        yield ProposalRow(str(number), row["what"], row["lead"], row["along"], f"{due:%d/%m/%Y}")


def _as_filed(
    work: CaseRead, told: Told, number: str, dated: date, agreed: tuple[CommitmentGiven, ...]
) -> Told:
    """Return what is told with the number and day it is filed under, and what it names as agreed."""
    rows = tuple(
        CommitmentRow(
            number=str(place),
            what=made.what,
            owner=issuer_of(work, body_of(made.owner)).called,
            due=day_written(made.due),
        )
        for place, made in enumerate(agreed, start=1)
    )
    word = told.paper.number.partition("\N{NO-BREAK SPACE}")[0].split()[0]
    paper = replace(told.paper, number=f"{word} {number}", dated=day_written(dated))
    return replace(told, paper=paper, course=replace(told.course, commitments=rows))


def _set(work: CaseRead, told: Told) -> Upload:
    """Return the report as it is kept: as PDF, or in Word where this machine has no typeface for it."""
    document = document_of(work, told)
    try:
        return Upload("bao-cao.pdf", pdf.as_pdf(document))
    except PaperUnprintable:
        return Upload("bao-cao.docx", document)
