/**
 * A field that finds nodes, and documents where `sources` is true, by label and other names: suggestions while one
 * types, arrow keys, Enter. `take(hit)` gets {node} or {document}, its index.
 */
function makeSearch(field, list, model, { sources, take, prefix, finder = () => null }) {
  const { classes, documents } = model;
  const titleOf = (at) => documents[at][0] || word("untitled");
  let hits = [];
  let at = -1;

  function find(query) {
    const wanted = query.trim().toLowerCase();
    const rank = (name) => { const i = name.toLowerCase().indexOf(wanted); return i < 0 ? 9 : i === 0 ? (name.length === wanted.length ? 0 : 1) : 2; };
    const known = finder(wanted);
    if (known) return known;
    const found = [];
    model.ranked.forEach((node, order) => {
      const alias = wanted && node.aliases.find((name) => rank(name) < 9);
      const score = Math.min(rank(node.label), alias ? rank(alias) + 0.5 : 9);
      if (score < 9) found.push({ score, order, node, note: rank(node.label) === 9 ? alias : called(classes[node.type]) || "" });
    });
    if (wanted && sources) documents.forEach((_, i) => { if (rank(titleOf(i)) < 9) found.push({ score: 4, order: i, document: i, note: word("article") }); });
    return found.sort((a, b) => a.score - b.score || a.order - b.order).slice(0, wanted ? 14 : 8);
  }
  function emphasised(name, wanted) {
    const i = wanted ? name.toLowerCase().indexOf(wanted) : -1;
    if (i < 0) return el("span", { class: "name" }, name);
    return el("span", { class: "name" }, name.slice(0, i), el("b", {}, name.slice(i, i + wanted.length)), name.slice(i + wanted.length));
  }
  function suggest() {
    const wanted = field.value.trim().toLowerCase();
    hits = find(wanted);
    at = hits.length && wanted ? 0 : -1;
    const items = hits.map((hit, i) => el("li", { role: "option", id: `${prefix}-${i}`, on: { mousedown: (event) => { event.preventDefault(); choose(i); } } },
      hit.node ? swatch(classes[hit.node.type]) : el("span", { class: "swatch" }, "¶"), emphasised(hit.node ? hit.node.label : titleOf(hit.document), wanted), el("span", { class: "note" }, hit.note)));
    list.replaceChildren(...(items.length ? items : [el("li", { class: "none" }, word("none"))]));
    list.hidden = false;
    pointAt(at);
  }
  function pointAt(index) {
    at = index;
    [...list.children].forEach((item, i) => { if (item.id) item.setAttribute("aria-selected", String(i === at)); });
    const item = at < 0 ? null : list.children[at];
    if (item) item.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (item && item.id) field.setAttribute("aria-activedescendant", item.id);
    else field.removeAttribute("aria-activedescendant");
  }
  function shut() { list.hidden = true; pointAt(-1); }
  function choose(index) {
    const hit = hits[index];
    if (!hit) return;
    shut();
    field.value = "";
    take(hit);
  }
  field.addEventListener("input", suggest);
  field.addEventListener("focus", () => model.nodes.size && suggest());
  field.addEventListener("blur", shut);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter ends a pinyin composition first
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) suggest();
      if (hits.length) pointAt((at + (event.key === "ArrowDown" ? 1 : hits.length - (at < 0 ? 0 : 1))) % hits.length);
    } else if (event.key === "Enter") choose(Math.max(at, 0));
    else if (event.key === "Escape") { event.stopPropagation(); field.value = ""; field.blur(); }
  });
}
