"""Stores beside a graph's own: what was worked out from it once and is kept until the next build."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def kept_beside(folder: Path, name: str, make: Callable[[Path], None], outdated: Iterable[Path] = ()) -> Path | None:
    """Return the store of a name in a graph's folder, which `make` makes at a place of its own if it is not there.

    The `outdated` ones go when a new one is there. Returns None for a folder that may only be read.

    Raises OSError where there is no room for it.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     kept_beside(Path(folder), "store-1.day", lambda place: place.mkdir()).name
    'store-1.day'
    """
    kept = folder / name
    if kept.exists():
        return kept
    try:
        work = Path(tempfile.mkdtemp(prefix="store-making-", dir=folder))
    except OSError:
        return None
    try:
        make(work / "store")
        os.replace(work / "store", kept)
        for other in outdated:
            if other != kept:
                shutil.rmtree(other, ignore_errors=True)
    except OSError:
        if not kept.exists():  # if it does, another process was faster
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return kept
