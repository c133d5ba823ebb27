"""Every error is one sentence for a user, with the exit code of who is at fault."""

from __future__ import annotations

import inspect

import pytest

from ontologies import errors
from ontologies.errors import DataError, UsageError, ZhituError

CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass) if one.__module__ == errors.__name__]


def test_there_are_errors_of_both_kinds() -> None:
    assert {one.__name__ for one in CLASSES} == {
        *("ZhituError", "UsageError", "DataError", "NotFound", "UnknownFormat", "QueryError", "ForeignFolder"),
        *("UnreadableDocument", "GoldError", "OntologyError"),
    }


@pytest.mark.parametrize("error", CLASSES, ids=lambda one: one.__name__)
def test_an_error_is_caught_as_one_of_zhitu_and_says_its_sentence(error: type[ZhituError]) -> None:
    with pytest.raises(ZhituError, match=r"^a\.txt: holds no text; give another$"):
        raise error("a.txt: holds no text; give another")


@pytest.mark.parametrize("error", CLASSES, ids=lambda one: one.__name__)
def test_exit_codes(error: type[ZhituError]) -> None:
    assert error.exit_code == (2 if issubclass(error, UsageError) else 1)


@pytest.mark.parametrize("error", [one for one in CLASSES if one is not ZhituError], ids=lambda one: one.__name__)
def test_either_the_call_or_the_data_are_at_fault(error: type[ZhituError]) -> None:
    assert issubclass(error, UsageError) != issubclass(error, DataError)


def test_the_tree_in_the_documentation_names_them_all() -> None:
    assert errors.__doc__ and all(one.__name__ in errors.__doc__ for one in CLASSES)
