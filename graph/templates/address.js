/**
 * The page's state as the part of its address after #, and back. An address comes from anywhere: each value is looked up
 * among what the page has, what is not found is left out.
 */
function makeAddress(model, table) {
  const { off, state, byText } = model;
  const LISTS = { type: () => [...model.nodes.values()].map((node) => node.type), relation: () => [...model.edges.values()].map((edge) => edge.relation), modality: () => [...MODALITIES, "negated"], document: () => model.documents.map((_, at) => at) };
  const DAY = /^\d{4}-\d\d-\d\d$/;

  function write({ chosen, settings, open }) {
    const said = new URLSearchParams();
    const put = (key, value) => { if (value !== undefined && value !== null && value !== "" && value !== false) said.append(key, String(value)); };
    if (chosen) {
      if (chosen.kind === "node") put("node", chosen.id);
      if (chosen.kind === "edge") { put("edge", chosen.id); put("evidence", chosen.evidence || null); }
      if (chosen.kind === "article") put("article", chosen.at);
      if (chosen.kind === "documents") put("panel", "documents");
      if (chosen.kind === "path") { put("panel", "path"); put("start", chosen.from); put("finish", chosen.to); }
    }
    if (state.focus) { put("focus", state.focus.id); put("hops", state.focus.hops); (state.focus.more || []).forEach((id) => put("more", id)); }
    for (const kind of Object.keys(LISTS)) for (const key of off[kind]) said.append(`no-${kind}`, String(key));
    put("sure", state.confidence || null);
    if (state.time) { put("from", state.time[0]); put("until", state.time[1]); }
    if (!state.undated) put("undated", "no");
    put("open", open);
    put("table", settings.table);
    put("sort", settings.sort);
    if (speech.language !== speech.languages[0]) put("lang", speech.language);
    if (settings.theme !== "auto") put("theme", settings.theme);
    return said.toString();
  }

  /** Set the filters as an address says; return {chosen, language, table, sort, theme}. */
  function read(text) {
    const said = new URLSearchParams(text.replace(/^#/, ""));
    const node = (key) => byText.nodes.get(said.get(key));
    const among = (key, values, otherwise) => (values.includes(said.get(key)) ? said.get(key) : otherwise);
    const whole = (key, most) => { const n = Number(said.get(key)); return Number.isInteger(n) && n >= 0 && n <= most ? n : 0; };
    model.clear();
    for (const [kind, keys] of Object.entries(LISTS)) {
      const wanted = new Set(said.getAll(`no-${kind}`));
      if (wanted.size) for (const key of new Set(keys())) if (wanted.has(String(key))) off[kind].add(key);
    }
    const sure = Number(said.get("sure"));
    if (sure > 0 && sure <= 1) state.confidence = sure;
    const [from, until] = [said.get("from"), said.get("until")];
    if (DAY.test(from) && DAY.test(until) && from <= until) state.time = [from, until];
    state.undated = said.get("undated") !== "no";
    if (node("focus") !== undefined) {
      const more = said.getAll("more").map((id) => byText.nodes.get(id)).filter((id) => id !== undefined);
      state.focus = { id: node("focus"), hops: Math.max(1, whole("hops", 9)), ...(more.length ? { more } : {}) };
    }
    let chosen = null;
    if (node("node") !== undefined) chosen = { kind: "node", id: node("node") };
    else if (byText.edges.has(said.get("edge"))) chosen = { kind: "edge", id: byText.edges.get(said.get("edge")), evidence: whole("evidence", 1e6) };
    else if (/^\d+$/.test(said.get("article")) && model.documents[said.get("article")]) chosen = { kind: "article", at: Number(said.get("article")) };
    else if (said.get("panel") === "documents") chosen = { kind: "documents" };
    else if (said.get("panel") === "path") chosen = { kind: "path", from: node("start"), to: node("finish") };
    const shownTable = among("table", table.kinds, null);
    const sorts = shownTable ? table.columns(shownTable).flatMap((name) => [name, `-${name}`]) : [];
    return { chosen, language: among("lang", speech.languages, speech.languages[0]), table: shownTable, sort: among("sort", sorts, null), theme: among("theme", ["auto", "light", "dark"], "auto") };
  }
  return { write, read };
}
