"""The names that a graph uses: namespaces, predicates, and the IRIs of entities, statements, evidence, documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from graph.facts import Evidence
from ontologies.schema import Ontology

BASE = "https://w3id.org/zhitu/id/"
ZT = "https://w3id.org/zhitu/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
ELI = "http://data.europa.eu/eli/ontology#"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"

TYPE = ox.NamedNode(f"{RDF}type")
SUBJECT, PREDICATE, OBJECT = (ox.NamedNode(f"{RDF}{name}") for name in ("subject", "predicate", "object"))
PREF_LABEL, ALT_LABEL = ox.NamedNode(f"{SKOS}prefLabel"), ox.NamedNode(f"{SKOS}altLabel")
TITLE, ISSUED, PUBLISHER = (ox.NamedNode(f"{DCTERMS}{name}") for name in ("title", "issued", "publisher"))
WRITTEN, SUBJECT_CLASS, LANGUAGE, IDENTIFIER = (
    ox.NamedNode(f"{DCTERMS}{name}") for name in ("created", "subject", "language", "identifier")
)
PUBLISHED, KEYWORDS, URL = (ox.NamedNode(f"{SCHEMA}{name}") for name in ("datePublished", "keywords", "url"))
EFFECTIVE, IN_FORCE = (ox.NamedNode(f"{ELI}{name}") for name in ("first_date_entry_in_force", "in_force"))
HOLDS, HOLDS_NOT, HOLDS_IN_PART = (
    ox.NamedNode(f"{ELI}InForce-{name}") for name in ("inForce", "notInForce", "partiallyInForce")
)
DERIVED_FROM = ox.NamedNode(f"{PROV}wasDerivedFrom")
ARTICLE, EVIDENCE, DOCUMENT = (ox.NamedNode(f"{ZT}{name}") for name in ("Article", "Evidence", "document"))
MODALITY, NEGATED = ox.NamedNode(f"{ZT}modality"), ox.NamedNode(f"{ZT}negated")
ACTUAL = ox.NamedNode(f"{ZT}actual")
CONFIDENCE, EXTRACTOR = ox.NamedNode(f"{ZT}confidence"), ox.NamedNode(f"{ZT}extractor")
PLACE, TEXT, SOURCE = (ox.NamedNode(f"{ZT}{name}") for name in ("place", "text", "source"))
START, END, QUOTE = (ox.NamedNode(f"{ZT}{name}") for name in ("start", "end", "quote"))
SUBJECT_TEXT, OBJECT_TEXT = ox.NamedNode(f"{ZT}subjectText"), ox.NamedNode(f"{ZT}objectText")
TIME_TEXT, VALID_FROM, VALID_TO = (ox.NamedNode(f"{ZT}{name}") for name in ("timeText", "validFrom", "validTo"))
QUANTITY_TEXT, QUANTITY_VALUE, QUANTITY_UNIT, APPROXIMATE, QUANTITY_LEAST, QUANTITY_MOST = (
    ox.NamedNode(f"{ZT}quantity{name}") for name in ("Text", "Value", "Unit", "Approximate", "Least", "Most")
)
CONDITION_TEXT, EXCEPTION_TEXT = ox.NamedNode(f"{ZT}conditionText"), ox.NamedNode(f"{ZT}exceptionText")
NUMBER, ISSUER, SECTION, AUTHOR, EDITOR, ENCODING, OFFSET, VALIDITY = (
    ox.NamedNode(f"{ZT}{name}")
    for name in ("number", "issuer", "section", "author", "editor", "encoding", "offset", "validity")
)

REPRINT_OF = ox.NamedNode(f"{ZT}reprintOf")
# What documents are to each other, and what came after what.
READ_AS, ENCLOSES, FORWARDS, RATIFIES, EXTENDS, EXTENDED_TO, ENDS = (
    ox.NamedNode(f"{ZT}{name}")
    for name in ("readAs", "encloses", "forwards", "ratifies", "extends", "extendedTo", "repealedTitle")
)
RENAMING, RENAMED, FORMER_NAME = (ox.NamedNode(f"{ZT}{name}") for name in ("Renaming", "renamed", "formerName"))
SUCCEEDED_BY, ENDED = (ox.NamedNode(f"{ZT}{name}") for name in ("succeededBy", "ended"))
REPLACES, REPLACED_BY = (ox.NamedNode(f"{DCTERMS}{name}") for name in ("replaces", "isReplacedBy"))
REPEALS, REPEALED_BY, AMENDS, AMENDED_BY = (
    ox.NamedNode(f"{ELI}{name}") for name in ("repeals", "repealed_by", "amends", "amended_by")
)
TASK, LEAD, COOPERATES, CONTENT, DEADLINE, DEADLINE_TEXT, TASK_EVIDENCE = (
    ox.NamedNode(f"{ZT}{name}")
    for name in ("Task", "lead", "cooperates", "content", "deadline", "deadlineText", "evidence")
)
INFERENCE, RULE, INHERITED = (ox.NamedNode(f"{ZT}{name}") for name in ("Inference", "rule", "inherited"))
BROADER = ox.NamedNode(f"{SKOS}broader")
SAME_AS = ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs")

PREFIXES = {
    "zt": ZT,
    "zr": BASE,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "owl": "http://www.w3.org/2002/07/owl#",
    "dcterms": DCTERMS,
    "schema": SCHEMA,
    "eli": ELI,
    "prov": PROV,
    "xsd": XSD,
}

Node = ox.NamedNode | ox.Literal
DATE, DECIMAL, ANY_URI = (ox.NamedNode(f"{XSD}{name}") for name in ("date", "decimal", "anyURI"))


@dataclass(frozen=True)
class Names:
    """The IRIs of a graph: `base` for what it speaks of, the ontology's for how it speaks.

    >>> Names().entity("440100-gov").value, Names().relation("adopts").value
    ('https://w3id.org/zhitu/id/e/440100-gov', 'https://w3id.org/zhitu/ontology#adopts')
    """

    base: str = BASE
    ontology: Ontology | None = None

    def entity(self, entity_id: str) -> ox.NamedNode:
        """Return the IRI of an entity."""
        return ox.NamedNode(f"{self.base}e/{entity_id}")

    def statement(self, fact_id: str) -> ox.NamedNode:
        """Return the IRI of the statement of a fact."""
        return ox.NamedNode(f"{self.base}s/{fact_id}")

    def evidence(self, fact_id: str, evidence: Evidence) -> ox.NamedNode:
        """Return the IRI of an evidence of a fact; evidence is never shared between facts."""
        return ox.NamedNode(f"{self.base}v/{evidence.id_for(fact_id)}")

    def document(self, document_id: str) -> ox.NamedNode:
        """Return the IRI of a document."""
        return ox.NamedNode(f"{self.base}d/{document_id}")

    def type(self, type_id: str) -> ox.NamedNode:
        """Return the IRI of an entity type."""
        known = self.ontology.classes.get(type_id) if self.ontology else None
        return ox.NamedNode(known.iri if known else f"{ZT}{type_id}")

    def relation(self, relation_id: str) -> ox.NamedNode:
        """Return the IRI of a relation."""
        known = self.ontology.relations.get(relation_id) if self.ontology else None
        return ox.NamedNode(known.iri if known else f"{ZT}{relation_id}")


def tail(node: object) -> str:
    """Return what follows the last `#` or `/` of an IRI: the id of an entity, document, type or relation.

    >>> tail(ox.NamedNode("https://w3id.org/zhitu/id/e/440100-gov")), tail(ox.NamedNode("urn:x:adopts"))
    ('440100-gov', 'adopts')
    """
    return re.split(r"[#/:]", node.value)[-1] if isinstance(node, ox.NamedNode) else ""


def decimal(value: float) -> ox.Literal:
    """Return a number as xsd:decimal without an exponent; equal numbers are written alike.

    >>> str(decimal(0.9)), str(decimal(12e8))
    ('"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1200000000"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    written = format(Decimal(repr(float(value) + 0.0)), "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return ox.Literal(written, datatype=DECIMAL)


def chinese(text: str) -> ox.Literal:
    """Return a Chinese text as a literal; half a surrogate pair, which is no UTF-8, becomes `?`."""
    return ox.Literal(text.encode("utf-8", "replace").decode(), language="zh")


def plain(text: str) -> ox.Literal:
    """Return a text of no language as a literal; half a surrogate pair (an undecodable file name) becomes `?`."""
    return ox.Literal(text.encode("utf-8", "replace").decode())
