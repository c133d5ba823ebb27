// What is shown as a file: PNG of the window, SVG of the whole picture, GEXF for network programs, CSV for spreadsheets.
function makeDownloads(model, drawing, articles, { title, ink, scene }) {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  // Characters that XML has no way to write, and halves of surrogate pairs.
  // eslint-disable-next-line no-control-regex
  const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, " ");
  const escaped = (text) => xml(text).replace(/[&<>"'\n\t]/g, (c) => `&#${c.charCodeAt(0)};`);
  const typeOf = (node) => called(model.classes[node.type]) || String(node.type ?? "");
  const shownNodes = () => model.ranked.filter((node) => model.shown.nodes.has(node.id));
  const shownEdges = () => [...model.shown.edges].map((id) => model.edges.get(id));
  const colourOf = (item) => (typeof item.color === "string" && /^#[0-9a-f]{6}$/i.test(item.color) ? item.color : "#8a94a3");

  function csv() {
    const columns = ["subject", "subject_type", "relation", "object", "object_type", "modality", "negated", "time", "valid_from", "valid_to", "quantity", "condition", "exception", "confidence", "extractor", "title", "date", "start", "end", "quote"];
    const rows = shownFacts(model).flatMap(({ edge, fact, from, to }) => (fact.evidence.length ? fact.evidence : [null]).map((evidence) => {
      const [at, start, end, quote] = evidence || [];
      const document = evidence ? model.documents[at] : [];
      return [from.label, from.type, edge.relation ?? edge.label, to.label, to.type, edge.modality, edge.negated, fact.time, fact.from, fact.to, fact.quantity, fact.condition, fact.exception, fact.confidence, (fact.extractors || []).join(" "), document[0], document[1], start, end, quote];
    }));
    // What a spreadsheet would take for a formula, in either width, begins with an apostrophe (as in graph/tablefiles.py).
    const cell = (value) => {
      const text = String(value ?? "").replace(/^[=+@\t\r＝＋－＠'-]/, (c) => (typeof value === "number" ? c : `'${c}`));
      return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    };
    return new Blob([`\ufeff${[columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`], { type: "text/csv" });
  }

  function gexf() {
    const where = drawing.positions();
    const rgb = (colour) => [1, 3, 5].map((i, k) => `${"rgb"[k]}="${parseInt(colour.slice(i, i + 2), 16)}"`).join(" ");
    const values = (pairs) => pairs.filter(([, value]) => value !== undefined && value !== null && value !== "").map(([key, value]) => `<attvalue for="${key}" value="${escaped(value)}"/>`).join("");
    const declared = (kind, keys) => `<attributes class="${kind}">${keys.map(([id, type]) => `<attribute id="${id}" title="${id}" type="${type}"/>`).join("")}</attributes>`;
    const nodes = shownNodes().map((node) => {
      const p = where.get(node.id);
      return `<node id="${escaped(node.id)}" label="${escaped(node.label)}"><attvalues>${values([["type", node.type], ["type_label", typeOf(node)], ["aliases", node.aliases.join("|")]])}</attvalues>`
        + `<viz:color ${rgb(colourOf(node))}/><viz:position x="${p.x}" y="${-p.y}" z="0"/><viz:size value="${node.full}"/></node>`;
    });
    const edges = shownEdges().map((edge) => `<edge id="${escaped(edge.id)}" source="${escaped(edge.from)}" target="${escaped(edge.to)}" label="${escaped(model.relationName(edge))}" weight="${edge.live.length}"><attvalues>${values([
      ["relation", edge.relation], ["modality", edge.modality], ["negated", edge.negated], ["confidence", edge.live.reduce((most, fact) => Math.max(most, fact.confidence ?? 0), 0) || null],
      ["time", edge.live.map((fact) => fact.time).filter(Boolean).join("; ")], ["quote", edge.live.flatMap((fact) => fact.evidence.map((evidence) => evidence[3])).filter(Boolean).join("\n")],
    ])}</attvalues></edge>`);
    return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2"><meta><creator>zhitu</creator><description>${escaped(title)}</description></meta>`
      + `<graph mode="static" defaultedgetype="directed">${declared("node", [["type", "string"], ["type_label", "string"], ["aliases", "string"]])}${declared("edge", [["relation", "string"], ["modality", "string"], ["negated", "boolean"], ["confidence", "double"], ["time", "string"], ["quote", "string"]])}`
      + `<nodes>${nodes.join("\n")}</nodes><edges>${edges.join("\n")}</edges></graph></gexf>\n`], { type: "application/gexf+xml" });
  }

  /** An edge's line from rim to rim as SVG path data, and its arrow head. */
  function lineOf(edge, where) {
    const [a, b] = [where.get(edge.from), where.get(edge.to)];
    const [ra, rb] = [model.nodes.get(edge.from).full, model.nodes.get(edge.to).full];
    if (edge.from === edge.to) return { d: `M${a.x} ${a.y - ra}a14 14 0 1 1 ${ra} ${ra}`, head: "" };
    const via = drawing.curve(edge) || { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    const at = (t) => ({ x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * via.x + t ** 2 * b.x, y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * via.y + t ** 2 * b.y });
    const rim = (from, step, centre, radius) => { let t = from; for (let i = 0; i < 100 && Math.hypot(at(t).x - centre.x, at(t).y - centre.y) < radius; i += 1) t += step; return t; };
    const [t0, t1] = [rim(0, 0.01, a, ra), rim(1, -0.01, b, rb + 2)];
    const points = Array.from({ length: 17 }, (_, i) => at(t0 + ((t1 - t0) * i) / 16));
    const [tip, before] = [points[16], points[15]];
    const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
    const [ux, uy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
    const n = (number) => number.toFixed(1);
    const head = `M${n(tip.x)} ${n(tip.y)}L${n(tip.x - 7 * ux - 3 * uy)} ${n(tip.y - 7 * uy + 3 * ux)}L${n(tip.x - 7 * ux + 3 * uy)} ${n(tip.y - 7 * uy - 3 * ux)}Z`;
    return { d: `M${(edge.smooth && edge.smooth.enabled ? points : [points[0], tip]).map((p) => `${n(p.x)} ${n(p.y)}`).join("L")}`, head };
  }
  function picture() {
    const where = drawing.positions();
    const nodes = shownNodes();
    const placer = mapLabels(drawing, () => {
      const now = scene();
      return { ...now, nodes: now.nodes.map((node) => ({ ...node, size: node.full })) };
    }, () => {});
    const labels = placer.place(1);
    const xs = nodes.flatMap((node) => [where.get(node.id).x - node.full, where.get(node.id).x + node.full]).concat(labels.flatMap(({ box }) => [box[0], box[2]]));
    const ys = nodes.flatMap((node) => [where.get(node.id).y - node.full, where.get(node.id).y + node.full]).concat(labels.flatMap(({ box }) => [box[1], box[3]]));
    const low = (values) => values.reduce((a, b) => Math.min(a, b), values.length ? Infinity : 0) - 24;
    const high = (values) => values.reduce((a, b) => Math.max(a, b), values.length ? -Infinity : 0) + 24;
    const [left, top, right, bottom] = [low(xs), low(ys), high(xs), high(ys)];
    const lines = shownEdges().flatMap((edge) => {
      const colour = edge.negated ? ink().negated : edge.modality === "inferred" ? ink().inferred : colourOf(edge);
      const { d, head } = lineOf(edge, where);
      const props = { d, fill: "none", stroke: colour, "stroke-width": 1.4, "stroke-opacity": 0.7 };
      if (DASHES[edge.modality]) props["stroke-dasharray"] = DASHES[edge.modality];
      return [svg("path", props, svg("title", {}, xml(model.sentence(edge)))), svg("path", { d: head, fill: colour, "fill-opacity": 0.8 })];
    });
    const discs = nodes.map((node) => {
      const { x, y } = where.get(node.id);
      const path = shapePath(node.shape);
      const props = { fill: colourOf(node), stroke: ink().ground, "stroke-width": path ? 1 : 2 };
      const shape = path ? svg("path", { ...props, d: path, transform: `translate(${x} ${y}) scale(${node.full / 6}) translate(-8 -8)` }) : svg("circle", { ...props, cx: x, cy: y, r: node.full });
      shape.append(svg("title", {}, xml(`${typeOf(node)} ${node.label}`)));
      return shape;
    });
    const names = labels.flatMap((label) => {
      const [x, y] = [(label.box[0] + label.box[2]) / 2, (label.box[1] + label.box[3]) / 2];
      return label.text.map((line, i) => svg("text", {
        x: x.toFixed(1), y: (y + (i - (label.text.length - 1) / 2) * label.px * 1.25).toFixed(1), "font-size": label.px, "font-weight": label.weight, fill: label.colour,
        "text-anchor": "middle", "dominant-baseline": "central", stroke: ink().ground, "stroke-width": 3.6, "stroke-linejoin": "round", "paint-order": "stroke",
      }, xml(line)));
    });
    const size = { width: Math.ceil(right - left), height: Math.ceil(bottom - top) };
    return svg("svg", { xmlns: NAMESPACE, viewBox: `${left} ${top} ${size.width} ${size.height}`, ...size, "font-family": ink().sans, role: "img" },
      svg("title", {}, xml(title)), svg("rect", { x: left, y: top, ...size, fill: ink().ground }), ...lines, ...discs, ...names);
  }
  const WAYS = {
    png: () => drawing.snapshot(),
    svg: () => new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture())}\n`], { type: "image/svg+xml" }),
    gexf, csv,
  };
  async function save(kind) {
    const blob = await WAYS[kind]();
    const address = URL.createObjectURL(blob);
    // eslint-disable-next-line no-control-regex
    const name = Array.from(title.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, "_")).slice(0, 60).join("").trim() || "zhitu";
    const link = el("a", { href: address, download: `${name}.${kind}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
  return { save, kinds: Object.keys(WAYS), picture };
}
