// The panel beside the picture: a node's facts, an edge's evidence, a way between two nodes, an article, the documents.
function makePanel(place, model, articles, { ink, chosen, past, choose, show, hopPills, expander, searchField }) {
  const { classes, relations, documents, nodes, edges } = model;
  const { titleOf, dayOf, metaOf } = articles;
  const MANY = 8; // facts of one relation that a card shows at first
  const LISTED = 400; // documents that are listed at first
  const opened = new Set(); // groups and neighbours that the reader unfolded

  const lineOf = (edge) => stroke(edge.negated ? ink().negated : edge.modality === "inferred" ? ink().inferred : (relations[edge.relation] || {}).colour || ink().faint, DASHES[edge.modality], edge.negated);
  const kindOf = (node) => el("span", { class: "kind" }, swatch(classes[node.type]), called(classes[node.type]) || String(node.type ?? ""));
  const link = (node, props = {}) => button({ class: "link", ...props }, () => show(node.id), node.label);
  const percent = (confidence) => (typeof confidence === "number" ? `${Math.round(100 * confidence)}%` : null);

  function top() {
    const back = past.length ? button({ class: "back" }, () => choose(past.pop(), false), word("back")) : null;
    return el("div", { class: "path" }, back, button({ class: "close", "aria-label": word("close") }, () => choose(null), "✕"));
  }
  function chips(edge, fact, said) {
    return [
      edge.negated ? el("span", { class: "chip negated" }, word("negated")) : null,
      edge.modality !== "actual" ? el("span", { class: `chip ${MODALITIES.includes(edge.modality) ? edge.modality : ""}` }, word(edge.modality)) : null,
      fact && fact.time ? el("span", { class: "chip" }, fact.time) : null,
      fact && fact.quantity && fact.quantity !== said ? el("span", { class: "chip" }, fact.quantity) : null,
      ...["condition", "exception"].map((kind) => (fact && fact[kind] ? el("span", { class: "chip clause" }, word(kind), fact[kind]) : null)),
    ];
  }
  function evidenceCard([at, , , quote], act, current) {
    return button({ class: "evidence", "aria-current": current ? "true" : null }, act, quote === null ? el("span", { class: "also" }, word("quoteCut")) : el("q", {}, quote),
      el("cite", {}, el("span", { class: "name" }, titleOf(at)), documents[at][1] ? el("span", {}, dayOf(at)) : null));
  }
  const passagesOf = (edge) => edge.live.flatMap((fact) => fact.evidence.map((evidence) => ({ fact, evidence })));
  const chooseEvidence = (edge, evidence) => choose({ kind: "edge", id: edge.id, evidence: Math.max(0, passagesOf(edge).findIndex((one) => one.evidence === evidence)) });

  /** What a neighbour is connected with in its turn, unfolded under its name. */
  function neighbours(node, through) {
    const key = `near ${through.id} ${node.id}`;
    const further = node.edges.filter((edge) => edge !== through && model.shown.edges.has(edge.id));
    if (!further.length) return [null, null];
    const open = opened.has(key);
    const flip = () => { if (!opened.delete(key)) opened.add(key); draw(true); };
    return [
      button({ class: "chip more", "aria-expanded": String(open), "aria-label": word("furtherOf", node.label, further.length), "data-key": key }, flip, `${open ? "−" : "+"} ${further.length}`),
      open ? el("ul", { class: "further" }, ...further.slice(0, 30).map((edge) => el("li", {}, el("span", { class: "note" }, edge.to === node.id ? `← ${relationName(edge)}` : `${relationName(edge)} →`), link(model.other(edge, node))))) : null,
    ];
  }
  const { relationName } = model;

  function factCard(node, edge) {
    const all = passagesOf(edge);
    const far = model.other(edge, node);
    const [more, further] = neighbours(far, edge);
    return el("div", { class: "fact" },
      el("div", { class: "other" }, link(far), ...chips(edge, edge.live[0], far.label), edge.live.length > 1 ? el("span", { class: "chip" }, `× ${edge.live.length}`) : null, more),
      further,
      ...all.slice(0, 2).map(({ evidence }) => evidenceCard(evidence, () => chooseEvidence(edge, evidence))),
      all.length > 2 ? button({ class: "chip" }, () => choose({ kind: "edge", id: edge.id, evidence: 0 }), word("rest", all.length - 2)) : null,
      all.length ? null : button({ class: "chip" }, () => choose({ kind: "edge", id: edge.id, evidence: 0 }), word("details")));
  }
  function nodePanel(node) {
    const groups = new Map();
    const visible = node.edges.filter((edge) => model.shown.edges.has(edge.id));
    for (const edge of visible) {
      const out = edge.from === node.id;
      const key = `${out ? "out" : "in"} ${edge.relation}`;
      if (!groups.has(key)) groups.set(key, { key: `${node.id} ${key}`, out, edges: [] });
      groups.get(key).edges.push(edge);
    }
    const ordered = [...groups.values()].sort((a, b) => b.out - a.out || b.edges.length - a.edges.length);
    const body = ordered.map(({ key, out, edges: grouped }) => {
      const open = opened.has(key) || grouped.length <= MANY + 2;
      return el("section", { class: "group" },
        el("h3", {}, stroke((relations[grouped[0].relation] || {}).colour || ink().faint, ""), out ? null : el("span", { class: "arrow" }, "←"), relationName(grouped[0]),
          out ? el("span", { class: "arrow" }, "→") : null, el("span", { class: "count" }, String(grouped.length))),
        ...(open ? grouped : grouped.slice(0, MANY)).map((edge) => factCard(node, edge)),
        open ? null : button({ class: "more", "data-key": key }, () => { opened.add(key); draw(true); }, word("moreFacts", grouped.length - MANY)));
    });
    const hidden = node.edges.length - visible.length;
    const aliases = node.aliases.filter((alias) => alias !== node.label);
    return [
      el("header", {}, top(), kindOf(node), el("h2", {}, node.label),
        aliases.length ? el("p", { class: "also" }, word("also") + aliases.join(word("comma"))) : null,
        el("div", { class: "actions" }, el("span", {}, word("facts", model.factsOf(node))), el("span", { class: "arrow" }, "|"), word("hops"), hopPills(node.id), expander(node),
          node.edges.length ? button({ class: "chip act", id: "way-from" }, () => choose({ kind: "path", from: node.id }), word("wayFrom")) : null)),
      el("div", { class: "body" }, ...(body.length ? body : node.edges.length ? [] : [el("p", { class: "also" }, word("noFacts"))]),
        hidden > 0 ? el("p", { class: "also" }, word("filtered", hidden)) : null),
    ];
  }

  /** What a fact says beside its three names: how, when, under which condition, how sure, who read it, and where. */
  function details(edge, fact, evidence) {
    const span = fact.from || fact.to ? `${fact.from || "…"} — ${fact.to || "…"}` : null;
    if (edge.tally !== undefined) return el("dl", { class: "details" }, el("dt", {}, word("relations")), el("dd", { "data-detail": "relations" }, fact.quantity || ""));
    const rows = [
      ["modality", [edge.negated ? word("negated") : null, word(edge.modality)].filter(Boolean).join(word("comma"))],
      ["time", [fact.time, span].filter(Boolean).join(" · ")],
      ["quantity", fact.quantity],
      ["conditionName", fact.condition],
      ["exceptionName", fact.exception],
      ["confidence", percent(fact.confidence)],
      ["extractor", (fact.extractors || []).join(word("comma"))],
      ["rule", fact.rule ? word(`rule-${fact.rule}`) : null],
      ["document", evidence ? [titleOf(evidence[0]), metaOf(evidence[0])].filter(Boolean).join(" · ") : null],
    ];
    return el("dl", { class: "details" }, ...rows.filter(([, said]) => said).flatMap(([key, said]) => [el("dt", {}, word(key)), el("dd", { "data-detail": key }, said)]));
  }
  /** How many facts a line stands for: of a tie between communities, what the filters leave. */
  function many(edge) {
    if (edge.tally !== undefined && edge.tally < edge.weight) return el("span", { class: "chip" }, word("facts", `${edge.tally} / ${edge.weight}`));
    const all = edge.weight || edge.live.length;
    return all > 1 ? el("span", { class: "chip" }, word("facts", all)) : null;
  }
  /** What an inferred fact rests on: facts with their quotes, or what is known of its subject. */
  function rests(edge, fact) {
    const premises = fact.premises.map((id) => edges.get(id)).filter(Boolean);
    if (!premises.length) return el("p", { class: "also" }, word("restsOnSubject", nodes.get(edge.from).label));
    const items = premises.map((one) => {
      const [first] = passagesOf(one);
      return el("li", {}, link(nodes.get(one.from)), el("p", { class: "verb" }, lineOf(one), button({ class: "link", "data-premise": String(one.id) }, () => choose({ kind: "edge", id: one.id }), relationName(one)), link(nodes.get(one.to)), ...chips(one, one.live[0])),
        first ? evidenceCard(first.evidence, () => chooseEvidence(one, first.evidence)) : null);
    });
    return el("div", {}, el("p", { class: "also" }, word("restsOn")), el("ul", { class: "rests" }, ...items));
  }
  function edgePanel(edge) {
    const all = passagesOf(edge);
    const current = all[chosen().evidence || 0] || all[0];
    const fact = current ? current.fact : edge.live[0] || edge.facts[0];
    const cards = all.map((one, at) => el("div", {}, evidenceCard(one.evidence, () => choose({ ...chosen(), evidence: at }, false), one === current), ...chips({ modality: "actual" }, one.fact)));
    return [
      el("header", {}, top(), el("div", { class: "triple" }, link(nodes.get(edge.from)),
        el("p", { class: "verb" }, lineOf(edge), el("b", { class: edge.negated ? "struck" : "" }, relationName(edge)), ...chips(edge, null), many(edge)), link(nodes.get(edge.to))),
        details(edge, fact, current && current.evidence)),
      all.length > 1 ? el("div", { class: "evidences" }, ...cards) : null,
      el("div", { class: "body" }, fact && fact.rule ? rests(edge, fact) : current ? articles.article(...current.evidence.slice(0, 3).map((one) => one ?? undefined)) : el("p", { class: "also" }, word(edge.tally === undefined ? "noEvidence" : "tie"))),
    ];
  }

  function pathPanel({ from, to }) {
    const end = (key, id, set) => el("div", { class: "end" }, el("span", { class: "note" }, word(key)),
      ...(id === undefined ? [searchField(`path-${key}`, word("choose"), (node) => set(node.id))] : [swatch(classes[nodes.get(id).type]), link(nodes.get(id)), button({ class: "close", "aria-label": `${word("change")} ${word(key)}` }, () => set(undefined), "✕")]));
    const ends = [end("start", from, (id) => choose({ kind: "path", from: id, to }, false)), end("finish", to, (id) => choose({ kind: "path", from, to: id }, false))];
    const whole = from !== undefined && to !== undefined;
    const steps = whole ? model.way(from, to) : null;
    const body = [];
    if (!whole) body.push(el("p", { class: "also" }, word("wayHint")));
    else if (!steps) body.push(el("p", { class: "also" }, word("noWay"), model.filtered() ? word("noWayFiltered") : null));
    else {
      const list = el("ol", { class: "steps" });
      let at = nodes.get(from);
      for (const { edge, node } of steps) {
        const [first] = passagesOf(edge);
        const forward = edge.from === at.id;
        list.append(el("li", {}, link(at), el("p", { class: "verb" }, forward ? null : el("span", { class: "arrow" }, "←"), lineOf(edge), el("b", { class: edge.negated ? "struck" : "" }, relationName(edge)), forward ? el("span", { class: "arrow" }, "→") : null, link(node), ...chips(edge, edge.live[0], node.label)),
          first ? evidenceCard(first.evidence, () => chooseEvidence(edge, first.evidence)) : null));
        at = node;
      }
      body.push(el("p", { class: "also" }, word("steps", steps.length)), list);
    }
    return [el("header", {}, top(), el("h2", {}, word("path")), ...ends), el("div", { class: "body" }, ...body)];
  }

  function documentsPanel() {
    const open = opened.has("documents") || documents.length <= LISTED;
    const some = [...(open ? documents : documents.slice(0, LISTED)).keys()];
    return [
      el("header", {}, top(), el("h2", {}, word("documents"))),
      el("div", { class: "body" }, el("ul", { class: "documents" }, ...some.map((at) => el("li", {}, button({}, () => choose({ kind: "article", at }),
        el("span", { class: "name" }, titleOf(at)), el("span", { class: "meta" }, [metaOf(at), word("facts", articles.factsOf(at))].filter(Boolean).join(" · ")))))),
        open ? null : button({ class: "more", "data-key": "documents" }, () => { opened.add("documents"); draw(true); }, word("moreDocuments", documents.length - LISTED))),
    ];
  }

  /** Show what is chosen; `still` keeps the place to which the reader scrolled, and the focus. */
  function draw(still = false) {
    const now = chosen();
    place.hidden = !now;
    if (!now) return place.replaceChildren();
    const scrolled = still && place.querySelector(".body") ? place.querySelector(".body").scrollTop : 0;
    const held = still && document.activeElement.dataset ? document.activeElement.dataset.key : null;
    const parts = {
      node: () => nodePanel(nodes.get(now.id)), edge: () => edgePanel(edges.get(now.id)), path: () => pathPanel(now), documents: documentsPanel,
      article: () => [el("header", {}, top(), el("span", { class: "kind" }, word("article"))), el("div", { class: "body" }, articles.article(now.at))],
    };
    place.replaceChildren(...parts[now.kind]().filter(Boolean));
    const name = { node: () => nodes.get(now.id).label, edge: () => model.sentence(edges.get(now.id)), documents: () => word("documents"), path: () => word("path"), article: () => word("article") };
    place.setAttribute("aria-label", name[now.kind]());
    if (still) place.querySelector(".body").scrollTop = scrolled;
    if (held) [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === held)?.focus();
    const mark = still ? null : place.querySelector("mark.here");
    if (!mark) return undefined;
    const body = mark.closest(".body");
    body.scrollTop = mark.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight * 0.35;
    const card = place.querySelector(".evidence[aria-current]");
    return card && card.scrollIntoView({ block: "nearest" });
  }
  return { draw, chooseEvidence };
}
