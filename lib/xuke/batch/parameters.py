"""Parameters of a notebook: declared once in its ``parameters`` cell, and strict.

A declaration is an annotated assignment of a literal; a comment on its line explains it::

    district: str = "shanghai-yangpu"  # slug, code, Chinese or English name
    year: int = 2023
    language: Literal["zh", "en"] = "zh"

papermill only warns about a name that it does not know and runs with the default, and it takes
any value for any parameter; here both are errors before anything starts.
"""

from __future__ import annotations

import ast
import json
import typing
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from xuke import catalog
from xuke.model import UnknownNameError, XukeError

_TYPES: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool}


class ParameterError(XukeError):
    """A declaration that cannot be read, or a value of the wrong type."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter; ``type`` is a runtime type, ``annotation`` its spelling."""

    name: str
    annotation: str
    type: Any
    default: Any
    help: str = ""

    def from_text(self, text: str) -> Any:
        """The value that *text*, from a command line, stands for; ``010`` stays a text for str."""
        adapter: TypeAdapter[Any] = TypeAdapter(self.type)
        try:
            if typing.get_origin(self.type) is list:
                return adapter.validate_json(text, strict=True)
            return adapter.validate_strings(text)
        except ValidationError as error:
            raise self._refusal(text, error) from None

    def check(self, value: Any) -> Any:
        """*value* itself, if it is of the declared type exactly."""
        try:
            return TypeAdapter(self.type).validate_python(value, strict=True)
        except ValidationError as error:
            raise self._refusal(value, error) from None

    def _refusal(self, value: Any, error: ValidationError) -> ParameterError:
        why = error.errors()[0]["msg"]
        return ParameterError(
            f"parameter {self.name}: {value!r} is not of type {self.annotation}: {why}"
        )


def declared(source: str, notebook: str) -> dict[str, Parameter]:
    """The parameters that the source of a ``parameters`` cell declares, in its order.

    Raises `ParameterError` for anything but annotated assignments of literals.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise ParameterError(f"{notebook}: the parameters cell: {error}") from None
    lines = source.splitlines()
    found: dict[str, Parameter] = {}
    for statement in tree.body:
        where = f"{notebook}: the parameters cell, line {statement.lineno}"
        if not (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.value is not None
        ):
            if isinstance(statement, ast.Import | ast.ImportFrom | ast.Expr):
                continue
            raise ParameterError(f"{where}: write it as `name: type = value`")
        name, annotation = statement.target.id, ast.unparse(statement.annotation)
        if name in found:
            raise ParameterError(f"{where}: {name} is declared twice")
        try:
            default = ast.literal_eval(statement.value)
        except ValueError:
            raise ParameterError(f"{where}: the default of {name} is not a literal") from None
        parameter = Parameter(
            name,
            annotation,
            _runtime_type(statement.annotation, where),
            default,
            _comment(lines[(statement.end_lineno or 1) - 1], statement.end_col_offset or 0),
        )
        found[name] = Parameter(
            name, annotation, parameter.type, parameter.check(default), parameter.help
        )
    return found


def check_all(
    parameters: Mapping[str, Parameter],
    given: Mapping[str, str],
    notebook: str,
    agencies: Collection[str] = (),
) -> dict[str, Any]:
    """Values of *given*, texts from a command line, by their declarations.

    *agencies* are those of the panel. Raises `UnknownNameError` for a name that the notebook does
    not declare, and for a value of ``indicator`` or ``level`` that is none although the default is.
    """
    for name in given:
        if name not in parameters:
            raise UnknownNameError(f"parameter of {notebook}", name, parameters)
    values = {name: parameters[name].from_text(text) for name, text in given.items()}
    # A user's own notebook may call other things so: a level of confidence, say.
    if "indicator" in values and parameters["indicator"].default in catalog.indicators():
        values["indicator"] = catalog.indicator(values["indicator"])
    if "level" in values and parameters["level"].default in catalog.LEVELS:
        catalog.level(values["level"], among=agencies)
    return values


def verify_injected(source: str, values: Mapping[str, Any]) -> None:
    """Raise `ParameterError` unless *source*, an injected cell, assigns *values* and nothing else.

    Values never become code: whatever a translator of parameters makes of a hostile text must
    read back as that very text.
    """
    try:
        read = {
            statement.targets[0].id: ast.literal_eval(statement.value)  # type: ignore[attr-defined]
            for statement in ast.parse(source).body
        }
    except (SyntaxError, ValueError, AttributeError, TypeError):
        read = None
    if read != dict(values):
        shown = json.dumps(dict(values), ensure_ascii=True)[:200]
        raise ParameterError(f"these values cannot be given to a notebook as they are: {shown}")


def _runtime_type(node: ast.expr, where: str) -> Any:
    """The type an annotation means; nothing of it is evaluated."""
    match node:
        case ast.Name(id=name) if name in _TYPES:
            return _TYPES[name]
        case ast.Subscript(value=ast.Name(id="list"), slice=ast.Name(id=name)) if name in _TYPES:
            element: Any = _TYPES[name]
            return list[element]
        case ast.Subscript(value=ast.Name(id="Literal"), slice=choices):
            try:
                values = ast.literal_eval(choices)
            except ValueError:
                values = ()
            values = values if isinstance(values, tuple) else (values,)
            if values:
                return typing.Literal[values]
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return typing.Union[_runtime_type(left, where), _runtime_type(right, where)]  # noqa: UP007
        case ast.Constant(value=None):
            return None
        case _:
            pass
    allowed = ", ".join([*_TYPES, "list[…]", "Literal[…]", "… | None"])
    raise ParameterError(f"{where}: type {ast.unparse(node)} is not one of {allowed}")


def _comment(line: str, end: int) -> str:
    # Offsets of the syntax tree count bytes.
    _, _, comment = line.encode()[end:].decode().partition("#")
    return comment.strip()
