"""A template filled with what is told of a case: a Word document, to be edited and signed.

A template of an office is code of an administrator, so it is filled in a sandbox. What people wrote
is put in as text: no letter of it is taken for markup, nor for a part of a template.
"""

import re
from dataclasses import fields
from io import BytesIO
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import XMLSyntaxError

from models.errors import PaperTemplateWrong
from papers.laying_out.bytes import same_bytes
from papers.told.context import Told

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What no XML may hold, and what the filler would take for a break of page, column or paragraph.
_NO_TEXT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARK = "\N{REPLACEMENT CHARACTER}"
# Whatever a file that is no Word document does to those who read it.
_NO_DOCUMENT = (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError)


def filled(template: bytes, told: Told, name: str) -> bytes:
    """Return the document; the same template and facts give the same bytes.

    Raises `PaperTemplateWrong` with the file's `name` for one that cannot be filled.
    """
    document = opened(template, name)
    context = {each.name: getattr(told, each.name) for each in fields(told)}
    try:
        document.render(context, environment(), autoescape=True)
    except (TemplateError, XMLSyntaxError, TypeError, ValueError) as wrong:
        raise PaperTemplateWrong(file=name, what=str(wrong)) from wrong
    properties = document.docx.core_properties
    properties.comments = told.paper.case_no
    content = BytesIO()
    document.save(content)
    return same_bytes(content.getvalue())


def opened(template: bytes, name: str) -> DocxTemplate:
    """Return a template read; raises `PaperTemplateWrong` for a file that is no Word document."""
    document = DocxTemplate(BytesIO(template))
    try:
        document.init_docx()
    except _NO_DOCUMENT as wrong:
        raise PaperTemplateWrong(file=name, what=str(wrong) or type(wrong).__name__) from wrong
    return document


def environment() -> ImmutableSandboxedEnvironment:
    """Return what fills templates: a field that there is not is a mistake, and no empty place."""
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_text, autoescape=True, auto_reload=False
    )


def _text(value: object) -> object:
    """Return a value as a document can hold it."""
    if not isinstance(value, str):
        return value
    said = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return (
        type(value)(_NO_TEXT.sub(_MARK, said)) if said != value or _NO_TEXT.search(said) else value
    )
