// The legend: what colours, shapes and strokes mean, how many there are, and switches that show and hide them. Beside what
// there is in all stands what the other filters leave of it.
function makeLegend(place, model, { ink, changed }) {
  const unfolded = new Set();
  const { classes, relations, documents, shown, off } = model;

  /** What there is of a kind, the most frequent first: [key, [left, all]]. */
  const ranked = (kind) => [...shown.counts[kind]].sort((a, b) => b[1][1] - a[1][1]);
  const counted = ([left, all]) => el("span", { class: "count", title: word("countOf", left, all) }, ...(left === all ? [String(all)] : [el("b", {}, String(left)), ` / ${all}`]));

  /** A section of switches; a row is [key, counts, name, sign]. */
  function section(kind, title, rows) {
    const fold = { type: 12, document: 5 }[kind] || 8;
    const open = unfolded.has(kind) || rows.length <= fold + 2;
    const keys = rows.map(([key]) => key);
    const set = off[kind];
    const list = el("ul", {});
    for (const [key, counts, name, sign] of open ? rows : rows.slice(0, fold)) {
      const flip = () => { if (!set.delete(key)) set.add(key); changed(); };
      const alone = () => { keys.forEach((k) => (k === key ? set.delete(k) : set.add(k))); changed(); };
      list.append(el("li", { class: counts[0] ? "" : "none" },
        button({ class: "switch", "aria-pressed": String(!set.has(key)), title: name, "data-key": `${kind}:${key}` }, flip, sign, el("span", { class: "name" }, name), counted(counts)),
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
    const sections = [section("type", word("types"), ranked("type").map(([id, n]) => [id, n, called(classes[id]) || String(id ?? "—"), swatch(classes[id])]))];
    if (shown.counts.relation.size) {
      sections.push(section("relation", word("relations"), ranked("relation").map(([id, n]) => [id, n, called(relations[id]) || String(id ?? "—"), stroke((relations[id] || {}).colour || ink().faint, "")])));
      const counts = shown.counts.modality;
      const rows = MODALITIES.filter((m) => counts.has(m)).map((m) => [m, counts.get(m), word(m), stroke(m === "inferred" ? ink().inferred : ink().soft, DASHES[m])]);
      if (counts.has("negated")) rows.push(["negated", counts.get("negated"), word("negated"), stroke(ink().negated, "", true)]);
      if (rows.length > 1) sections.push(section("modality", word("modalities"), rows));
    }
    const sources = ranked("document").map(([at, n]) => [at, n, documents[at][0] || word("untitled"), el("span", { class: "swatch" }, "¶")]);
    if (sources.length > 1) sections.push(section("document", word("documents"), sources));
    place.replaceChildren(...sections);
    if (held) [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === held)?.focus();
  }
  return { draw };
}
