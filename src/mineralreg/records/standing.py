"""What agreements and initiatives share: a status and a date that follow from their acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import computed_field

from mineralreg.records.fields import PartialDate, Record
from mineralreg.records.status import date_of, state_of

if TYPE_CHECKING:
    from mineralreg.records.parts import Action


class Standing(Record):
    """A record with acts; its models say which acts they can be."""

    if TYPE_CHECKING:  # declared by each model, at its own place among the keys
        actions: tuple[Action, ...]

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorated properties
    @property
    def status(self) -> str:
        """Status after all recorded acts, a word of the vocabulary of its kind."""
        return state_of(self.actions).status

    @computed_field  # type: ignore[prop-decorator]  # see above
    @property
    def status_since(self) -> PartialDate | None:
        """Date of the act that brought the status."""
        return state_of(self.actions).since

    @computed_field  # type: ignore[prop-decorator]  # see above
    @property
    def date(self) -> PartialDate | None:
        """The day it was signed or launched, else announced, else its first dated act."""
        return date_of(self.actions)
