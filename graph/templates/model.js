// The graph of the page and what of it is shown: facts sifted by the reader's filters, ways between two nodes.
const MODALITIES = ["actual", "planned", "required", "possible", "inferred"]; // the last is of what no text says

function makeModel(content) {
  const { classes, relations, documents } = content;
  const nodes = new Map();
  const edges = new Map();
  const byText = { nodes: new Map(), edges: new Map() }; // ids as an address has them: a node may have a number for its id
  const quoted = documents.map(() => []); // the passages of each document that state a drawn fact
  // What of it is shown; `counts` are by kind of filter and key: [what that filter lets through under all others, all].
  const shown = { nodes: new Set(), edges: new Set(), facts: 0, counts: {} };
  const off = { type: new Set(), relation: new Set(), modality: new Set(), document: new Set() };
  const state = { focus: null, confidence: 0, time: null, undated: true }; // focus {id, hops, more?}; time [first, last] as ISO days
  let ranked = [];

  /** Take in nodes and edges, at first those of the page; what is already known stays as it is. */
  function add(newNodes, newEdges) {
    const added = { nodes: [], edges: [] };
    for (const n of newNodes) {
      if (nodes.has(n.id)) continue;
      const size = n.size || 10;
      const node = { ...n, edges: [], degree: 0, aliases: n.aliases || [], label: String(n.label), size, full: size };
      nodes.set(node.id, node);
      byText.nodes.set(String(node.id), node.id);
      added.nodes.push(node);
    }
    for (const e of newEdges) {
      const id = e.id ?? `edge ${edges.size}`;
      if (edges.has(id) || !nodes.has(e.from) || !nodes.has(e.to)) continue;
      const facts = e.facts && e.facts.length ? e.facts : [{ evidence: [] }];
      const edge = { ...e, id, facts, live: facts, modality: e.modality || "actual", negated: Boolean(e.negated) };
      edges.set(id, edge);
      byText.edges.set(String(id), id);
      added.edges.push(edge);
      nodes.get(edge.from).edges.push(edge);
      if (edge.to !== edge.from) nodes.get(edge.to).edges.push(edge);
      for (const fact of facts) for (const [at, start, end] of fact.evidence) quoted[at].push({ start, end, edge });
    }
    for (const node of nodes.values()) node.degree = node.edges.length;
    ranked = [...nodes.values()].sort((a, b) => b.degree - a.degree);
    return added;
  }

  /** Forget nodes with their lines. */
  function remove(ids) {
    for (const id of ids) {
      for (const edge of (nodes.get(id) || { edges: [] }).edges) { edges.delete(edge.id); byText.edges.delete(String(edge.id)); }
      nodes.delete(id);
      byText.nodes.delete(String(id));
    }
    for (const node of nodes.values()) { node.edges = node.edges.filter((edge) => edges.has(edge.id)); node.degree = node.edges.length; }
    quoted.forEach((spans, at) => { quoted[at] = spans.filter((span) => edges.has(span.edge.id)); });
    ranked = ranked.filter((node) => nodes.has(node.id));
    shown.nodes = new Set([...shown.nodes].filter((id) => nodes.has(id)));
    shown.edges = new Set([...shown.edges].filter((id) => edges.has(id)));
  }

  const other = (edge, node) => nodes.get(edge.from === node.id ? edge.to : edge.from);
  const relationName = (edge) => (relations[edge.relation] ? called(relations[edge.relation]) : String(edge.label ?? ""));
  const sentence = (edge) => `${nodes.get(edge.from).label} ${edge.negated ? `${word("negated")} ` : ""}${relationName(edge)} ${nodes.get(edge.to).label}`;

  function within(id, hops) {
    const reached = new Set([id]);
    let edge = [id];
    for (let hop = 0; hop < hops; hop += 1) {
      edge = edge.flatMap((at) => nodes.get(at).edges.map((e) => other(e, nodes.get(at)).id)).filter((to) => !reached.has(to));
      edge.forEach((to) => reached.add(to));
    }
    return reached;
  }

  /** Whether a fact holds at some time of the chosen span: an open side counts as for ever. */
  function timely(fact) {
    if (!state.time) return state.undated || dated(fact);
    if (!dated(fact)) return state.undated;
    return (fact.from || "") <= state.time[1] && (fact.to || "9999") >= state.time[0];
  }
  const dated = (fact) => Boolean(fact.from || fact.to);
  const sure = (fact) => state.confidence === 0 || (fact.confidence ?? 1) >= state.confidence;
  const sourced = (fact) => !off.document.size || !fact.evidence.length || fact.evidence.some(([at]) => !off.document.has(at));
  const passes = (fact) => sure(fact) && timely(fact) && sourced(fact);
  const factual = () => state.confidence > 0 || state.time !== null || !state.undated || off.document.size > 0;

  /** Work out what is shown, and how many of each type, relation, modality and document there are under the other filters. */
  function sift() {
    const near = state.focus && within(state.focus.id, state.focus.hops);
    if (near) for (const id of state.focus.more || []) within(id, 1).forEach((one) => near.add(one));
    const on = (node) => !off.type.has(node.type);
    const close = (node) => !near || near.has(node.id);
    const some = factual();
    // A node whose lines are all filtered away goes with them; one that never had a line stays.
    const thinned = some || off.relation.size + off.modality.size > 0;
    Object.assign(shown, { nodes: new Set(), edges: new Set(), facts: 0, counts: { type: new Map(), relation: new Map(), modality: new Map(), document: new Map() } });
    const count = (kind, key, now) => {
      if (!shown.counts[kind].has(key)) shown.counts[kind].set(key, [0, 0]);
      const tally = shown.counts[kind].get(key);
      tally[1] += 1;
      if (now) tally[0] += 1;
    };
    const joined = new Set(); // nodes with a line that is shown, or would be if their own type were
    for (const edge of edges.values()) {
      if (edge.tally !== undefined) edge.live = edge.tally ? edge.facts : []; // it stands for facts that are counted elsewhere
      else edge.live = some ? edge.facts.filter(passes) : edge.facts;
      const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
      const here = close(from) && close(to);
      const typed = on(from) && on(to);
      const related = !off.relation.has(edge.relation);
      const said = !(edge.negated && off.modality.has("negated"));
      const mooded = edge.tally !== undefined || !off.modality.has(edge.modality);
      const alive = edge.live.length > 0;
      count("relation", edge.relation, here && typed && said && mooded && alive);
      if (edge.tally === undefined) count("modality", edge.modality, here && typed && related && said && alive);
      if (edge.negated) count("modality", "negated", here && typed && related && mooded && alive);
      const open = here && related && said && mooded;
      const stating = new Map(); // documents that state it, and whether one of those facts passes the other filters
      for (const fact of edge.facts) for (const [at] of fact.evidence) stating.set(at, stating.get(at) || (open && typed && (!some || (sure(fact) && timely(fact)))));
      stating.forEach((now, at) => count("document", at, now));
      if (!open || !alive) continue;
      if (on(to) || to.type === from.type) joined.add(edge.from);
      if (on(from) || to.type === from.type) joined.add(edge.to);
      if (!typed) continue;
      shown.edges.add(edge.id);
      shown.facts += edge.live.length;
    }
    for (const node of nodes.values()) {
      const there = close(node) && (joined.has(node.id) || !thinned || (node.tally === undefined ? !node.edges.length : node.tally > 0));
      count("type", node.type, there);
      if (there && on(node)) shown.nodes.add(node.id);
    }
  }

  /** The shortest way over shown lines, whatever their direction: [{edge, node}], empty from a node to itself, or null. */
  function way(from, to) {
    const came = new Map([[from, null]]);
    let rim = [from];
    while (rim.length && !came.has(to)) {
      const next = [];
      for (const id of rim) {
        const node = nodes.get(id);
        for (const edge of node.edges) {
          const far = other(edge, node);
          if (came.has(far.id) || !shown.edges.has(edge.id)) continue;
          came.set(far.id, { edge, before: id });
          next.push(far.id);
        }
      }
      rim = next;
    }
    if (!came.has(to)) return null;
    const steps = [];
    for (let at = to; came.get(at); at = came.get(at).before) steps.unshift({ edge: came.get(at).edge, node: nodes.get(at) });
    return steps;
  }

  /** The ids that a choice lights up, or null where it lights up nothing. */
  function lit(chosen) {
    const lines = {
      edge: () => [edges.get(chosen.id)],
      node: () => nodes.get(chosen.id).edges,
      article: () => quoted[chosen.at].map((span) => span.edge),
      path: () => ((chosen.from !== undefined && chosen.to !== undefined && way(chosen.from, chosen.to)) || []).map((step) => step.edge),
    };
    if (!chosen || !lines[chosen.kind] || (chosen.kind === "node" && !nodes.has(chosen.id)) || (chosen.kind === "edge" && !edges.has(chosen.id))) return null;
    const found = lines[chosen.kind]();
    const ids = new Set(chosen.kind === "node" ? [chosen.id] : chosen.kind === "path" ? [chosen.from, chosen.to].filter((id) => id !== undefined) : []);
    found.forEach((edge) => ids.add(edge.from).add(edge.to));
    return ids.size ? { nodes: ids, edges: new Set(found.map((edge) => edge.id)) } : null;
  }

  /** What is filtered away in all, for a word about it: nothing is, where this is false. */
  const filtered = () => state.focus !== null || factual() || Object.values(off).some((set) => set.size > 0);
  function clear() {
    Object.values(off).forEach((set) => set.clear());
    Object.assign(state, { focus: null, confidence: 0, time: null, undated: true });
  }

  add(content.nodes, content.edges);
  sift();
  return {
    classes, relations, documents, nodes, edges, byText, quoted, shown, off, state,
    get ranked() { return ranked; },
    add, remove, other, relationName, sentence, within, sift, way, lit, filtered, clear, dated, tests: { off, sure, timely },
    factsOf: (node) => node.total ?? node.edges.reduce((sum, edge) => sum + edge.facts.length, 0),
    get factCount() { return [...edges.values()].reduce((sum, edge) => sum + edge.facts.length, 0); },
  };
}
