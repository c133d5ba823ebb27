"""Everything that can go wrong for a user of zhitu.

ZhituError                  one clear sentence: what is wrong, where, and the remedy
├── UsageError              the call is at fault (exit code 2)
│   ├── NotFound            a path, a graph, an entity or a named query that does not exist
│   ├── UnknownFormat       a file suffix or a --format that nobody reads or writes
│   ├── QueryError          a SPARQL query that does not parse, or lacks a parameter
│   └── ForeignFolder       an output folder that holds something other than a zhitu graph
└── DataError               the data are at fault (exit code 1)
    ├── UnreadableDocument  a file that holds no Chinese text that could be read
    ├── GoldError           an annotated text that is not what it should be, named by statement or line
    └── OntologyError       a faulty ontology or lexicon file, named by line or term
"""

from __future__ import annotations


class ZhituError(Exception):
    """Base of all errors that are shown to a user as one sentence.

    >>> str(UnreadableDocument("scan.bin: holds no text; give a text file"))
    'scan.bin: holds no text; give a text file'
    """

    exit_code = 1


class UsageError(ZhituError):
    """The call is at fault."""

    exit_code = 2


class NotFound(UsageError):
    """Something that was named does not exist."""


class UnknownFormat(UsageError):
    """A suffix or format name that has no reader or writer."""


class QueryError(UsageError):
    """A SPARQL query that cannot be run."""


class ForeignFolder(UsageError):
    """A folder that zhitu did not make and therefore will not write into."""


class DataError(ZhituError):
    """The data are at fault."""


class UnreadableDocument(DataError):
    """A file that cannot be read as a Chinese text."""


class GoldError(DataError):
    """A faulty gold file, or one whose text is missing."""


class OntologyError(DataError):
    """A faulty ontology or lexicon file."""


def told(error: Exception) -> str:
    """Return what an exception of a library says, on one line that is not long.

    >>> told(ValueError("line 1\\n  is wrong"))
    'line 1 is wrong'
    """
    said = " ".join(str(error).split())
    return f"{said[:200]}…" if len(said) > 200 else said
