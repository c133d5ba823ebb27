// The table twin: the facts and the entities that the picture shows, for those who sort, read aloud, or print.

/** One record for each shown fact: its edge, itself and its first passage. */
function shownFacts(model) {
  return [...model.shown.edges].map((id) => model.edges.get(id)).flatMap((edge) => edge.live.map((fact) => ({ edge, fact, from: model.nodes.get(edge.from), to: model.nodes.get(edge.to) })));
}
const mannerOf = (edge) => [edge.negated ? word("negated") : null, word(edge.modality)].filter(Boolean).join(word("comma"));

function makeTable(place, model, articles, { state, show, choose, changed }) {
  const TABS = { facts: "tableFacts", entities: "entities" };
  const PAGE = 200; // rows drawn at once; more on demand
  let most = PAGE;
  const typeOf = (node) => called(model.classes[node.type]) || String(node.type ?? "");
  const entity = (node) => [el("span", { class: "entity" }, swatch(model.classes[node.type]), button({ class: "cell" }, () => show(node.id), node.label))];
  const percent = (fact) => (typeof fact.confidence === "number" ? `${Math.round(100 * fact.confidence)}%` : "");
  const evidenceAt = (edge, fact) => {
    let at = 0;
    for (const one of edge.live) { if (one === fact) return at; at += one.evidence.length; }
    return 0;
  };
  const KINDS = {
    facts: {
      records: () => shownFacts(model),
      columns: [
        ["subject", (r) => r.from.label, (r) => entity(r.from)],
        ["relation", (r) => model.relationName(r.edge), (r) => [button({ class: "cell", "data-edge": String(r.edge.id) }, () => choose({ kind: "edge", id: r.edge.id, evidence: evidenceAt(r.edge, r.fact) }), model.relationName(r.edge))]],
        ["object", (r) => r.to.label, (r) => entity(r.to)],
        ["modality", (r) => mannerOf(r.edge)],
        ["time", (r) => r.fact.from || r.fact.to || "", (r) => [r.fact.time || r.fact.from || ""]],
        ["quantity", (r) => r.fact.quantity || ""],
        ["confidence", (r) => (typeof r.fact.confidence === "number" ? r.fact.confidence : -1), (r) => [percent(r.fact)]],
        ["document", (r) => (r.fact.evidence.length ? articles.titleOf(r.fact.evidence[0][0]) : "")],
      ],
    },
    entities: {
      records: () => model.ranked.filter((node) => model.shown.nodes.has(node.id)).map((node) => ({ node, count: node.edges.reduce((sum, edge) => sum + (model.shown.edges.has(edge.id) ? edge.live.length : 0), 0) })),
      columns: [
        ["entity", (r) => r.node.label, (r) => entity(r.node)],
        ["type", (r) => typeOf(r.node)],
        ["factCount", (r) => r.count],
        ["aliases", (r) => r.node.aliases.join(word("comma"))],
      ],
    },
  };

  function sorted(records, columns) {
    const [key, down] = state.sort ? [state.sort.replace(/^-/, ""), state.sort.startsWith("-")] : [null, false];
    const column = columns.find(([name]) => name === key);
    if (!column) return records;
    const collator = new Intl.Collator(speech.language === "zh" ? "zh-Hans-CN" : "en", { numeric: true });
    const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    const keyed = records.map((record) => [column[1](record), record]).sort((a, b) => compare(a[0], b[0]));
    if (down) keyed.reverse();
    const empty = ([value]) => value === "" || value === -1; // what has no value stands last either way
    return [...keyed.filter((one) => !empty(one)), ...keyed.filter(empty)].map(([, record]) => record);
  }
  function draw() {
    place.hidden = !state.table;
    if (!state.table) return place.replaceChildren();
    const held = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const { records, columns } = KINDS[state.table];
    const rows = sorted(records(), columns);
    const tab = (kind) => button({ "aria-pressed": String(state.table === kind), "data-key": `tab ${kind}` }, () => { state.table = kind; state.sort = null; most = PAGE; changed(); }, word(TABS[kind]));
    const heads = columns.map(([name]) => {
      const now = state.sort === name ? "ascending" : state.sort === `-${name}` ? "descending" : "none";
      const turn = () => { state.sort = now === "ascending" ? `-${name}` : name; changed(); };
      return el("th", { scope: "col", "aria-sort": now }, button({ "data-key": `sort ${name}` }, turn, word(name), el("span", { class: "arrow", "aria-hidden": "true" }, { ascending: " ↑", descending: " ↓", none: "" }[now])));
    });
    const body = rows.slice(0, most).map((record) => el("tr", {}, ...columns.map(([name, value, cell]) => el("td", { class: name }, ...(cell ? cell(record) : [String(value(record))])))));
    place.replaceChildren(
      el("div", { class: "bar" }, el("span", { class: "pills", role: "group", "aria-label": word("table") }, tab("facts"), tab("entities")), el("span", { class: "note" }, word("rows", rows.length))),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word(TABS[state.table]) }, el("table", {}, el("caption", { class: "unseen" }, word("tableOf", word(TABS[state.table]), rows.length)), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...body)),
        rows.length > most ? button({ class: "more", "data-key": "more" }, () => { most += 5 * PAGE; draw(); }, word("moreRows", rows.length - most)) : null));
    if (held) [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === held)?.focus();
    return undefined;
  }
  return { draw, kinds: Object.keys(KINDS), columns: (kind) => KINDS[kind].columns.map(([name]) => name) };
}
