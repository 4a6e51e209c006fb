"""What was said and done before a step: opinions, silences, returns, versions of the dossier."""

from dataclasses import dataclass
from datetime import date, datetime

from config.regulation import Act, Stage
from config.words import day_of
from flows.case_at_work import CaseAtWork
from models import entries as e
from models.acts import Effect
from models.case import Step, StepState, Vote
from models.journal import Entry
from models.store import dossiers
from web.names import Names
from web.subjects import Subjects


@dataclass(frozen=True)
class PaperGiven:
    """A paper with which a step was answered."""

    number: str
    dated: date | None
    digest: str
    file_name: str


@dataclass(frozen=True)
class VoteShown:
    name: str
    vote: Vote
    remarks: str
    answer: str


@dataclass(frozen=True)
class Outcome:
    """A step with what came of it, in words. `counts`: it stands for the dossier in force.

    `item` is what the step is about, `to` the seat that something was given to.
    """

    step: Step
    seat: str
    item: str
    by: str
    to: str
    remarks: str
    answer: str
    paper: PaperGiven | None
    votes: tuple[VoteShown, ...]
    counts: bool

    @property
    def is_done_again(self) -> bool:
        """Tell whether this asked for something to be handed in anew, which has been done."""
        return not self.counts and self.step.effect in (Effect.TO_UNIT, Effect.AGAIN)

    @property
    def is_against(self) -> bool:
        """Tell whether a decider must see this before anything else: an objection, a silence."""
        return self.counts and (self.step.objects or self.step.state is StepState.SILENT)


@dataclass(frozen=True)
class Version:
    """A version of the dossier: when it came in, for whom it was filed, what it changed."""

    number: int
    at: datetime
    filed_for: str
    digest: str
    changed: tuple[str, ...]


class History:
    """The past of one case, read once for one page."""

    def __init__(self, work: CaseAtWork, entries: tuple[Entry, ...], names: Names) -> None:
        self._work = work
        self._entries = entries
        self._names = names
        self._said = dossiers.texts_of(work.conn, work.case.no)
        self._files = dossiers.file_names(work.conn, work.case.no)
        self.subjects = Subjects(work, names.language, self._said)

    def outcome(self, step: Step) -> Outcome:
        """Return a step with its outcome in words."""
        return Outcome(
            step=step,
            seat=self._names.asked_of(step),
            item=self.subjects.of(step),
            by=self._names.person(step.decided_by),
            to=self._names.seat(step.to_seat) if step.to_seat else "",
            remarks=self._said.get(step.remarks or "", ""),
            answer=self._said.get(step.answer or "", ""),
            paper=self._paper(step),
            votes=tuple(self._vote(vote) for vote in step.votes),
            counts=self._work.counts(step),
        )

    def withdrawn_because(self, step: Step) -> str:
        """Return the code of why a step was withdrawn; empty for one that was not."""
        voided = (en.payload for en in self._entries if isinstance(en.payload, e.StepVoided))
        return next((v.because for v in voided if v.step == step.number), "")

    def outcomes(self, beside: Step) -> tuple[Outcome, ...]:
        """Return what the others answered: objections and silences first, then as they came."""
        had = (StepState.DECIDED, StepState.SILENT)
        others = [
            self.outcome(step)
            for step in self._work.case.steps
            if step.state in had and step.number != beside.number and step.act is not Act.REVISE
        ]
        return tuple(sorted(others, key=lambda outcome: not outcome.is_against))

    def returned(self, step: Step) -> Outcome | None:
        """Return the return that a revision answers to; None for any other step."""
        sent_back = self._work.case.step(int(step.key)) if step.stage is Stage.REVISION else None
        return self.outcome(sent_back) if sent_back else None

    def approved_on(self) -> date | None:
        """Return the day on which the last decision was given; None before that."""
        given = (entry for entry in self._entries if isinstance(entry.payload, e.CaseApproved))
        return next((day_of(entry.at) for entry in given), None)

    def press_accepted(self) -> bool:
        """Tell whether the programme in force came with the paper that accepts its change."""
        revised = [en.payload for en in self._entries if isinstance(en.payload, e.ProgrammeRevised)]
        return bool(revised) and revised[-1].acceptance is not None

    def versions(self) -> tuple[Version, ...]:
        """Return the versions of the dossier, oldest first, each with what it changed."""
        came = [
            entry
            for entry in self._entries
            if isinstance(entry.payload, e.CaseSubmitted | e.DossierRevised)
        ]
        return tuple(self._version(n, entry) for n, entry in enumerate(came, start=1))

    def changed_since(self, seen: str) -> tuple[str, ...]:
        """Return the names of the facts that differ from the version with the digest `seen`."""
        known = next((v.number for v in self.versions() if v.digest == seen), None)
        return self._changed(known, self._work.case.version) if known else ()

    def _version(self, number: int, entry: Entry) -> Version:
        payload = entry.payload
        assert isinstance(payload, e.CaseSubmitted | e.DossierRevised)  # noqa: S101
        return Version(
            number=number,
            at=entry.at,
            filed_for=self._names.person(payload.filed_for),
            digest=payload.dossier_digest,
            changed=self._changed(number - 1, number) if number > 1 else (),
        )

    def _changed(self, old: int, new: int) -> tuple[str, ...]:
        before, now = (self._work.version(version).facts() for version in (old, new))
        return tuple(name for name, value in now.items() if before[name] != value)

    def _paper(self, step: Step) -> PaperGiven | None:
        if not step.paper_number:
            return None
        kept = step.paper_file if step.paper_file in self._files else None
        name = self._files.get(kept or "", "")
        return PaperGiven(step.paper_number, step.paper_date, kept or "", name)

    def _vote(self, vote: Vote) -> VoteShown:
        return VoteShown(
            name=self._names.person(vote.person),
            vote=vote,
            remarks=self._said.get(vote.remarks or "", ""),
            answer=self._said.get(vote.answer or "", ""),
        )
