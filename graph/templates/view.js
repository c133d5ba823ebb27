// The page's program: puts its parts together. Everything that came from a text is shown with textContent or drawn on the
// canvas, never parsed.
(() => {
  const content = readContent();
  const $ = (id) => document.getElementById(id);
  const model = makeModel(content);
  const { nodes, edges, shown, off, state, documents } = model;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let chosen = null; // {kind: "node" | "edge" | "article" | "path" | "documents", …}
  const past = [];
  let hovered = null; // {node} or {edge}
  let dimmed = null; // what hovering lights up, a moment later
  let pausing = 0;
  const settings = { theme: "auto", table: null, sort: null };

  // ---- ink -----------------------------------------------------------------------------------------------------
  let ink = {};
  const readInk = () => {
    const styles = getComputedStyle(document.documentElement);
    ink = Object.fromEntries(["ground", "ink", "soft", "faint", "negated", "inferred", "accent", "sans", "lines"].map((n) => [n, styles.getPropertyValue(`--${n}`).trim()]));
  };
  const setTheme = (theme) => {
    settings.theme = theme;
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    readInk();
  };
  readInk();

  // ---- drawing -------------------------------------------------------------------------------------------------
  const tall = $("canvas").clientHeight > 1.25 * $("canvas").clientWidth;
  if (tall) for (const node of nodes.values()) [node.x, node.y] = [node.y, node.x]; // the layout is made for landscape
  const SMALL = 150; // nodes up to which every line is named and no name lies over a node
  const light = () => model.lit(chosen);

  function scene() {
    const lit = light() || dimmed;
    const small = shown.nodes.size <= SMALL;
    const near = (edge) => (hovered && hovered.edge === edge.id) || (lit ? lit.edges.has(edge.id) : small);
    const strong = new Set([chosen && chosen.kind === "node" ? chosen.id : null, hovered ? hovered.node : null]);
    if (chosen && (chosen.kind === "edge" || chosen.kind === "path") && lit) lit.nodes.forEach((id) => strong.add(id));
    const times = (edge) => (edge.live.length > 1 ? ` ×${edge.live.length}` : "");
    return {
      nodes: model.ranked.filter((node) => shown.nodes.has(node.id) && (!lit || lit.nodes.has(node.id) || strong.has(node.id))),
      edges: [...shown.edges].map((id) => edges.get(id)).filter((edge) => near(edge) || (edge.negated && !lit)).map((edge) => ({ ...edge, name: near(edge) ? model.relationName(edge) + times(edge) : "" })),
      strong, ink, whole: small,
    };
  }
  const drawing = chooseDrawing(content)($("canvas"), { nodes, edges, settings: content.options, calm, scene });
  const camera = makeCamera(drawing, model, {
    light, chosen: () => chosen,
    resized: (swell) => { for (const node of nodes.values()) node.size = node.full * swell; paint(); },
    // How many pixels of the canvas lie under the panel: on a narrow screen it is a sheet over the lower part.
    // On the map of a large graph it is what the page says of the picture.
    covered: () => (innerWidth <= 760 && !$("panel").hidden ? $("panel").offsetHeight : content.whole && $("notes").open ? $("foot").offsetHeight - 40 : 0),
  });

  function paint() {
    const lit = light() || dimmed;
    drawing.restyle(
      (node) => ({
        hidden: !shown.nodes.has(node.id), size: node.size, opacity: lit && !lit.nodes.has(node.id) ? 0.16 : 1,
        fill: typeof node.color === "string" ? node.color : ink.faint,
        border: chosen && chosen.kind === "node" && chosen.id === node.id ? ink.ink : ink.ground,
      }),
      (edge) => {
        const near = lit && lit.edges.has(edge.id);
        const width = (near ? 2 : 1.4) + Math.min(2.4, 0.6 * Math.log2(edge.tally || edge.weight || edge.live.length || 1));
        return {
          hidden: !shown.edges.has(edge.id), width: width * camera.swell, opacity: near ? 0.95 : lit ? 0.08 : Number(ink.lines) || 0.55,
          colour: edge.negated ? ink.negated : edge.modality === "inferred" ? ink.inferred : typeof edge.color === "string" ? edge.color : ink.faint,
        };
      },
    );
  }

  function showCounts() {
    const some = shown.nodes.size < nodes.size || shown.facts < model.factCount ? word("shown", shown.nodes.size, shown.facts) : "";
    $("counts").textContent = expansion ? expansion.counts() : word("counts", nodes.size, model.factCount, documents.length) + some;
  }
  function sift() {
    if (expansion) expansion.tally();
    model.sift();
    if (expansion) expansion.count();
  }
  /** Take over a change of the filters. */
  function refilter() {
    sift();
    legend.draw();
    filters.sync();
    panel.draw(true);
    table.draw();
    showCounts();
    paint();
    remember();
  }

  // ---- focus on a neighbourhood --------------------------------------------------------------------------------
  function setFocus(next) {
    state.focus = next;
    camera.stay();
    refilter();
    drawFocus();
    camera.fit();
  }
  const hopPills = (id) => el("span", { class: "pills", role: "group", "aria-label": word("hops") }, ...[1, 2].map((hops) => {
    const on = state.focus && state.focus.id === id && state.focus.hops === hops;
    return button({ "aria-pressed": String(Boolean(on)), "data-hops": hops }, () => setFocus(on ? null : { id, hops }), word("hop", hops));
  }));
  function drawFocus() {
    $("focus").hidden = !state.focus;
    if (!state.focus) return;
    $("focus").replaceChildren(el("span", {}, word("focus")), el("span", { class: "name" }, nodes.get(state.focus.id).label), hopPills(state.focus.id),
      button({ class: "close", "aria-label": word("close") }, () => setFocus(null), "✕\u2002"));
  }

  // ---- choosing ------------------------------------------------------------------------------------------------
  function choose(next, keep = true) {
    if (chosen && next && keep) past.push(chosen);
    if (!next) past.length = 0;
    const before = $("panel").hidden;
    if (before && next) camera.leave();
    chosen = next;
    dimmed = null;
    panel.draw();
    remember(true);
    $("hint").hidden = Boolean(chosen) || nodes.size === 0;
    if (before !== $("panel").hidden) drawing.resize();
    paint();
    camera.follow();
    if (!next) return drawing.select({});
    if (next.kind === "node") {
      drawing.select({ node: next.id });
      $("announcer").textContent = `${word("chosen")} ${nodes.get(next.id).label}, ${word("facts", model.factsOf(nodes.get(next.id)))}`;
    } else if (next.kind === "edge") {
      drawing.select({ edge: next.id });
      $("announcer").textContent = model.sentence(edges.get(next.id));
    } else drawing.select({});
    return undefined;
  }
  /** Undo whatever hides a node, and choose it. */
  function show(id) {
    if (expansion && !expansion.bring(id)) return;
    const node = nodes.get(id);
    if (state.focus && !model.within(state.focus.id, state.focus.hops).has(id)) { state.focus = null; drawFocus(); }
    off.type.delete(node.type);
    if (!shown.nodes.has(id)) {
      sift();
      if (!shown.nodes.has(id)) model.clear();
    }
    refilter();
    choose({ kind: "node", id });
  }

  // ---- the state in the address --------------------------------------------------------------------------------
  let written = "";
  let restoring = true;
  /** Write the state into the address; `step` makes it one to which the reader's Back returns. */
  function remember(step = false) {
    if (restoring) return;
    const next = address.write({ chosen, settings, open: expansion && expansion.open() });
    if (next === written) return;
    written = next;
    // A page inside another page's frame may have no address of its own.
    try { history[step ? "pushState" : "replaceState"](null, "", `#${next}`); } catch { /* the state is not kept */ }
  }
  function restore() {
    restoring = true;
    if (expansion) expansion.prepare(new URLSearchParams(location.hash.replace(/^#/, "")));
    const said = address.read(location.hash);
    speech.speak(said.language);
    setTheme(said.theme);
    Object.assign(settings, { table: said.table, sort: said.sort });
    past.length = 0;
    chosen = null;
    hovered = null;
    translate();
    choose(said.chosen);
    if (state.focus) camera.fit(undefined, 0);
    restoring = false;
    written = address.write({ chosen, settings, open: expansion && expansion.open() });
  }
  addEventListener("hashchange", () => { if (location.hash.slice(1) !== written) restore(); });

  // ---- parts ---------------------------------------------------------------------------------------------------
  const legend = makeLegend($("switches"), model, { ink: () => ink, changed: refilter });
  const articles = makeArticles(model, {
    show,
    chooseEdge: (edge, place) => panel.chooseEvidence(edge, edge.live.flatMap((fact) => fact.evidence).find((one) => place.every((part, i) => part === one[i]))),
  });
  const panel = makePanel($("panel"), model, articles, { ink: () => ink, chosen: () => chosen, past, choose, show, hopPills, expander: (node) => (expansion ? expansion.expander(node) : expander(node)), searchField });
  /** In a neighbourhood, a way to widen it by what surrounds another of its nodes. */
  function expander(node) {
    const beyond = state.focus && node.edges.some((edge) => !shown.nodes.has(model.other(edge, node).id));
    if (!beyond) return null;
    return button({ class: "chip act", id: "expand" }, () => { setFocus({ ...state.focus, more: [...(state.focus.more || []), node.id] }); }, word("expand"));
  }
  function searchField(id, label, taken) {
    const field = el("input", { id, type: "text", autocomplete: "off", spellcheck: "false", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-hits`, "aria-label": label, placeholder: label });
    const list = el("ul", { id: `${id}-hits`, class: "hits", role: "listbox", "aria-label": label, hidden: "" });
    makeSearch(field, list, model, { sources: false, prefix: id, take: (hit) => taken(hit.node) });
    return el("div", { class: "search" }, field, list);
  }
  const expansion = content.whole ? makeExpansion({ content, model, drawing, camera, choose, refilter }) : null;
  const filters = makeFilters($("filters"), model, expansion ? expansion.whole.spread() : spreadOf(model), refilter);
  const table = makeTable($("table"), model, articles, { state: settings, show, choose, changed: () => { showTable(); remember(); } });
  const address = makeAddress(model, table);
  const downloads = makeDownloads(model, drawing, articles, { title: content.title, ink: () => ink, scene });
  function showTable() {
    table.draw();
    $("open-table").setAttribute("aria-pressed", String(Boolean(settings.table)));
    $("zoom").hidden = Boolean(settings.table) || nodes.size === 0;
    $("hint").hidden = Boolean(settings.table || chosen) || nodes.size === 0;
  }
  makeSearch($("query"), $("hits"), model, {
    sources: true, prefix: "hit", finder: (wanted) => expansion && expansion.find(wanted),
    take(hit) {
      if (hit.node) show(hit.node.id);
      else choose({ kind: "article", at: hit.document });
      $("panel").focus({ preventScroll: true });
    },
  });

  // ---- mouse, keyboard, buttons --------------------------------------------------------------------------------
  drawing.on("click", ({ node, edge }) => {
    $("legend").classList.remove("open");
    if (node !== undefined && expansion && expansion.click(node)) return;
    if (node !== undefined && chosen && chosen.kind === "path" && chosen.from === undefined) choose({ ...chosen, from: node }, false);
    else if (node !== undefined && chosen && chosen.kind === "path" && chosen.to === undefined) choose({ ...chosen, to: node }, false);
    else if (node !== undefined) choose({ kind: "node", id: node });
    else if (edge !== undefined) choose({ kind: "edge", id: edge });
    else choose(null);
  });
  drawing.on("doubleClick", ({ node }) => { if (node === undefined) return; if (expansion) expansion.doubleClick(node); else setFocus({ id: node, hops: 1 }); });
  drawing.on("hover", (next) => {
    hovered = next;
    $("canvas").style.cursor = next ? "pointer" : "";
    drawing.relabel();
    clearTimeout(pausing);
    pausing = setTimeout(() => {
      const before = dimmed;
      dimmed = !hovered || chosen ? null : model.lit(hovered.node !== undefined ? { kind: "node", id: hovered.node } : { kind: "edge", id: hovered.edge });
      if (before !== dimmed) paint();
    }, 90);
  });
  drawing.on("dragEnd", () => drawing.relabel());

  function step(dx, dy) {
    const walking = chosen && chosen.kind === "node";
    const from = walking ? drawing.positions([chosen.id]).get(chosen.id) : drawing.viewport();
    let best = null;
    for (const [id, p] of drawing.positions([...shown.nodes].filter((one) => !chosen || one !== chosen.id))) {
      const [x, y] = [p.x - from.x, p.y - from.y];
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy - y * dx);
      const cost = walking ? (along > 1 && aside < along * 1.8 ? along + 2 * aside : Infinity) : Math.hypot(x, y);
      if (cost < Infinity && (!best || cost < best.cost)) best = { id, cost };
    }
    if (best) choose({ kind: "node", id: best.id });
  }
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  $("canvas").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (WAYS[event.key]) step(...WAYS[event.key]);
    else if (event.key === "Enter" && chosen) $("panel").focus();
    else if (event.key === "+" || event.key === "=") camera.zoom(1.3);
    else if (event.key === "-") camera.zoom(1 / 1.3);
    else if (event.key === "0") camera.fit();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement.tagName !== "INPUT") { event.preventDefault(); $("query").focus(); }
    if (event.key !== "Escape") return;
    if (!$("exports").hidden) { toggleExports(false); return; }
    if ($("legend").classList.contains("open")) $("legend").classList.remove("open");
    else if (chosen) { choose(null); $("canvas").focus({ preventScroll: true }); } else if (state.focus) setFocus(null);
  });
  $("open-legend").addEventListener("click", () => $("open-legend").setAttribute("aria-expanded", String($("legend").classList.toggle("open"))));
  $("open-documents").addEventListener("click", () => choose({ kind: "documents" }));
  $("reset").addEventListener("click", () => {
    if (expansion) expansion.openMap();
    model.clear();
    drawFocus();
    choose(null);
    camera.stay();
    refilter();
    camera.fit();
  });
  $("open-path").addEventListener("click", () => {
    choose({ kind: "path", from: chosen && chosen.kind === "node" ? chosen.id : undefined });
    $("panel").querySelector("input").focus();
  });
  $("open-table").addEventListener("click", () => {
    Object.assign(settings, { table: settings.table ? null : "facts", sort: null });
    showTable();
    remember();
  });
  $("skip").addEventListener("click", (event) => {
    event.preventDefault();
    settings.table = settings.table || "facts";
    showTable();
    remember();
    $("table").focus();
  });
  function toggleExports(open) {
    $("exports").hidden = !open;
    $("open-exports").setAttribute("aria-expanded", String(open));
    if (open) $("exports").querySelector("button").focus();
    else if ($("exports").contains(document.activeElement)) $("open-exports").focus();
  }
  $("open-exports").addEventListener("click", () => toggleExports($("exports").hidden));
  document.addEventListener("click", (event) => { if (!event.target.closest(".menu")) toggleExports(false); });
  $("theme").addEventListener("click", () => {
    const themes = ["auto", "light", "dark"];
    setTheme(themes[(themes.indexOf(settings.theme) + 1) % themes.length]);
    $("theme").textContent = `${word("theme")} ${word(settings.theme)}`;
    refilter();
  });
  let sizing = 0;
  addEventListener("resize", () => {
    clearTimeout(sizing);
    sizing = setTimeout(() => {
      if (printing) return;
      drawing.resize();
      camera.settle();
      drawing.relabel();
    }, 200);
  });
  let printing = null; // the theme to return to: paper is light
  addEventListener("beforeprint", () => {
    printing = settings.theme;
    setTheme("light");
    paint();
    drawing.resize();
  });
  addEventListener("afterprint", () => {
    setTheme(printing);
    printing = null;
    paint();
    drawing.resize();
  });
  $("zoom-in").addEventListener("click", () => camera.zoom(1.3));
  $("zoom-out").addEventListener("click", () => camera.zoom(1 / 1.3));
  $("zoom-fit").addEventListener("click", () => camera.fit());
  $("language").addEventListener("click", () => { speech.speak(speech.language === "zh" ? "en" : "zh"); translate(); remember(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readInk(); legend.draw(); paint(); });

  function translate() {
    document.documentElement.lang = speech.language === "zh" ? "zh-CN" : "en";
    $("title").textContent = content.title;
    $("query").placeholder = word("search");
    const say = { "open-legend": "legend", "open-documents": "documents", "open-path": "path", "open-table": "table", "open-exports": "export", reset: "reset", language: "other", hint: expansion ? "hintWhole" : "hint", skip: "skip" };
    Object.entries(say).forEach(([id, key]) => { $(id).textContent = word(key); });
    const name = { query: "search", hits: "search", legend: "legend", "zoom-in": "zoomIn", "zoom-out": "zoomOut", "zoom-fit": "fit", language: "otherName" };
    Object.entries(name).forEach(([id, key]) => { $(id).setAttribute("aria-label", word(key)); });
    $("theme").textContent = `${word("theme")} ${word(settings.theme)}`;
    $("exports").replaceChildren(...downloads.kinds.map((kind) => el("li", {}, button({ "data-export": kind }, () => { toggleExports(false); downloads.save(kind); }, word(kind)))));
    $("canvas").setAttribute("aria-label", word("canvas", nodes.size, edges.size));
    $("empty").children[0].textContent = word("emptyTitle");
    $("empty").children[1].textContent = word("emptyText");
    $("notes").children[0].textContent = word("notes");
    $("notes").children[1].textContent = sayNotes(content);
    if (expansion) expansion.say();
    filters.draw();
    drawFocus();
    refilter();
    showTable();
  }

  $("empty").hidden = nodes.size > 0;
  document.querySelector(".search").hidden = nodes.size === 0;
  for (const id of ["zoom", "hint", "open-legend", "open-documents", "open-path", "open-table", "open-exports", "reset", "skip"]) $(id).hidden = nodes.size === 0;
  $("legend").hidden = nodes.size === 0;
  if (innerWidth <= 760) $("notes").open = false;
  drawing.add([...nodes.values()], [...edges.values()]);
  camera.fit(undefined, 0);
  restore();
  if (expansion && !chosen) camera.fit(undefined, 0); // clear of what is said below
  document.fonts.ready.then(() => drawing.relabel(true));
  window.zhitu = {
    network: drawing.network, drawing, choose, show, fit: camera.fit, expansion,
    model, state: () => ({ chosen, focus: state.focus, facts: shown.facts, nodes: [...shown.nodes], edges: [...shown.edges], labels: drawing.labelled().filter((label) => label.node !== undefined).map((label) => nodes.get(label.node).label) }),
  };
})();
