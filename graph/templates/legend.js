// The legend: what colours, shapes and strokes mean, how many there are, and switches that show and hide them.
function makeLegend(place, model, { ink, changed }) {
  const unfolded = new Set();
  const { classes, relations, documents, nodes, edges, off } = model;

  function tally(items, key) {
    const counts = new Map();
    for (const item of items) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  /** A section of switches; a row is [key, count, name, sign]. */
  function section(kind, title, rows) {
    const fold = { type: 12, document: 5 }[kind] || 8;
    const open = unfolded.has(kind) || rows.length <= fold + 2;
    const keys = rows.map(([key]) => key);
    const set = off[kind];
    const list = el("ul", {});
    for (const [key, count, name, sign] of open ? rows : rows.slice(0, fold)) {
      const flip = () => { if (!set.delete(key)) set.add(key); changed(); };
      const alone = () => { keys.forEach((k) => (k === key ? set.delete(k) : set.add(k))); changed(); };
      list.append(el("li", {},
        button({ class: "switch", "aria-pressed": String(!set.has(key)), title: name, "data-key": `${kind}:${key}` }, flip, sign, el("span", { class: "name" }, name), el("span", { class: "count" }, String(count))),
        rows.length > 1 ? button({ class: "only", "aria-label": `${word("only")} ${name}` }, alone, word("only")) : null));
    }
    const unfold = () => { if (!unfolded.delete(kind)) unfolded.add(kind); draw(); };
    const all = () => { set.clear(); changed(); };
    return el("section", { "aria-label": title },
      el("h2", {}, title, set.size ? button({}, all, word("all")) : null), list,
      rows.length > fold + 2 ? button({ class: "more", "aria-expanded": String(open) }, unfold, open ? word("less") : word("more", rows.length - fold)) : null);
  }

  function draw() {
    const held = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : null;
    const all = [...edges.values()];
    const sections = [section("type", word("types"), tally(nodes.values(), "type").map(([id, n]) => [id, n, called(classes[id]) || String(id ?? "—"), swatch(classes[id])]))];
    if (all.length) {
      sections.push(section("relation", word("relations"), tally(all, "relation").map(([id, n]) => [id, n, called(relations[id]) || String(id ?? "—"), stroke((relations[id] || {}).colour || ink().faint, "")])));
      const counts = new Map(tally(all, "modality"));
      const rows = MODALITIES.filter((m) => counts.has(m)).map((m) => [m, counts.get(m), word(m), stroke(ink().soft, DASHES[m])]);
      const denied = all.filter((edge) => edge.negated).length;
      if (denied) rows.push(["negated", denied, word("negated"), stroke(ink().negated, "", true)]);
      if (rows.length > 1) sections.push(section("modality", word("modalities"), rows));
    }
    const sources = documents.map((document, at) => [at, new Set(model.quoted[at].map((span) => span.edge)).size, document[0] || word("untitled"), el("span", { class: "swatch" }, "¶")]);
    if (sources.filter(([, n]) => n).length > 1) sections.push(section("document", word("documents"), sources.sort((a, b) => b[1] - a[1])));
    place.replaceChildren(...sections);
    if (held) [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === held)?.focus();
  }
  return { draw };
}
