"""`doan upgrade`: a database of an older release comes to the shape of this one, with its open cases.

What it finds is told before anything is done: guards of the journal that are missing are a difference
for whoever runs the house, and are laid again only when somebody says so, which is journaled.
"""

from cli.lacks import SetupLacks
from cli.running.database import connected, demand_writable
from cli.running.one import RunningPart, demand_nobody, folder_of, the_only_one
from cli.screen import err, out
from cli.setting_up import check_closed, check_shape, demand_database, read_settings
from cli.told.asking import demand_yes
from cli.told.document import Facts, answer, for_programs
from cli.told.progress import long_work
from config.settings import Settings
from config.words import Words, words
from models.ids import console_account
from models.journal.signing import signer
from models.store import cases
from models.store.database.engine import Store
from models.store.database.others import others_connected
from models.store.house.journal import By
from models.store.migrations import altered, guards_missing, migrate, newest, revisions_after
from models.store.verify.reading import Difference


def upgrade(language: str, *, lay_guards: bool, yes: bool) -> None:
    """Bring the database to this release's shape, nobody else on it; say before and after what is done.

    Raises `SetupLacks` where a Doan runs on it, there is nothing to upgrade, or it is newer than this
    release; `DatabaseAltered` where guards are missing and nobody said that they be laid again;
    `JournalBeyondUs` for another key than the journal's.
    """
    settings, w = read_settings(), words(language)
    demand_database(settings)
    check_closed(settings)
    demand_writable(settings.folder)
    store, revision = connected(settings)
    try:
        if not revision:
            raise SetupLacks("other_shape")
        folder = folder_of(store, settings)
        with the_only_one(folder):
            demand_nobody(folder, RunningPart.DELIVERER, RunningPart.WORKER)
            _upgrade(store, settings, revision, w, lay_guards=lay_guards, yes=yes)
    finally:
        store.close()


def _upgrade(
    store: Store, settings: Settings, revision: str, w: Words, *, lay_guards: bool, yes: bool
) -> None:
    with store.reading() as conn:
        others, missing = others_connected(conn), guards_missing(conn, revision)
    if others:
        raise SetupLacks("others_connected", count=others)
    if missing and not lay_guards:
        raise altered(missing)
    steps = revisions_after(revision)
    if not steps and not missing:
        check_shape(store)
        facts: Facts = {
            "revision_before": revision,
            "revision": revision,
            "steps": [],
            "guards_laid": None,
        }
        answer(facts, w.text("cli.upgrade.current", revision=revision))
        return
    if not (yes and for_programs()):
        # Whoever is asked has to know what is asked.
        for said in _to_be_done(w, revision, steps, missing):
            (err if for_programs() else out).print(said, markup=False, soft_wrap=True)
    if not yes:
        demand_yes(w.text("cli.upgrade.sure"), w)
    account = console_account()
    with long_work(w) as work:
        work.begins("bringing_up")
        migrate(
            store,
            signer(settings.journal_seed),
            lay_missing=lay_guards,
            by=By(account, account),
        )
        check_shape(store)
    with store.reading() as conn:
        is_open = cases.count_under_way(conn)
    facts = {
        "revision_before": revision,
        "revision": newest(),
        "steps": steps,
        "guards_laid": missing.place if missing else None,
        "open_cases": is_open,
    }
    answer(facts, w.text("cli.upgrade.done", revision=newest(), cases=is_open))


def _to_be_done(
    w: Words, revision: str, steps: tuple[str, ...], missing: Difference | None
) -> list[str]:
    """Say what will be done: which revisions, which guards, and what to have before."""
    said = []
    if steps:
        facts = {"found": revision, "needed": newest(), "steps": ", ".join(steps)}
        said.append(w.text("cli.upgrade.steps", **facts))
    if missing:
        said.append(w.text("cli.upgrade.guards", guards=missing.place))
    return [*said, w.text("cli.upgrade.backup")]
