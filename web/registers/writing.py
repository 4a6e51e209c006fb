"""The office writes in a register: rows entered, changed, moved, removed; lines put and dropped."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from fastapi.responses import Response

from flows.acts.registers import writing
from flows.case.answers import Identified
from models.errors import (
    DoanError,
    FileRefused,
    Problem,
    RegisterRefused,
    RegisterRowUnknown,
    RequestInvalid,
)
from models.registers.known import REGISTERS
from models.registers.lines import LineKind
from models.registers.register import RegisterKey
from models.request.form.described import Field
from models.request.form.written import Values, taken
from models.store.registers import rows
from models.store.registers.rows import RegisterRow, said_of
from models.store.registers.writing import FileKept
from web.ground.fields import Upload, number_in
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import at_registers
from web.registers.asked import (
    REGISTERS_PATH,
    LineNumber,
    RowNumber,
    form_of,
    lists_of_register,
    path_of,
    within,
)
from web.request.desk import Lacks
from web.request.reading import reads
from web.request.widgets import FieldsShown, lists_of

router = Router()
_MENDABLE: tuple[type[DoanError], ...] = (*MENDABLE, RegisterRefused)
_ONE = f"{REGISTERS_PATH}/{{register}}/{{number}}"


@dataclass(frozen=True)
class FormAsked:
    """A form of a register: of a new row, of one that is there, or of a line (0: a new one)."""

    register: RegisterKey
    number: int | None = None
    what: LineKind | None = None
    line: int = 0

    @property
    def action(self) -> str:
        """Return the address it is sent to."""
        if self.number is None:
            return path_of(self.register, None, "new")
        beneath = ("lines", self.what.value, f"{self.line}") if self.what else ("change",)
        return path_of(self.register, self.number, *beneath)

    @property
    def back(self) -> str:
        """Return the page it belongs to."""
        return path_of(self.register, self.number)

    @property
    def form(self) -> Field:
        """Return its fields."""
        return form_of(self.register, self.what, is_new=self.number is None)

    def kept(self, row: RegisterRow | None) -> tuple[Values, int]:
        """Return what stands in it before anybody writes, and the version of that."""
        if row is None:
            return {}, 0
        if self.what is None:
            return _filled(row.content), row.version
        if not self.line:
            return {}, 0
        text = row.line(self.line)
        return _filled(said_of(text)), text.version


def _filled(content: object) -> Values:
    given = content if isinstance(content, dict) else {}
    return {name: f"{value}" for name, value in given.items() if value not in (None, "")}


@router.shows(f"{REGISTERS_PATH}/{{register}}/new", Permission.WRITES_REGISTERS)
def show_new(register: RegisterKey, visitor: VisitorHere) -> Response:
    """Show the form of a new row."""
    asked = FormAsked(register)
    return _page(_sheet(asked, visitor), asked)


@router.takes(f"{REGISTERS_PATH}/{{register}}/new", Permission.WRITES_REGISTERS)
def enter_row(register: RegisterKey, visitor: VisitorHere, sent: SentHere) -> Response:
    """Enter a row."""

    def act(who: Identified, written: Values) -> str:
        number = writing.enter_row(visitor.running.desk, who, register, written)
        return path_of(register, number)

    return _taken(FormAsked(register), visitor, sent, act)


@router.shows(f"{_ONE}/change", Permission.WRITES_REGISTERS)
def show_changing(register: RegisterKey, number: RowNumber, visitor: VisitorHere) -> Response:
    """Show the form of a row as it stands."""
    asked = FormAsked(register, number)
    return _page(_sheet(asked, visitor), asked)


@router.takes(f"{_ONE}/change", Permission.WRITES_REGISTERS)
def change_row(
    register: RegisterKey, number: RowNumber, visitor: VisitorHere, sent: SentHere
) -> Response:
    """Let a row say something else."""

    def act(who: Identified, written: Values) -> str:
        seen = number_in(sent["seen"]) or 0
        writing.change_row(visitor.running.desk, who, register, number, written, seen=seen)
        return path_of(register, number)

    return _taken(FormAsked(register, number), visitor, sent, act)


@router.shows(f"{_ONE}/lines/{{what}}/{{line}}", Permission.WRITES_REGISTERS)
def show_line(
    register: RegisterKey, number: RowNumber, what: LineKind, line: LineNumber, visitor: VisitorHere
) -> Response:
    """Show the form of a line, of a new one by the number 0."""
    asked = FormAsked(register, number, what, line)
    return _page(_sheet(asked, visitor), asked)


@router.takes(f"{_ONE}/lines/{{what}}/{{line}}", Permission.WRITES_REGISTERS)
def put_line(
    register: RegisterKey,
    number: RowNumber,
    what: LineKind,
    line: LineNumber,
    visitor: VisitorHere,
    sent: SentHere,
) -> Response:
    """Hang a line on a row, let it say something else, drop or erase it, as is asked for."""
    asked, desk = FormAsked(register, number, what, line), visitor.running.desk

    def act(who: Identified, written: Values) -> str:
        if line and sent["do"] in ("remove", "erase"):
            erased = sent["do"] == "erase"
            writing.drop_line(desk, who, register, number, line, erased=erased)
        else:
            seen, file = number_in(sent["seen"]) or 0, _file(sent.upload("file"))
            line_asked = writing.LineAsked(what, line, seen)
            writing.put_line(desk, who, register, number, line_asked, written, file=file)
        return f"{path_of(register, number)}#{what.value}"

    return _taken(asked, visitor, sent, act)


def _file(upload: Upload | None) -> FileKept | None:
    if upload is None:
        return None
    if not upload.content and not upload.too_large:
        raise FileRefused("empty", upload.name)
    kept = upload.attachment()
    return FileKept(kept.name, kept.media_type, kept.content)


@router.takes(f"{_ONE}/move", Permission.WRITES_REGISTERS)
def move_row(
    register: RegisterKey, number: RowNumber, visitor: VisitorHere, sent: SentHere
) -> Response:
    """Let a row stand in another stage."""
    return _done(
        register,
        number,
        visitor,
        sent,
        "move",
        lambda who: writing.move_row(
            visitor.running.desk,
            who,
            register,
            number,
            stage=sent["stage"],
            since=sent.day("since"),
            because=sent["reason"],
            seen=number_in(sent["seen"]) or 0,
        ),
    )


@router.takes(f"{_ONE}/remove", Permission.WRITES_REGISTERS)
def remove_row(
    register: RegisterKey, number: RowNumber, visitor: VisitorHere, sent: SentHere
) -> Response:
    """Take a row out that was entered by mistake."""
    seen = number_in(sent["seen"]) or 0
    act = partial(writing.remove_row, visitor.running.desk)
    return _done(
        register,
        number,
        visitor,
        sent,
        "remove",
        lambda who: act(who, register, number, because=sent["reason"], seen=seen),
    )


def _done(
    register: RegisterKey,
    number: int,
    visitor: Visitor,
    sent: Sent,
    verb: str,
    act: Callable[[Identified], None],
) -> Response:
    """Do what the page of a row asks for; a refusal has a page of its own, with what was written."""
    back = path_of(register, number)
    sheet = sheet_at(path_of(register, number, verb), visitor, sent, back=back, mendable=_MENDABLE)

    def again(refused: Sheet) -> Response:
        assert refused.refusal is not None  # noqa: S101 - only a refusal leads here.
        return refused.refused(refused.refusal)

    return sheet.taken(act, again, onwards=back)


def _taken(
    asked: FormAsked, visitor: Visitor, sent: Sent, act: Callable[[Identified, Values], str]
) -> Response:
    sheet, form = _sheet(asked, visitor, sent), asked.form
    with at_registers(sheet.visitor) as conn:
        lists = lists_of_register(conn, sheet.visitor, asked.register)
    written = taken(form.parts[0].parts, reads((form,), sent, lists), within(form))
    return sheet.taken(
        lambda who: act(who, written), lambda refused: _page(refused, asked, written), onwards=str
    )


def _sheet(asked: FormAsked, visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(asked.action, visitor, sent, back=asked.back, mendable=_MENDABLE)


def _page(sheet: Sheet, asked: FormAsked, written: Values | None = None) -> Response:
    reader, form = sheet.visitor, asked.form
    with at_registers(reader) as conn:
        lists = lists_of_register(conn, reader, asked.register)
        row = None
        if asked.number is not None:
            row = rows.row_of(conn, asked.number, asked.register)
    if asked.what and asked.what not in REGISTERS[asked.register].lines:
        raise RegisterRowUnknown(number=asked.what, register=asked.register)
    kept, version = asked.kept(row)
    problems = _named(sheet.refusal, within(form))
    beside = Lacks(problems).beside_fields(marks_missing=True)
    shown = FieldsShown(reader.words, lists, beside, {}, {}, {})
    values = kept if written is None else written
    fields = form.parts[0].parts
    widgets = shown.widgets(fields, values, within(form))
    return sheet.shown(
        "registers/form.html",
        asked=asked,
        name=row.content.get("name", "") if row else "",
        widgets=widgets,
        lists=lists_of(widgets, fields, lists),
        seen=sheet.sent["seen"] or version,
        # What is wrong stands beside its field.
        problems=() if problems else sheet.sentences(),
    )


def _named(refusal: DoanError | None, within: str) -> tuple[Problem, ...]:
    """Return what is wrong by the names that the fields have in the form."""
    if not isinstance(refusal, RequestInvalid):
        return ()
    return tuple(replace(each, field=f"{within}{each.field}") for each in refusal.problems)
