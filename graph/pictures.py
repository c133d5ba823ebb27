"""Pictures of a graph that stand still, for reports: drawn as SVG, on a page, or as PNG.

`Picture` is one; `PICTURES` lists those that there are, each with the function that draws it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from graph.svg import DARK, STYLES, frame
from ontologies.errors import NotFound, UnknownFormat, UsageError

if TYPE_CHECKING:
    from graph.facts import Fact
    from graph.store import KnowledgeGraph

_FITTED = ".report .picture { max-width: 100%; height: auto; }"
SCALE = 2  # pixels of a PNG for one of the SVG


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its size in pixels: `parts` are SVG elements, `description` says in words what is to be seen.

    It shows itself in a notebook.
    """

    title: str
    description: str
    width: float
    height: float
    parts: tuple[str, ...]

    def to_svg(self) -> str:
        """Return the picture as an SVG file that needs nothing else; dark where the reader's screen is."""
        return frame(self.title, self.description, self.width, self.height, self.parts)

    def to_html(self) -> str:
        """Return a page without programs that shows the picture."""
        from graph.pages import fill_report

        drawn = frame(self.title, self.description, self.width, self.height, self.parts, styled=False)
        return fill_report(
            self.title, f'<main class="report"><div class="wide">{drawn}</div></main>', STYLES + DARK + _FITTED
        )

    def to_png(self, scale: float = SCALE) -> bytes:
        """Return the picture as PNG, `scale` times as large, in the fonts of this machine.

        Raises UsageError where the optional package that draws it (resvg-py) is not installed.
        """
        try:
            import resvg_py
        except ImportError:
            raise UsageError(
                "PNG needs a package that is not installed: pip install 'zhitu[png]'; or write .svg, which every"
                " browser and text program shows"
            ) from None
        drawn = frame(self.title, self.description, self.width, self.height, self.parts, styled=False)
        return bytes(resvg_py.svg_to_bytes(svg_string=drawn, style_sheet=STYLES, zoom=scale))

    def write(self, path: str | Path) -> None:
        """Write the picture in the format of the suffix: .svg, .html or .png.

        Raises UnknownFormat for any other suffix, NotFound where the file's folder does not exist.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in (".svg", ".html", ".png"):
            raise UnknownFormat(f"{target}: no picture has the suffix {target.suffix!r}; use .svg, .html or .png")
        if not target.absolute().parent.is_dir():
            raise NotFound(f"{target.parent}: no such folder; make it first or give another place for {target.name}")
        if suffix == ".png":
            target.write_bytes(self.to_png())
        else:
            written = self.to_svg() if suffix == ".svg" else self.to_html()
            target.write_text(written, encoding="utf-8", newline="\n")

    def __str__(self) -> str:
        return f"{self.title}\n{self.description}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": str(self), "image/svg+xml": self.to_svg()}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of picture: what it shows, whether it needs a name, and where it is drawn."""

    name: str
    shows: str
    shows_zh: str
    named: str  # "", "optional" or "needed"
    drawn_by: str  # module:function

    def draw(self, graph: KnowledgeGraph, name: str | None) -> Picture:
        """Draw the picture of a graph, or of what has a name."""
        module, _, function = self.drawn_by.partition(":")
        draw = cast(Callable[..., Picture], getattr(import_module(module), function))
        return draw(graph, name) if self.named else draw(graph)


PICTURES: Mapping[str, Kind] = {
    one.name: one
    for one in (
        Kind(
            "timeline", "Documents and facts in time", "文件与事实时间线", "optional", "graph.timelines:draw_timeline"
        ),
        Kind("matrix", "Who answers for what", "机构与职责矩阵", "optional", "graph.matrices:draw_matrix"),
        Kind("diffusion", "Who took something up, and when", "制度扩散", "needed", "graph.spreads:draw_diffusion"),
        Kind("map", "Facts by province", "分省地图", "optional", "graph.tilemaps:draw_map"),
        Kind("communities", "What is spoken of together", "社群", "", "graph.clusters:draw_communities"),
    )
}


def picture(graph: KnowledgeGraph, kind: str, name: str | None = None) -> Picture:
    """Return a picture of a graph; with a name, of what is said of the entities that have it.

    Raises UsageError for a kind that there is not, for a name too many and for one too few, NotFound for a name that
    nothing has and where there is nothing to be drawn.
    """
    known = PICTURES.get(kind)
    if known is None:
        raise UsageError(f"no picture is called {kind}; there are: {', '.join(PICTURES)}")
    if known.named == "needed" and not name:
        raise UsageError(f"{kind} shows one thing; name it, as in zhitu picture DIR {kind} 首席质量官制度 -o FILE.svg")
    if name and not known.named:
        raise UsageError(f"{kind} shows the whole graph and takes no name; leave {name} out")
    return known.draw(graph, name)


def entities_called(graph: KnowledgeGraph, name: str) -> frozenset[str]:
    """Return the ids of the entities with a name, or whose names contain it. Raises NotFound where there is none."""
    found = frozenset(entity.id for entity in graph.find(name))
    if not found:
        raise NotFound(f"nothing in the graph is called {name}; zhitu search DIR {name} finds names that are like it")
    return found


def facts_about(graph: KnowledgeGraph, name: str | None) -> list[Fact]:
    """Return the facts about the entities with a name, or all without one. Raises NotFound where there is none."""
    if name is None:
        return list(graph.facts())
    found = {fact.id: fact for entity in sorted(entities_called(graph, name)) for fact in graph.facts(entity)}
    return [found[key] for key in sorted(found)]


def nothing(what: str) -> NotFound:
    """Return the error for a picture that would be empty."""
    return NotFound(f"{what}: the graph has nothing of it to draw")


def print_pictures() -> None:
    """Print the pictures with what they show and whether they take a name."""
    from graph.tables import print_table

    told = {"": "", "optional": "[NAME]", "needed": "NAME"}
    rows = ((one.name, one.shows, one.shows_zh, told[one.named]) for one in PICTURES.values())
    print_table(("name", "shows", "图", "of"), rows)
