"""What the commands of `zhitu` share: how they fail, how they complain, and the options that several of them take."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ontologies.errors import ZhituError


class Commands(TyperGroup):
    """The commands, none of which shows a traceback for what a user, a file or a pipe did."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; end with exit code 1 where the data are at fault, 2 where the call is, 130 on Ctrl-C."""
        for stream in (sys.stdout, sys.stderr):
            # Chinese and undecodable file names go out whatever the locale says.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except ZhituError as error:
            complain(error)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            # The reader has seen enough (`| head`); what is still buffered goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            complain(f"{error.filename}: {error.strerror}" if error.filename else error)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        return result


Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...", help="Texts, web pages, PDF and Word files, tables or ZIP archives of them, or folders."
    ),
]
Graph = Annotated[Path, typer.Argument(metavar="DIR", help="A folder made by zhitu build.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="Only what held on a day, as 2020-05-31.")]
Infer = Annotated[
    list[str] | None,
    typer.Option(
        "--infer",
        metavar="RULE",
        help="Add what follows: all, subclass, subproperty, inverse, place, successor; may be repeated.",
    ),
]
OntologyFile = Annotated[
    Path | None,
    typer.Option(
        "--ontology", metavar="FILE", help="A Turtle file of your own classes and relations, over the default."
    ),
]

WeightsFolder = Annotated[
    Path | None,
    typer.Option("--weights", metavar="DIR", help="Weights that zhitu train has fitted, instead of those that ship."),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence", metavar="P", min=0.0, max=1.0, help="Only facts that are at least this likely to be right."
    ),
]


def complain(message: object) -> None:
    """Say what is wrong in one line on standard error."""
    typer.echo(f"zhitu: {message}", err=True)
