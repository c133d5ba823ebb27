/**
 * Labels as on a map: of one size on the screen at every zoom, the best connected first, none over another or over a
 * node. `scene()` returns what there is to name now (see drawing-vis.js); vis-network's own labels shrink, grow and
 * collide. A drawing calls `draw` with a 2D context in the picture's coordinates after it has drawn all else, and gives
 * `redraw`, which makes it do so soon.
 */
function mapLabels(drawing, scene, redraw) {
  const CELL = 90; // pixels of the grid in which collisions are looked up
  const NO_START = "、，。；：！？）》〉」』”’…％%·"; // 避头尾: what begins no line,
  const NO_END = "（《〈「『“‘"; // and what ends none
  const brush = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  let placed = [];
  let paper = {}; // the colours with which they were placed
  let placedAt = 0; // the zoom for which the labels were placed; 0 asks for placing anew

  function measure(text, font) {
    const key = `${font}\n${text}`;
    if (!widths.has(key)) {
      brush.font = font;
      widths.set(key, brush.measureText(text).width);
    }
    return widths.get(key);
  }

  /** Lines of even length: 广汽本田汽车有限公司 is 广汽本田汽 over 车有限公司, not nine characters over one. */
  function broken(label, [width, most]) {
    const points = Array.from(label);
    const lines = Math.min(most, Math.ceil(points.length / width)) || 1;
    const each = Math.min(width, Math.ceil(points.length / lines));
    const border = (i) => {
      const at = Math.min(points.length, i * each);
      if (i === 0 || i === lines) return at;
      return at + (NO_START.includes(points[at] ?? " ") ? 1 : NO_END.includes(points[at - 1]) ? -1 : 0);
    };
    const cut = Array.from({ length: lines }, (_, i) => points.slice(border(i), border(i + 1)).join(""));
    if (points.length > width * most) cut[lines - 1] = `${Array.from(cut[lines - 1]).slice(0, -1).join("")}…`;
    return cut;
  }

  /** A point on an edge as it is drawn, `t` from 0 at its start to 1 at its end. */
  function along(edge, where, t) {
    const [a, b] = [where.get(edge.from), where.get(edge.to)];
    const ring = drawing.loop ? drawing.loop(edge) : null;
    if (ring) return { x: ring.x + ring.r * Math.SQRT1_2, y: ring.y - ring.r * Math.SQRT1_2 };
    if (edge.from === edge.to) return { x: a.x + 26, y: a.y - 26 };
    const via = drawing.curve(edge);
    if (!via) return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
    const mix = (axis) => (1 - t) ** 2 * a[axis] + 2 * t * (1 - t) * via[axis] + t ** 2 * b[axis];
    return { x: mix("x"), y: mix("y") };
  }

  function grid() {
    const cells = new Map();
    const over = (box, visit) => {
      for (let c = Math.floor(box[0] / CELL); c <= Math.floor(box[2] / CELL); c += 1) {
        for (let r = Math.floor(box[1] / CELL); r <= Math.floor(box[3] / CELL); r += 1) {
          const key = c * 100003 + r;
          if (!cells.has(key)) cells.set(key, []);
          if (visit(cells.get(key))) return true;
        }
      }
      return false;
    };
    return {
      add: (box, owner) => over(box, (cell) => { cell.push({ box, owner }); }),
      free: (box, owner) => !over(box, (cell) => cell.some(({ box: b, owner: o }) =>
        o !== owner && b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])),
    };
  }
  const [USUAL, FULL] = [[9, 2], [14, 4]]; // characters in a line, lines
  const NARROW = [[6, 3], [18, 1], [5, 4]]; // what is tried in a small graph where the usual form finds no room
  const SMALL = 10; // pixels of the letters, as a last resort
  const boxed = (x, y, w, h) => [x - w / 2 - 2, y - h / 2 - 1, x + w / 2 + 2, y + h / 2 + 1];

  /** Find room for names at a zoom: [{node or edge, text: lines, box, px, weight, colour, …}]. */
  function place(scale) {
    const { nodes, edges, strong, ink, whole } = scene();
    const where = drawing.positions();
    const names = grid();
    const discs = grid();
    const both = { free: (box, owner) => names.free(box, owner) && discs.free(box, owner) };
    for (const node of nodes) {
      const side = Math.max(2, 2 * node.size * scale);
      discs.add(boxed(where.get(node.id).x * scale, where.get(node.id).y * scale, side, side), node.id);
    }
    const placed = [];
    const room = Math.ceil((drawing.size().width * drawing.size().height) / 40000);
    const hubs = new Set(nodes.slice(0, room).filter((node) => node.degree > 5).map((node) => node.id));
    const name = (node) => {
      const must = strong.has(node.id);
      const usual = Math.round((11.5 + Math.min(4, node.degree / 4)) * Math.min(1.35, Math.max(1, scale)) * 2) / 2;
      const weight = must || node.degree > 7 ? 600 : 400;
      const [x, y, r] = [where.get(node.id).x * scale, where.get(node.id).y * scale, node.size * scale + 3];
      const shaped = ([form, px]) => {
        const font = `${weight} ${px}px ${ink.sans}`;
        const text = broken(node.more ? `${node.label} +${node.more}` : node.label, form);
        const [w, h] = [Math.max(...text.map((line) => measure(line, font))), text.length * px * 1.25];
        const [up, down, aside] = [-r - h / 2, r + h / 2, r + w / 2 + 2];
        const spots = [...(node.members && r > Math.max(h, w) / 2 ? [[0, 0]] : []), [0, down], [0, up], [aside, 0], [-aside, 0], [aside, down / 2], [-aside, down / 2], [aside, up / 2], [-aside, up / 2], [w / 2, down], [-w / 2, down], [w / 2, up], [-w / 2, up]];
        const fits = (space) => spots.find(([dx, dy]) => space.free(boxed(x + dx, y + dy, w, h), node.id));
        return { text, px, w, h, spots, fits };
      };
      let form = shaped([must ? FULL : USUAL, usual]);
      if (whole && !must && !form.fits(both)) {
        const others = [usual, SMALL].flatMap((px) => [USUAL, ...NARROW].map((one) => [one, px]));
        form = others.map(shaped).find((one) => one.fits(both)) || form;
      }
      const { text, px, w, h, spots, fits } = form;
      // The names of the greatest hubs may lie over lesser nodes, never over one another.
      const spot = fits(both) || (((node.members && r > h / 2) || (!whole && hubs.has(node.id))) && fits(names)) || (must && spots[0]);
      if (!spot) return;
      const box = boxed(x + spot[0], y + spot[1], w, h);
      names.add(box, node.id);
      placed.push({ node, box, text, w, must, px, weight, dx: spot[0] / scale, dy: spot[1] / scale, colour: must || node.degree > 2 ? ink.ink : ink.soft });
    };
    [...nodes].sort((a, b) => strong.has(b.id) - strong.has(a.id)).filter((node) => whole || strong.has(node.id)).forEach(name);
    for (const edge of edges) {
      const [px, weight] = [11.5, 400];
      const text = [edge.negated ? `✕ ${edge.name}`.trim() : edge.name];
      const w = measure(text[0], `${weight} ${px}px ${ink.sans}`);
      const t = [0.5, 0.58, 0.42, 0.66, 0.34, 0.74, 0.26].find((at) => {
        const p = along(edge, where, at);
        return both.free(boxed(p.x * scale, p.y * scale, w, px * 1.2), edge.id);
      });
      if (t === undefined) continue;
      const p = along(edge, where, t);
      const box = boxed(p.x * scale, p.y * scale, w, px * 1.2);
      names.add(box, edge.id);
      placed.push({ edge, box, t, text, w, px, weight, dx: 0, dy: 0, colour: edge.negated ? ink.negated : ink.soft });
    }
    nodes.filter((node) => !whole && !strong.has(node.id)).forEach(name);
    return placed;
  }

  function draw(ctx) {
    const { scale } = drawing.viewport();
    if (!placedAt || Math.abs(scale / placedAt - 1) > 0.015) {
      placed = place(scale);
      placedAt = scale;
      paper = scene().ink;
    }
    const { x: left, y: top } = drawing.toPicture({ x: 0, y: -40 });
    const { x: right, y: bottom } = drawing.toPicture({ x: drawing.size().width, y: drawing.size().height + 40 });
    const ends = placed.flatMap((label) => (label.edge ? [label.edge.from, label.edge.to] : [label.node.id]));
    const where = drawing.positions([...new Set(ends)]);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.6 / scale;
    ctx.strokeStyle = paper.ground;
    for (const label of placed) {
      const p = label.edge ? along(label.edge, where, label.t) : where.get(label.node.id);
      const [x, y] = [p.x + label.dx, p.y + label.dy];
      const half = label.must ? 0 : label.w / 2 / scale; // a name cut by the window's side is left out
      if (x - half < left || x + half > right || y < top || y > bottom) continue;
      ctx.font = `${label.weight} ${label.px / scale}px ${paper.sans}`;
      ctx.fillStyle = label.colour;
      label.text.forEach((line, at) => {
        const ly = y + ((at - (label.text.length - 1) / 2) * label.px * 1.25) / scale;
        ctx.strokeText(line, x, ly);
        ctx.fillText(line, x, ly);
      });
    }
  }

  return {
    draw,
    place,
    /** Place the labels anew and draw: after a change of what is shown, or of the fonts. */
    refresh(fonts = false) {
      if (fonts) widths.clear();
      placedAt = 0;
      redraw();
    },
    shown: () => placed.map((label) => ({ ...(label.node ? { node: label.node.id } : { edge: label.edge.id }), text: label.text.join(""), lines: label.text, box: label.box })),
  };
}
