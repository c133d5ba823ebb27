// The page's program. Everything that came from a text is shown with textContent or drawn on the canvas, never parsed.
(() => {
  const content = JSON.parse(document.getElementById("content").textContent);
  const { classes, relations, documents } = content;
  const $ = (id) => document.getElementById(id);

  const words = JSON.parse(document.getElementById("words").textContent);
  const MODALITIES = ["actual", "planned", "required", "possible"];
  let language = "zh";
  const word = (key, ...parts) => (words[language][key] ?? key).replace(/\{(\d)\}/g, (_, i) => parts[i]);
  const called = (term) => (term ? term[language] || term.zh : "");

  // ---- the graph -----------------------------------------------------------------------------------------------
  const nodes = new Map(content.nodes.map((n) => [n.id, { ...n, edges: [], degree: 0, aliases: n.aliases || [], label: String(n.label), size: n.size || 10, full: n.size || 10 }]));
  const edges = new Map(content.edges.map((e, i) => {
    const edge = { ...e, id: e.id ?? `edge ${i}`, facts: e.facts || [], modality: e.modality || "actual" };
    return [edge.id, edge];
  }));
  const quoted = documents.map(() => []); // the passages of each document that state a drawn fact
  for (const edge of edges.values()) {
    nodes.get(edge.from).edges.push(edge);
    if (edge.to !== edge.from) nodes.get(edge.to).edges.push(edge);
    for (const fact of edge.facts) for (const [at, start, end] of fact.evidence) quoted[at].push({ start, end, edge });
  }
  for (const node of nodes.values()) node.degree = node.edges.length;
  const ranked = [...nodes.values()].sort((a, b) => b.degree - a.degree);
  const factCount = [...edges.values()].reduce((sum, edge) => sum + Math.max(1, edge.facts.length), 0);
  const relationName = (edge) => (relations[edge.relation] ? called(relations[edge.relation]) : String(edge.label ?? ""));
  const other = (edge, node) => nodes.get(edge.from === node.id ? edge.to : edge.from);

  const off = { type: new Set(), relation: new Set(), modality: new Set() };
  let focus = null; // {id, hops}
  let chosen = null; // {kind: node | edge | article | documents, …}
  let past = [];
  let hovered = null;
  let shownNodes = new Set(nodes.keys());
  let shownEdges = new Set(edges.keys());

  function within(id, hops) {
    const reached = new Set([id]);
    let edge = [id];
    for (let hop = 0; hop < hops; hop += 1) {
      edge = edge.flatMap((at) => nodes.get(at).edges.map((e) => other(e, nodes.get(at)).id)).filter((to) => !reached.has(to));
      edge.forEach((to) => reached.add(to));
    }
    return reached;
  }

  function sift() {
    const near = focus && within(focus.id, focus.hops);
    const open = (node) => !off.type.has(node.type) && (!near || near.has(node.id));
    shownEdges = new Set();
    const joined = new Set();
    for (const edge of edges.values()) {
      if (off.relation.has(edge.relation) || off.modality.has(edge.modality) || (edge.negated && off.modality.has("negated"))) continue;
      if (!open(nodes.get(edge.from)) || !open(nodes.get(edge.to))) continue;
      shownEdges.add(edge.id);
      joined.add(edge.from).add(edge.to);
    }
    // A node whose lines are all filtered away goes with them; one that never had a line stays.
    const thinned = off.relation.size + off.modality.size > 0;
    shownNodes = new Set();
    for (const node of nodes.values()) {
      if (open(node) && (joined.has(node.id) || !thinned || !node.edges.length)) shownNodes.add(node.id);
    }
  }

  // ---- drawing -------------------------------------------------------------------------------------------------
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let ink = {};
  const readInk = () => { ink = Object.fromEntries(["ground", "ink", "soft", "faint", "negated", "accent", "sans"].map((n) => [n, css(`--${n}`)])); };
  readInk();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const glide = () => (calm ? false : { duration: 380, easingFunction: "easeInOutQuad" });
  const tall = $("canvas").clientHeight > 1.25 * $("canvas").clientWidth;
  if (tall) for (const node of nodes.values()) [node.x, node.y] = [node.y, node.x]; // the layout is made for landscape
  const painted = { nodes: new Map(), edges: new Map() }; // what vis-network was last told, to tell it only what changed
  let swell = 1; // how much larger nodes and lines are drawn where the picture is small on the screen
  // vis-network gets the shapes; labels, titles and facts are ours to show.
  const bare = ({ label, title, facts, aliases, edges: lines, ...rest }) => rest;
  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();
  const options = {
    ...content.options,
    configure: { enabled: false },
    layout: { randomSeed: 7, improvedLayout: false },
    nodes: { borderWidth: 2, borderWidthSelected: 3, font: { size: 0 } },
    edges: { ...content.options.edges, width: 1.3, selectionWidth: 1, hoverWidth: 0.8, arrows: { to: { scaleFactor: 0.5 } } },
    interaction: { ...content.options.interaction, hover: true, tooltipDelay: 1e9, zoomSpeed: 0.7, hideEdgesOnDrag: edges.size > 1500, hideEdgesOnZoom: edges.size > 3000 },
  };
  const network = new vis.Network($("canvas"), { nodes: nodeSet, edges: edgeSet }, options);

  /** The ids that the selection lights up, or null when nothing is selected. */
  function lit() {
    if (!chosen || chosen.kind === "documents") return null;
    const lines = chosen.kind === "edge" ? [edges.get(chosen.id)] : chosen.kind === "node" ? nodes.get(chosen.id).edges : quoted[chosen.at].map((span) => span.edge);
    const ids = new Set(chosen.kind === "node" ? [chosen.id] : []);
    lines.forEach((edge) => ids.add(edge.from).add(edge.to));
    return ids.size ? { nodes: ids, edges: new Set(lines.map((edge) => edge.id)) } : null;
  }

  function paint() {
    sift();
    const light = lit();
    const fresh = (kind) => (item) => {
      const mark = JSON.stringify(item);
      return painted[kind].get(item.id) !== mark && painted[kind].set(item.id, mark);
    };
    const nodeItems = [...nodes.values()].map((node) => {
      const background = typeof node.color === "string" ? node.color : ink.faint;
      const border = chosen && chosen.kind === "node" && chosen.id === node.id ? ink.ink : ink.ground;
      const strong = { background, border: ink.ink };
      return {
        id: node.id, size: node.size, hidden: !shownNodes.has(node.id), opacity: light && !light.nodes.has(node.id) ? 0.16 : 1,
        color: { background, border, highlight: strong, hover: strong },
      };
    });
    const edgeItems = [...edges.values()].map((edge) => {
      const near = light && light.edges.has(edge.id);
      const color = edge.negated ? ink.negated : typeof edge.color === "string" ? edge.color : ink.faint;
      const opacity = near ? 0.95 : light ? 0.08 : 0.55;
      return { id: edge.id, hidden: !shownEdges.has(edge.id), width: (near ? 2 : 1.4) * swell, color: { color, highlight: color, hover: color, opacity } };
    });
    nodeSet.update(nodeItems.filter(fresh("nodes")));
    edgeSet.update(edgeItems.filter(fresh("edges")));
    showCounts();
    labels.refresh();
  }

  const labels = mapLabels(network, $("canvas"), () => {
    const light = lit();
    const near = (edge) => (hovered && hovered.edge === edge.id) || shownEdges.size <= 30 || (light && light.edges.has(edge.id));
    const strong = new Set([chosen && chosen.kind === "node" ? chosen.id : null, hovered ? hovered.node : null]);
    if (chosen && chosen.kind === "edge") light.nodes.forEach((id) => strong.add(id));
    return {
      nodes: ranked.filter((node) => shownNodes.has(node.id) && (!light || light.nodes.has(node.id) || strong.has(node.id))),
      edges: [...shownEdges].map((id) => edges.get(id)).filter((edge) => near(edge) || (edge.negated && !light)).map((edge) => ({ ...edge, name: near(edge) ? relationName(edge) : "" })),
      strong, ink,
    };
  });

  function adapt(scale) {
    const next = Math.min(2.2, Math.max(1, 0.62 / scale));
    if (Math.abs(next / swell - 1) < 0.1) return;
    swell = next;
    for (const node of nodes.values()) node.size = node.full * swell;
    paint();
  }

  /** How many pixels of the canvas lie under the panel: on a narrow screen it is a sheet over the lower part. */
  const covered = () => (innerWidth <= 760 && !$("panel").hidden ? $("panel").offsetHeight : 0);

  /** Bring the shown nodes, or some of them, into the window with their labels. */
  function fit(ids = [...shownNodes], move = glide(), limit = 1.25) {
    if (!ids.length) return;
    const where = Object.entries(network.getPositions(ids));
    const reach = (axis, sign) => Math.max(...where.map(([id, p]) => sign * p[axis] + ((nodes.get(id) || {}).size || 10)));
    const [right, left, bottom, top] = [reach("x", 1), -reach("x", -1), reach("y", 1), -reach("y", -1)];
    const sheet = covered();
    const wide = ($("canvas").clientWidth - Math.min(150, 0.25 * $("canvas").clientWidth)) / (right - left);
    const high = ($("canvas").clientHeight - sheet - 110) / (bottom - top);
    const scale = Math.max(0.04, Math.min(limit, wide, high));
    adapt(scale);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + sheet / 2 / scale }, scale, animation: move });
  }

  function zoom(factor) {
    const scale = Math.min(4, Math.max(0.04, network.getScale() * factor));
    adapt(scale);
    network.moveTo({ scale, animation: calm ? false : { duration: 160, easingFunction: "easeOutQuad" } });
  }
  let wheeling = 0;
  network.on("zoom", () => {
    clearTimeout(wheeling);
    wheeling = setTimeout(() => adapt(network.getScale()), 150);
  });

  // ---- legend --------------------------------------------------------------------------------------------------
  const unfolded = new Set();
  function tally(items, key) {
    const counts = new Map();
    for (const item of items) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  function legendSection(kind, title, rows) {
    const fold = kind === "type" ? 12 : 8;
    const open = unfolded.has(kind) || rows.length <= fold + 2;
    const keys = rows.map(([key]) => key);
    const set = off[kind];
    const list = el("ul", {});
    for (const [key, count, name, sign] of open ? rows : rows.slice(0, fold)) {
      const flip = () => { if (!set.delete(key)) set.add(key); refilter(); };
      const alone = () => { keys.forEach((k) => (k === key ? set.delete(k) : set.add(k))); refilter(); };
      list.append(el("li", {},
        button({ class: "switch", "aria-pressed": String(!set.has(key)), title: name, "data-key": `${kind}:${key}` }, flip, sign, el("span", { class: "name" }, name), el("span", { class: "count" }, String(count))),
        rows.length > 1 ? button({ class: "only", "aria-label": `${word("only")} ${name}` }, alone, word("only")) : null));
    }
    const unfold = () => { if (!unfolded.delete(kind)) unfolded.add(kind); drawLegend(); };
    const all = () => { set.clear(); refilter(); };
    return el("section", { "aria-label": title },
      el("h2", {}, title, set.size ? button({}, all, word("all")) : null), list,
      rows.length > fold + 2 ? button({ class: "more", "aria-expanded": String(open) }, unfold, open ? word("less") : word("more", rows.length - fold)) : null);
  }

  function drawLegend() {
    const held = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : null;
    const all = [...edges.values()];
    const sections = [legendSection("type", word("types"), tally(nodes.values(), "type").map(([id, n]) => [id, n, called(classes[id]) || String(id ?? "—"), swatch(classes[id])]))];
    if (all.length) {
      sections.push(legendSection("relation", word("relations"), tally(all, "relation").map(([id, n]) => [id, n, called(relations[id]) || String(id ?? "—"), stroke((relations[id] || {}).colour || ink.faint, "")])));
      const counts = new Map(tally(all, "modality"));
      const rows = MODALITIES.filter((m) => counts.has(m)).map((m) => [m, counts.get(m), word(m), stroke(ink.soft, DASHES[m])]);
      const denied = all.filter((edge) => edge.negated).length;
      if (denied) rows.push(["negated", denied, word("negated"), stroke(ink.negated, "", true)]);
      if (rows.length > 1) sections.push(legendSection("modality", word("modalities"), rows));
    }
    $("legend").replaceChildren(...sections);
    if (held) [...$("legend").querySelectorAll("[data-key]")].find((b) => b.dataset.key === held)?.focus();
  }

  function refilter() {
    drawLegend();
    paint();
  }

  function showCounts() {
    const some = shownNodes.size < nodes.size ? word("shown", shownNodes.size) : "";
    $("counts").textContent = word("counts", nodes.size, factCount, documents.length) + some;
  }

  // ---- focus on a neighbourhood --------------------------------------------------------------------------------
  function setFocus(next) {
    focus = next;
    overview = null;
    clearTimeout(settling);
    drawFocus();
    paint();
    fit();
  }
  const hopPills = (id) => el("span", { class: "pills", role: "group", "aria-label": word("hops") }, ...[1, 2].map((hops) => {
    const on = focus && focus.id === id && focus.hops === hops;
    return button({ "aria-pressed": String(Boolean(on)), "data-hops": hops }, () => { setFocus(on ? null : { id, hops }); drawPanel(); }, word("hop", hops));
  }));
  function drawFocus() {
    $("focus").hidden = !focus;
    if (!focus) return;
    $("focus").replaceChildren(el("span", {}, word("focus")), el("span", { class: "name" }, nodes.get(focus.id).label), hopPills(focus.id),
      button({ class: "close", "aria-label": word("close") }, () => { setFocus(null); drawPanel(); }, "✕\u2002"));
  }

  // ---- panel: a node's facts, an edge's evidence, an article, the documents ------------------------------------
  function choose(next, keep = true) {
    if (chosen && next && keep) past.push(chosen);
    if (!next) past = [];
    const before = $("panel").hidden;
    if (before && next && !overview) overview = { position: network.getViewPosition(), scale: network.getScale() };
    chosen = next;
    drawPanel();
    if (before !== $("panel").hidden) resize();
    paint();
    follow();
    if (!next) return network.unselectAll();
    if (next.kind === "node") {
      network.selectNodes([next.id], false);
      $("announcer").textContent = `${word("chosen")} ${nodes.get(next.id).label}, ${word("facts", factsOf(nodes.get(next.id)))}`;
    } else if (next.kind === "edge") {
      network.setSelection({ nodes: [], edges: [next.id] }, { highlightEdges: false });
      $("announcer").textContent = sentence(edges.get(next.id));
    }
    return undefined;
  }
  const factsOf = (node) => node.edges.reduce((sum, edge) => sum + Math.max(1, edge.facts.length), 0);
  const sentence = (edge) => `${nodes.get(edge.from).label} ${edge.negated ? `${word("negated")} ` : ""}${relationName(edge)} ${nodes.get(edge.to).label}`;

  /** Take the new size of the canvas with every node staying where it is on the screen. */
  function resize() {
    const scale = network.getScale();
    const position = network.DOMtoCanvas({ x: $("stage").clientWidth / 2, y: $("stage").clientHeight / 2 });
    network.setSize("100%", "100%");
    network.redraw();
    network.moveTo({ position, scale, animation: false });
  }

  let overview = null; // where to return to when nothing is chosen any more, unless the reader moved meanwhile
  let settling = 0;
  function follow() {
    clearTimeout(settling);
    // A second click within this time is a double click and must find the node where the first one found it.
    settling = setTimeout(() => {
      const light = lit();
      if (light) reveal([...light.nodes].filter((id) => shownNodes.has(id)));
      else if (chosen && overview) fit();
      else if (!chosen && overview) {
        adapt(overview.scale);
        network.moveTo({ ...overview, animation: glide() });
        overview = null;
      }
    }, 320);
  }
  for (const moved of ["zoom", "dragStart"]) network.on(moved, () => { overview = null; });

  /** Undo whatever hides a node, and bring it into the free part of the window if it lies outside. */
  function show(id) {
    const node = nodes.get(id);
    if (focus && !within(focus.id, focus.hops).has(id)) { focus = null; drawFocus(); }
    off.type.delete(node.type);
    if (!shownNodes.has(id)) { off.relation.clear(); off.modality.clear(); }
    drawLegend();
    choose({ kind: "node", id });
  }
  function reveal(ids) {
    const { clientWidth: width, clientHeight: height } = $("canvas");
    const seen = ids.every((id) => {
      const at = network.canvasToDOM(network.getPosition(id));
      return at.x > 50 && at.x < width - 50 && at.y > 30 && at.y < height - covered() - 40;
    });
    if (!seen || network.getScale() < 0.5) fit(ids, glide(), Math.max(0.9, Math.min(1.3, network.getScale())));
  }

  function top() {
    const back = past.length ? button({ class: "back" }, () => choose(past.pop(), false), word("back")) : null;
    return el("div", { class: "path" }, back, button({ class: "close", "aria-label": word("close") }, () => choose(null), "✕"));
  }
  const titleOf = (at) => documents[at][0] || word("untitled");
  const dayOf = (at) => {
    const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(documents[at][1] || "");
    if (!day) return documents[at][1];
    return word("day", ...day.slice(1).map((part) => (language === "zh" ? String(Number(part)) : part)));
  };
  const metaOf = (at) => [dayOf(at), documents[at][2]].filter(Boolean).join(" · ");

  function chips(edge, fact, said) {
    return [
      edge.negated ? el("span", { class: "chip negated" }, word("negated")) : null,
      edge.modality !== "actual" ? el("span", { class: `chip ${MODALITIES.includes(edge.modality) ? edge.modality : ""}` }, word(edge.modality)) : null,
      fact && fact.time ? el("span", { class: "chip" }, fact.time) : null,
      fact && fact.quantity && fact.quantity !== said ? el("span", { class: "chip" }, fact.quantity) : null,
      ...["condition", "exception"].map((kind) => (fact && fact[kind] ? el("span", { class: "chip clause" }, word(kind), fact[kind]) : null)),
    ];
  }
  function evidenceCard([at, start, end, quote], act, current) {
    return button({ class: "evidence", "aria-current": current ? "true" : null }, act, el("q", {}, quote),
      el("cite", {}, el("span", { class: "name" }, titleOf(at)), documents[at][1] ? el("span", {}, dayOf(at)) : null));
  }

  function nodePanel(node) {
    const groups = new Map();
    for (const edge of node.edges) {
      const out = edge.from === node.id;
      const key = `${out ? "out" : "in"} ${edge.relation}`;
      if (!groups.has(key)) groups.set(key, { out, edges: [] });
      groups.get(key).edges.push(edge);
    }
    const ordered = [...groups.values()].sort((a, b) => b.out - a.out || b.edges.length - a.edges.length);
    const body = ordered.map(({ out, edges: grouped }) => el("section", { class: "group" },
      el("h3", {}, stroke((relations[grouped[0].relation] || {}).colour || ink.faint, ""), out ? null : el("span", { class: "arrow" }, "←"), relationName(grouped[0]),
        out ? el("span", { class: "arrow" }, "→") : null, el("span", { class: "count" }, String(grouped.length))),
      ...grouped.map((edge) => {
        const all = edge.facts.flatMap((fact) => fact.evidence);
        const far = other(edge, node);
        return el("div", { class: "fact" },
          el("div", { class: "other" }, button({ class: "link" }, () => show(far.id), far.label), ...chips(edge, edge.facts[0], far.label)),
          ...all.slice(0, 2).map((evidence) => evidenceCard(evidence, () => choose({ kind: "edge", id: edge.id, evidence: all.indexOf(evidence) }))),
          all.length > 2 ? button({ class: "chip" }, () => choose({ kind: "edge", id: edge.id, evidence: 0 }), word("rest", all.length - 2)) : null);
      })));
    const aliases = node.aliases.filter((alias) => alias !== node.label);
    return [
      el("header", {}, top(), el("span", { class: "kind" }, swatch(classes[node.type]), called(classes[node.type]) || String(node.type ?? "")), el("h2", {}, node.label),
        aliases.length ? el("p", { class: "also" }, word("also") + aliases.join(word("comma"))) : null,
        el("div", { class: "actions" }, el("span", {}, word("facts", factsOf(node))), el("span", { class: "arrow" }, "|"), word("hops"), hopPills(node.id))),
      el("div", { class: "body" }, ...(body.length ? body : [el("p", { class: "also" }, word("noFacts"))])),
    ];
  }

  function edgePanel(edge) {
    const all = edge.facts.flatMap((fact) => fact.evidence.map((evidence) => ({ fact, evidence })));
    const current = all[chosen.evidence || 0];
    const end = (id) => button({ class: "link" }, () => show(id), nodes.get(id).label);
    const cards = all.map((one, at) => el("div", {}, evidenceCard(one.evidence, () => { chosen = { ...chosen, evidence: at }; drawPanel(); }, one === current), ...chips({ modality: "actual" }, one.fact)));
    return [
      el("header", {}, top(), el("div", { class: "triple" }, end(edge.from),
        el("p", { class: "verb" }, stroke(edge.negated ? ink.negated : (relations[edge.relation] || {}).colour || ink.faint, DASHES[edge.modality], edge.negated),
          el("b", { class: edge.negated ? "struck" : "" }, relationName(edge)), ...chips(edge, all.length > 1 ? null : edge.facts[0])), end(edge.to))),
      all.length > 1 ? el("div", { class: "evidences" }, ...cards) : null,
      el("div", { class: "body" }, current ? article(...current.evidence.slice(0, 3)) : el("p", { class: "also" }, word("noEvidence"))),
    ];
  }

  /** An article with its passages underlined, the chosen one marked. Offsets count code points, as Python's do. */
  function article(at, start, end) {
    const points = Array.from(documents[at][3]);
    const cuts = new Set([0, points.length, start ?? 0, end ?? 0]);
    for (const span of quoted[at]) cuts.add(span.start).add(span.end);
    points.forEach((point, i) => { if (point === "\n") cuts.add(i).add(i + 1); });
    const sorted = [...cuts].filter((cut) => cut >= 0 && cut <= points.length).sort((a, b) => a - b);
    const starts = [...quoted[at]].sort((a, b) => a.start - b.start);
    const text = el("div", { class: "text" });
    let line = el("p");
    let open = [];
    let next = 0;
    const close = () => { if (line.textContent.trim()) text.append(line); line = el("p"); };
    for (let i = 0; i + 1 < sorted.length; i += 1) {
      const [from, to] = [sorted[i], sorted[i + 1]];
      const piece = points.slice(from, to).join("");
      while (next < starts.length && starts[next].start <= from) open.push(starts[next++]);
      open = open.filter((span) => span.end > from);
      if (piece === "\n") close();
      else if (start !== undefined && from >= start && to <= end) line.append(el("mark", { class: "here" }, piece));
      else line.append(open.length ? el("mark", {}, piece) : piece);
    }
    close();
    for (const p of text.children) if (/^[\s\u3000]/.test(p.textContent)) p.className = "flush";
    return el("div", { class: "article" }, el("h3", {}, titleOf(at)), el("p", { class: "meta" }, metaOf(at)), text);
  }

  function documentsPanel() {
    return [
      el("header", {}, top(), el("h2", {}, word("documents"))),
      el("div", { class: "body" }, el("ul", { class: "documents" }, ...documents.map((_, at) => el("li", {}, button({}, () => choose({ kind: "article", at }),
        el("span", { class: "name" }, titleOf(at)), el("span", { class: "meta" }, [metaOf(at), word("facts", new Set(quoted[at].map((span) => span.edge)).size)].filter(Boolean).join(" · "))))))),
    ];
  }

  function drawPanel() {
    const panel = $("panel");
    panel.hidden = !chosen;
    $("hint").hidden = Boolean(chosen) || nodes.size === 0;
    if (!chosen) return panel.replaceChildren();
    const parts = {
      node: () => nodePanel(nodes.get(chosen.id)), edge: () => edgePanel(edges.get(chosen.id)), documents: documentsPanel,
      article: () => [el("header", {}, top(), el("span", { class: "kind" }, word("article"))), el("div", { class: "body" }, article(chosen.at))],
    };
    panel.replaceChildren(...parts[chosen.kind]().filter(Boolean));
    panel.setAttribute("aria-label", chosen.kind === "node" ? nodes.get(chosen.id).label : word(chosen.kind === "documents" ? "documents" : "article"));
    const mark = panel.querySelector("mark.here");
    if (!mark) return undefined;
    const body = mark.closest(".body");
    body.scrollTop = mark.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight * 0.35;
    const card = panel.querySelector(".evidence[aria-current]");
    return card && card.scrollIntoView({ block: "nearest" });
  }

  // ---- search --------------------------------------------------------------------------------------------------
  let hits = [];
  let at = -1;
  function find(query) {
    const wanted = query.trim().toLowerCase();
    const rank = (name) => { const i = name.toLowerCase().indexOf(wanted); return i < 0 ? 9 : i === 0 ? (name.length === wanted.length ? 0 : 1) : 2; };
    const found = [];
    ranked.forEach((node, order) => {
      const alias = node.aliases.find((name) => wanted && rank(name) < 9);
      const score = Math.min(rank(node.label), alias ? rank(alias) + 0.5 : 9);
      if (score < 9) found.push({ score, order, node, note: rank(node.label) === 9 ? alias : called(classes[node.type]) || "" });
    });
    if (wanted) documents.forEach((_, i) => { if (rank(titleOf(i)) < 9) found.push({ score: 4, order: i, document: i, note: word("article") }); });
    return found.sort((a, b) => a.score - b.score || a.order - b.order).slice(0, wanted ? 14 : 8);
  }
  function emphasised(name, wanted) {
    const i = wanted ? name.toLowerCase().indexOf(wanted) : -1;
    if (i < 0) return el("span", { class: "name" }, name);
    return el("span", { class: "name" }, name.slice(0, i), el("b", {}, name.slice(i, i + wanted.length)), name.slice(i + wanted.length));
  }
  function suggest() {
    const wanted = $("query").value.trim().toLowerCase();
    hits = find(wanted);
    at = hits.length && wanted ? 0 : -1;
    const items = hits.map((hit, i) => el("li", { role: "option", id: `hit-${i}`, on: { mousedown: (event) => { event.preventDefault(); take(i); } } },
      hit.node ? swatch(classes[hit.node.type]) : el("span", { class: "swatch" }, "¶"), emphasised(hit.node ? hit.node.label : titleOf(hit.document), wanted), el("span", { class: "note" }, hit.note)));
    $("hits").replaceChildren(...(items.length ? items : [el("li", { class: "none" }, word("none"))]));
    $("hits").hidden = false;
    pointAt(at);
  }
  function pointAt(index) {
    at = index;
    [...$("hits").children].forEach((item, i) => { if (item.id) item.setAttribute("aria-selected", String(i === at)); });
    const item = $(`hit-${at}`);
    if (item) item.scrollIntoView({ block: "nearest" });
    $("query").setAttribute("aria-expanded", String(!$("hits").hidden));
    if (item) $("query").setAttribute("aria-activedescendant", item.id);
    else $("query").removeAttribute("aria-activedescendant");
  }
  function shut() { $("hits").hidden = true; pointAt(-1); }
  function take(index) {
    const hit = hits[index];
    if (!hit) return;
    shut();
    $("query").value = "";
    if (hit.node) show(hit.node.id);
    else choose({ kind: "article", at: hit.document });
    $("panel").focus({ preventScroll: true });
  }
  $("query").addEventListener("input", suggest);
  $("query").addEventListener("focus", () => nodes.size && suggest());
  $("query").addEventListener("blur", shut);
  $("query").addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter ends a pinyin composition first
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if ($("hits").hidden) suggest();
      if (hits.length) pointAt((at + (event.key === "ArrowDown" ? 1 : hits.length - (at < 0 ? 0 : 1))) % hits.length);
    } else if (event.key === "Enter") take(Math.max(at, 0));
    else if (event.key === "Escape") { event.stopPropagation(); $("query").value = ""; $("query").blur(); }
  });

  // ---- mouse, keyboard, buttons --------------------------------------------------------------------------------
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    $("legend").classList.remove("open");
    if (node !== undefined) choose({ kind: "node", id: node });
    else if (edge !== undefined) choose({ kind: "edge", id: edge });
    else choose(null);
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) { setFocus({ id: node, hops: 1 }); drawPanel(); } });
  const hover = (next) => {
    hovered = next;
    $("canvas").style.cursor = next ? "pointer" : "";
    labels.refresh();
  };
  network.on("hoverNode", ({ node }) => hover({ node }));
  network.on("hoverEdge", ({ edge }) => hover({ edge }));
  network.on("blurNode", () => hover(null));
  network.on("blurEdge", () => hover(null));
  network.on("dragEnd", () => labels.refresh());

  function step(dx, dy) {
    const from = chosen && chosen.kind === "node" ? network.getPosition(chosen.id) : network.getViewPosition();
    let best = null;
    for (const [id, p] of Object.entries(network.getPositions([...shownNodes].filter((id) => !chosen || id !== chosen.id)))) {
      const [x, y] = [p.x - from.x, p.y - from.y];
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy - y * dx);
      const cost = chosen && chosen.kind === "node" ? (along > 1 && aside < along * 1.8 ? along + 2 * aside : Infinity) : Math.hypot(x, y);
      if (cost < Infinity && (!best || cost < best.cost)) best = { id, cost };
    }
    if (best) choose({ kind: "node", id: [...shownNodes].find((id) => String(id) === best.id) });
  }
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  $("canvas").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (WAYS[event.key]) step(...WAYS[event.key]);
    else if (event.key === "Enter" && chosen) $("panel").focus();
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== $("query")) { event.preventDefault(); $("query").focus(); }
    if (event.key !== "Escape") return;
    if ($("legend").classList.contains("open")) $("legend").classList.remove("open");
    else if (chosen) { choose(null); $("canvas").focus({ preventScroll: true }); } else if (focus) setFocus(null);
  });
  $("open-legend").addEventListener("click", () => $("open-legend").setAttribute("aria-expanded", String($("legend").classList.toggle("open"))));
  $("open-documents").addEventListener("click", () => choose({ kind: "documents" }));
  $("reset").addEventListener("click", () => {
    Object.values(off).forEach((set) => set.clear());
    focus = null;
    drawFocus();
    choose(null);
    overview = null;
    drawLegend();
    fit();
  });
  $("zoom-in").addEventListener("click", () => zoom(1.3));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  $("zoom-fit").addEventListener("click", () => fit());
  $("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; translate(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readInk(); drawLegend(); paint(); });

  function translate() {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    $("title").textContent = content.title;
    $("query").placeholder = word("search");
    const say = { "open-legend": "legend", "open-documents": "documents", reset: "reset", language: "other", hint: "hint" };
    Object.entries(say).forEach(([id, key]) => { $(id).textContent = word(key); });
    const name = { query: "search", hits: "search", legend: "legend", "zoom-in": "zoomIn", "zoom-out": "zoomOut", "zoom-fit": "fit", language: "otherName" };
    Object.entries(name).forEach(([id, key]) => { $(id).setAttribute("aria-label", word(key)); });
    $("canvas").setAttribute("aria-label", word("canvas", nodes.size, edges.size));
    $("empty").children[0].textContent = word("emptyTitle");
    $("empty").children[1].textContent = word("emptyText");
    drawLegend();
    drawFocus();
    drawPanel();
    paint();
  }

  $("empty").hidden = nodes.size > 0;
  document.querySelector(".search").hidden = nodes.size === 0;
  for (const id of ["zoom", "hint", "open-legend", "open-documents", "reset"]) $(id).hidden = nodes.size === 0;
  $("legend").hidden = nodes.size === 0;
  nodeSet.add([...nodes.values()].map(bare));
  edgeSet.add([...edges.values()].map(bare));
  fit([...nodes.keys()], false);
  translate();
  document.fonts.ready.then(() => labels.refresh(true));
  window.zhitu = { network, choose, show, fit, state: () => ({ chosen, focus, nodes: [...shownNodes], edges: [...shownEdges], labels: labels.shown() }) };
})();
