"""What was said and done before a step: opinions, silences, returns, versions of the dossier."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from config.province_time import day_of
from config.regulation.codes import Act, Stage, VotesShown
from flows.case.read import CaseRead
from models import entries as e
from models.case import Case, Step, StepState, Vote
from models.competence.by_reply import BY_REPLY
from models.competence.seeing import Shown, View
from models.ids import Digest, PersonId
from models.journal.entry import Entry
from models.request.parts import Sum
from models.store import dossiers, journal
from models.timeline.rounds import Round, rounds
from web.dossier.outcomes import (
    ActedFor,
    OutcomeShown,
    RemarkShown,
    SettledShown,
    StepPaper,
    VersionShown,
    VoteShown,
)
from web.dossier.readable import Readable
from web.dossier.subjects import Subjects
from web.ground.names import Names

# New versions, and the unit's answers to questions, stand in sections of their own.
_TOLD_APART = frozenset((Act.REVISE, Act.ANSWER))


class CaseHistory:
    """The past of one case, as far as it is shown to one reader, read once for one page."""

    def __init__(self, work: CaseRead, language: str, view: View) -> None:
        self.work = work
        self.view = view
        self.names = Names(work, language)
        self.files = dossiers.file_names(work.conn, work.case.no)
        self.entries = journal.entries_of(work.conn, work.case.no)
        self._said = work.said
        self._decided = {
            en.payload.step: en
            for en in self.entries
            if isinstance(en.payload, e.StepDecided | e.OpinionLate)
        }
        self._cast = {
            (en.payload.step, en.payload.person): en.payload
            for en in self.entries
            if isinstance(en.payload, e.VoteCast)
        }
        self.subjects = Subjects(work, language, self._said)
        self.readable = Readable(work, self.names, self.files)

    @property
    def left_out(self) -> str:
        """Return the code of what the reader is not shown of what was said; empty for nothing."""
        if not self.view.sees(Shown.OUTCOMES):
            return "outcomes"
        return "" if self.view.sees(Shown.OPINIONS) else "opinions"

    def words(self, digest: Digest | None) -> str:
        """Return what somebody wrote; empty where nothing was, or where it is erased."""
        return self._said.get(digest, "") if digest else ""

    def outcome(self, step: Step) -> OutcomeShown:
        """Return a step with its outcome, in words where they are for the reader."""
        reads = self.view.sees_words(step)
        sees_paper = self.view.sees_outcome(step)
        return OutcomeShown(
            step=step,
            seat=self.names.asked_of(step),
            item=self.subjects.of(step),
            by=self.names.person(step.decided_by),
            to=self.names.seat(step.to_seat) if step.to_seat else "",
            remarks=self.words(step.remarks) if reads else "",
            answer=self.words(step.answer) if self.view.sees_answer(step) else "",
            paper=self._paper(step) if sees_paper else None,
            votes=self._votes(step),
            counts=self.work.counts(step),
            acted_for=self._acted_for(self._decision(step)),
            evidence=self._evidence(step),
            recorded_by=self._recorded_by(step),
            by_reply=self._came_by_reply(step),
            refused=self._refused(step),
            told_apart=self._told_apart(step) if reads else (),
            settled=self._settled(step) if sees_paper else (),
            remarks_on=self._remarks_on(step) if reads else (),
            tally=self._tally(step),
            reads=reads,
        )

    def own_vote(self, step: Step, person: PersonId) -> VoteShown | None:
        """Return the vote of a member, who sees their own whatever the regulation says."""
        return next((self._vote(step, vote) for vote in step.votes if vote.person == person), None)

    def withdrawn_because(self, step: Step) -> str:
        """Return the code of why a step was withdrawn; empty for one that was not."""
        for payload in (entry.payload for entry in reversed(self.entries)):
            if isinstance(payload, e.StepVoided) and payload.step == step.number:
                return payload.because
            if isinstance(payload, e.DecisionTakenBack) and payload.step == step.number:
                return "decision_taken_back"
            if isinstance(payload, e.RecordingDisputed) and payload.step == step.number:
                return "recording_disputed"
        return ""

    def outcomes(self, beside: Step | None = None) -> tuple[OutcomeShown, ...]:
        """Return what (the others) answered: objections and silences first, then as they came."""
        own = beside.number if beside else None
        had = (StepState.DECIDED, StepState.SILENT)
        others = [
            self.outcome(step)
            for step in self.work.case.steps
            if step.state in had and step.number != own and step.act not in _TOLD_APART
            if self.view.sees_outcome(step)
        ]
        return tuple(sorted(others, key=lambda outcome: not outcome.is_against))

    def returned(self, step: Step) -> OutcomeShown | None:
        """Return the return that a revision answers to; None for any other step."""
        sent_back = self.work.case.step(step.key_number) if step.stage is Stage.REVISION else None
        return self.outcome(sent_back) if sent_back else None

    def approved_on(self) -> date | None:
        """Return the day on which the last decision was given; None before that."""
        given = (entry for entry in self.entries if isinstance(entry.payload, e.CaseApproved))
        return next((day_of(entry.at) for entry in given), None)

    def press_accepted(self) -> bool:
        """Tell whether the programme in force came with the paper that accepts its change."""
        revised = [en.payload for en in self.entries if isinstance(en.payload, e.ProgrammeRevised)]
        return bool(revised) and revised[-1].acceptance is not None

    def versions(self) -> tuple[VersionShown, ...]:
        """Return the versions of the dossier that came into force, oldest first."""
        told = {r.version: r for r in rounds(self.work.case, self.work.now)}
        found: list[VersionShown] = []
        for entry in self.entries:
            came = _came_into_force(self.work.case, entry)
            if came:
                before = found[-1].number if found else None
                found.append(self._version(entry.at, came, before, told.get(came.number)))
        return tuple(found)

    def changed_since(self, seen: str) -> tuple[str, ...]:
        """Return the names of the facts that differ from the version with the digest `seen`."""
        known = next((v.number for v in self.versions() if v.digest == seen), None)
        return self._changed(known, self.work.case.version) if known else ()

    def _version(
        self, at: datetime, came: "_Came", before: int | None, spent: Round | None
    ) -> VersionShown:
        return VersionShown(
            number=came.number,
            at=at,
            filed_for=self.names.person(came.filed_for),
            digest=came.digest,
            changed=self._changed(before, came.number) if before else (),
            differences=self.readable.differences(before, came.number) if before else (),
            round=spent,
        )

    def _changed(self, old: int, new: int) -> tuple[str, ...]:
        before, now = (self.work.version(version).facts() for version in (old, new))
        return tuple(name for name, value in now.items() if before[name] != value)

    def _paper(self, step: Step) -> StepPaper | None:
        if not step.paper_number:
            return None
        return self._given(step.paper_number, step.paper_date, step.paper_file)

    def _evidence(self, step: Step) -> StepPaper | None:
        paper = step.evidence
        if paper is None or not self.view.sees_evidence(step, votes_shown_of(self.work, step)):
            return None
        return self._given(paper.number, paper.dated, paper.file, paper.incoming or "")

    def _given(
        self, number: str, dated: date | None, file: str | None, incoming: str = ""
    ) -> StepPaper:
        kept = file if file in self.files else None
        name = self.files.get(kept or "", "")
        return StepPaper(number, dated, kept or "", name, secret=file is None, incoming=incoming)

    def _acted_for(
        self, said: e.StepDecided | e.OpinionLate | e.VoteCast | None
    ) -> ActedFor | None:
        """Return in whose place somebody acted, as the journal says."""
        if said is None or said.on_behalf_of is None:
            return None
        giver = self.names.person(said.on_behalf_of)
        return ActedFor(giver, said.authority, said.capacity or "")

    def _decision(self, step: Step) -> e.StepDecided | e.OpinionLate | None:
        entry = self._decided.get(step.number)
        said = entry.payload if entry else None
        return said if isinstance(said, e.StepDecided | e.OpinionLate) else None

    def _settled(self, step: Step) -> tuple[SettledShown, ...]:
        """Return what was spent, each beside the estimate of the version it was told of."""
        said = self._decision(step)
        if not isinstance(said, e.StepDecided) or not said.settled:
            return ()
        estimate = self.work.version(step.version).estimate
        estimated = {(s.payer, s.currency): s.amount for s in estimate}
        return tuple(
            SettledShown(
                Sum(each.payer, each.currency, Decimal(each.amount)),
                estimated.get((each.payer, each.currency)),
            )
            for each in said.settled
        )

    def _came_by_reply(self, step: Step) -> bool:
        said = self._decision(step)
        return said is not None and said.identity == BY_REPLY

    def _recorded_by(self, step: Step) -> str:
        """Return who recorded what came on paper; the journal names them as the actor."""
        entry = self._decided.get(step.number)
        return self.names.person(entry.actor) if entry and step.evidence else ""

    def _refused(self, step: Step) -> tuple[str, ...]:
        persons = self.work.version(step.version).persons if step.refused_members else ()
        return tuple(persons[n - 1][0] for n in step.refused_members if n <= len(persons))

    def _told_apart(self, step: Step) -> tuple[str, ...]:
        return tuple(self.names.person(person) for person in step.told_apart)

    def _remarks_on(self, step: Step) -> tuple[RemarkShown, ...]:
        return tuple(
            RemarkShown(
                remark.field,
                self.readable.field(remark.field, step.version),
                self.words(remark.what),
            )
            for remark in self.work.case.remarks
            if remark.step == step.number
        )

    def _votes(self, step: Step) -> tuple[VoteShown, ...]:
        """Return the votes by name, where they are for the reader."""
        if not self.view.sees_votes(step, votes_shown_of(self.work, step)):
            return ()
        return tuple(self._vote(step, vote) for vote in step.votes)

    def _tally(self, step: Step) -> Mapping[str, int] | None:
        """Count the votes for a reader who does not see them by name."""
        by_name = self.view.sees_votes(step, votes_shown_of(self.work, step))
        if by_name or not step.votes or not self.view.sees_tally(step):
            return None
        return Counter(vote.choice for vote in step.votes)

    def _vote(self, step: Step, vote: Vote) -> VoteShown:
        return VoteShown(
            by=self.names.person(vote.person),
            vote=vote,
            remarks=self.words(vote.remarks),
            answer=self.words(vote.answer),
            acted_for=self._acted_for(self._cast.get((step.number, vote.person))),
        )


def votes_shown_of(work: CaseRead, step: Step) -> VotesShown:
    """Return how the regulation shows the votes of a step's body."""
    body = work.regulation.body_of(step.seat)
    return body.voting.votes_shown if body and body.voting else VotesShown.AFTERWARDS


@dataclass(frozen=True)
class _Came:
    """A version that came into force."""

    number: int
    filed_for: str
    digest: str


def _came_into_force(case: Case, entry: Entry) -> _Came | None:
    """Return the version an entry of the journal puts in force; None for any other entry."""
    payload = entry.payload
    if isinstance(payload, e.CaseSubmitted):
        return _Came(1, payload.filed_for, payload.dossier_digest)
    if isinstance(payload, e.DossierRevised):
        return _Came(payload.version, payload.filed_for, payload.dossier_digest)
    if isinstance(payload, e.AmendmentInForce):
        amended = case.amendments[payload.number - 1]
        if amended.version:
            return _Came(amended.version, amended.filed_for, amended.dossier_digest)
    return None
