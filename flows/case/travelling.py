"""Who travels by what a step is about, and who may: of a namesake nobody knows until it is said.

Nobody judges their own trip. A step about an amendment is about two versions, the one in force and the
one it brings; whoever travels by either judges neither.
"""

from config.regulation.codes import Act, Stage
from flows.case.read import CaseRead
from models.case import Step
from models.competence.deciding import Asked
from models.ids import PersonId
from models.names import name_key


def travellers_of(work: CaseRead, step: Asked) -> frozenset[PersonId]:
    """Return the directory ids of those who travel by a version that a step is about."""
    persons = (p for v in _versions(work, step) for _, p in work.persons_of(v) if p)
    return frozenset(PersonId(person) for person in persons)


def namesakes_of(work: CaseRead, step: Asked) -> frozenset[PersonId]:
    """Return who may be a traveller of what a step is about, and of whom nobody has said who they are.

    That is whoever of the directory bears the name of a traveller, however it is spelt, who is not said
    to be them, until the appraiser has told them apart for the version it is in.
    """
    return frozenset(
        person
        for version in _versions(work, step)
        for person in _bearers(work, version) - _told_apart(work, step, version)
    )


def to_tell_apart(work: CaseRead, step: Step) -> tuple[tuple[PersonId, str], ...]:
    """Return whom an appraiser has to tell apart from a traveller, and how that one is written."""
    if step.act is not Act.APPRAISE:
        return ()
    versions = _versions(work, step)
    written = {name_key(n): n for v in versions for n, _ in work.persons_of(v)}
    borne = {person: key for v in versions for person, key in work.namesakes(v).items()}
    return tuple((person, written[borne[person]]) for person in sorted(namesakes_of(work, step)))


def version_judged(work: CaseRead, step: Asked) -> int:
    """Return the version of the dossier a step is about: the one in force, or its amendment's."""
    if step.stage is Stage.AMENDMENT:
        return work.case.amendments[int(step.key) - 1].version or work.case.version
    return work.case.version


def _versions(work: CaseRead, step: Asked) -> tuple[int, ...]:
    """Return the versions by which somebody travels: the one in force, and the one judged."""
    return tuple(dict.fromkeys((work.case.version, version_judged(work, step))))


def _bearers(work: CaseRead, version: int) -> frozenset[PersonId]:
    """Return who of the directory bears the name of a traveller who is not said to be them."""
    travelling = [(name_key(name), person) for name, person in work.persons_of(version)]
    return frozenset(
        bearer
        for bearer, key in work.namesakes(version).items()
        if any(name == key and person != bearer for name, person in travelling)
    )


def _told_apart(work: CaseRead, asked: Asked, version: int) -> frozenset[PersonId]:
    """Return who was told apart from the travellers of a version, by an appraisal that counts.

    That is the appraisal of the amendment it came with, or else of the request; and that of the
    amendment which is asked about, for whoever appraises it sees both versions.
    """
    came_with = {str(a.number) for a in work.case.amendments if a.version == version}
    amendments = came_with | ({asked.key} if asked.stage is Stage.AMENDMENT else set())
    return frozenset(
        person
        for step in work.case.steps
        if step.told_apart and work.counts(step)
        if (step.key in amendments if step.stage is Stage.AMENDMENT else not came_with)
        for person in step.told_apart
    )
