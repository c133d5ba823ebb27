/**
 * A drawing by sigma.js, with WebGL, for pictures that are too large for a canvas. Its interface is that of drawing-vis.js.
 * What lies under the pointer is computed here: asking WebGL for it costs a frame on machines without a graphics card.
 */
const canDrawSigma = () => {
  const probe = document.createElement("canvas");
  return typeof sigmajs !== "undefined" && Boolean(probe.getContext("webgl2") || probe.getContext("webgl"));
};

function makeSigmaDrawing(element, { nodes, edges, calm, scene }) {
  const REACH = 6; // pixels from a line at which the pointer still takes it
  const NAMED = 260; // nodes in the window that may have a name
  const CROWD = 6000; // lines, and
  const NEAR = 0.45; // the zoom from which even so many are drawn in full
  const STILL = 130; // milliseconds without motion after which names are placed anew
  const graph = new sigmajs.MultiDirectedGraph();
  const where = new Map(); // id → {x, y} in the picture's coordinates
  const ids = new Map(); // sigma's keys are strings, a node of pyvis may have a number for its id
  const keyOf = (id) => `${typeof id} ${id}`;
  const acts = { click: [], doubleClick: [], hover: [], zoom: [], dragStart: [], dragEnd: [] };
  const tell = (event, ...what) => acts[event].forEach((act) => act(...what));
  const look = { nodes: new Map(), edges: new Map() }; // how things are drawn now
  let sigma = null;

  // ---- colours: lines and dimmed nodes are mixed with the ground, so that nothing has to be blended ---------------
  const shades = new Map();
  const channels = (colour) => {
    const hex = /^#([0-9a-f]{6})$/i.exec(colour);
    if (hex) return [0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16));
    brush.fillStyle = "#8a94a3";
    brush.fillStyle = colour;
    const known = /^#([0-9a-f]{6})$/i.exec(brush.fillStyle);
    return known ? [0, 2, 4].map((at) => parseInt(known[1].slice(at, at + 2), 16)) : [138, 148, 163];
  };
  const brush = document.createElement("canvas").getContext("2d");
  function shade(colour, opacity, ground) {
    const key = `${colour} ${opacity} ${ground}`;
    if (!shades.has(key)) {
      const [a, b] = [channels(colour), channels(ground)];
      const mixed = a.map((value, i) => Math.round(value * opacity + b[i] * (1 - opacity)));
      shades.set(key, `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`);
    }
    return shades.get(key);
  }

  // ---- the way there and back -----------------------------------------------------------------------------------
  let drifting = false; // whether the camera has left the picture that is drawn
  const camera = () => (drifting ? { cameraState: sigma.getCamera().getState() } : {});
  const toScreen = ({ x, y }) => sigma.graphToViewport({ x, y: -y }, camera());
  const toPicture = (at) => {
    const { x, y } = sigma.viewportToGraph(at, camera());
    return { x, y: -y };
  };
  const size = () => ({ width: element.clientWidth, height: element.clientHeight });
  const scale = () => {
    const [a, b] = [toScreen({ x: 0, y: 0 }), toScreen({ x: 1, y: 0 })];
    return Math.hypot(b.x - a.x, b.y - a.y);
  };
  const viewport = () => ({ ...toPicture({ x: size().width / 2, y: size().height / 2 }), scale: scale() });
  function moveTo({ x, y, scale: wanted }, duration = 0) {
    const eye = sigma.getCamera();
    const state = { ratio: (eye.ratio * scale()) / wanted };
    if (x !== undefined) Object.assign(state, sigma.viewportToFramedGraph(toScreen({ x, y }), camera()));
    if (calm || !duration) eye.setState(state);
    else eye.animate(state, { duration, easing: duration > 200 ? "quadraticInOut" : "quadraticOut" });
  }

  // ---- lines ----------------------------------------------------------------------------------------------------
  /** The bend of a line as sigma takes it, 0 for a straight one; the control point lies beside the middle by that part. */
  const bendOf = (edge) => (edge.smooth && edge.smooth.enabled && edge.from !== edge.to ? (edge.smooth.type === "curvedCCW" ? -1 : 1) * edge.smooth.roundness : 0);
  function curve(edge) {
    const bend = bendOf(edge);
    if (!bend) return null;
    const [a, b] = [where.get(edge.from), where.get(edge.to)];
    return { x: (a.x + b.x) / 2 + (b.y - a.y) * bend, y: (a.y + b.y) / 2 - (b.x - a.x) * bend };
  }
  // A line from a node to itself, which sigma does not draw: a ring at its upper right, a larger one for each further line.
  const loops = new Map(); // id → {edge, lane}
  const withLoops = new Map(); // id of a node → how many it has
  function loop(edge) {
    const found = loops.get(edge.id);
    if (!found) return null;
    const rim = (look.nodes.get(edge.from) || { size: 10 }).size;
    const r = Math.max(0.7 * rim + 3 + 5 * found.lane, 4 / scale());
    const far = rim + 0.4 * r;
    const at = where.get(edge.from);
    return { x: at.x + far * Math.SQRT1_2, y: at.y - far * Math.SQRT1_2, r, open: Math.acos(Math.min(1, (far * far + r * r - rim * rim) / (2 * far * r))) };
  }
  function drawLoops(zoom) {
    const { ground } = scene().ink;
    const [a, b] = [toPicture({ x: 0, y: 0 }), toPicture({ x: size().width, y: size().height })];
    for (const [id, { edge }] of loops) {
      const style = look.edges.get(id);
      const ring = loop(edge);
      if (style.hidden || ring.x + ring.r < a.x || ring.x - ring.r > b.x || ring.y + ring.r < a.y || ring.y - ring.r > b.y) continue;
      const home = 0.75 * Math.PI; // where the node is, seen from the ring
      const width = Math.max(style.width || 1, 1.2 / zoom);
      ctx.strokeStyle = shade(style.colour || ground, style.opacity ?? 1, ground);
      ctx.fillStyle = ctx.strokeStyle;
      ctx.lineWidth = width;
      ctx.setLineDash((DASHES[edge.modality] || "").split(" ").filter(Boolean).map((part) => Number(part) / zoom));
      ctx.beginPath();
      ctx.arc(ring.x, ring.y, ring.r, home + ring.open, home - ring.open - 0.15);
      ctx.stroke();
      ctx.setLineDash([]);
      const [end, head] = [home - ring.open, Math.min(4 * width, 0.8 * ring.r)];
      const tip = { x: ring.x + ring.r * Math.cos(end), y: ring.y + ring.r * Math.sin(end) };
      const back = end - head / ring.r;
      const [ux, uy] = [Math.cos(back), Math.sin(back)];
      ctx.beginPath();
      ctx.moveTo(tip.x, tip.y);
      ctx.lineTo(ring.x + (ring.r + head / 2) * ux, ring.y + (ring.r + head / 2) * uy);
      ctx.lineTo(ring.x + (ring.r - head / 2) * ux, ring.y + (ring.r - head / 2) * uy);
      ctx.fill();
    }
  }
  // Of very many lines seen from afar only a hair is drawn: broad ones with arrows take seconds without a graphics card.
  const crowded = edges.size > CROWD;
  let far = crowded;
  const typeOf = (edge, strong = false) => (far && !strong ? "hair" : bendOf(edge) ? "curved" : Object.hasOwn(SIGMA_DASHES, edge.modality) ? edge.modality : "straight");

  // ---- what lies under the pointer ------------------------------------------------------------------------------
  function nodeAt(p, zoom) {
    let best = null;
    for (const [id, style] of look.nodes) {
      if (style.hidden) continue;
      const at = where.get(id);
      const far = Math.hypot(at.x - p.x, at.y - p.y) - Math.max(style.size, 4 / zoom);
      if (far < 0 && (!best || far < best.far)) best = { far, id };
    }
    return best ? best.id : undefined;
  }
  function edgeAt(p, zoom) {
    let best = null;
    const near = REACH / zoom;
    for (const [id, style] of look.edges) {
      if (style.hidden) continue;
      const edge = edges.get(id);
      const [a, b] = [where.get(edge.from), where.get(edge.to)];
      const ring = loop(edge);
      const far = ring ? Math.abs(Math.hypot(p.x - ring.x, p.y - ring.y) - ring.r) - near / 2 /* it lies above */ : bendOf(edge) ? fromCurve(p, a, curve(edge), b) : fromLine(p, a, b);
      if (far < near && (!best || far < best.far)) best = { far, id };
    }
    return best ? best.id : undefined;
  }
  function fromLine(p, a, b) {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
  }
  function fromCurve(p, a, c, b) {
    let [least, last] = [Infinity, a];
    for (let i = 1; i <= 12; i += 1) {
      const t = i / 12;
      const mix = (axis) => (1 - t) ** 2 * a[axis] + 2 * t * (1 - t) * c[axis] + t ** 2 * b[axis];
      const next = { x: mix("x"), y: mix("y") };
      least = Math.min(least, fromLine(p, last, next));
      last = next;
    }
    return least;
  }
  function under({ x, y }) {
    const [p, zoom] = [toPicture({ x, y }), scale()];
    const node = nodeAt(p, zoom);
    return node !== undefined ? { node } : { edge: edgeAt(p, zoom) };
  }

  const drawing = {
    kind: "sigma",
    get slow() { return slow; }, // whether it is moved as it is drawn
    size, viewport, moveTo, toScreen, toPicture, curve, loop,
    add(newNodes, newEdges) {
      const ground = scene().ink.ground;
      for (const node of newNodes) {
        const key = keyOf(node.id);
        if (graph.hasNode(key)) continue;
        ids.set(key, node.id);
        where.set(node.id, { x: node.x, y: node.y });
        graph.addNode(key, { x: node.x, y: -node.y, size: node.size, color: node.color, border: ground, shape: Object.hasOwn(SIGMA_SHAPES, node.shape) ? SIGMA_SHAPES[node.shape] : 0 });
        look.nodes.set(node.id, { hidden: false, size: node.size });
      }
      for (const edge of newEdges) {
        const key = keyOf(edge.id);
        if (graph.hasEdge(key) || loops.has(edge.id)) continue;
        ids.set(key, edge.id);
        if (edge.from === edge.to) {
          const lane = withLoops.get(edge.from) || 0;
          withLoops.set(edge.from, lane + 1);
          loops.set(edge.id, { edge, lane });
          look.edges.set(edge.id, { hidden: true }); // until it has a style
          continue;
        }
        graph.addDirectedEdgeWithKey(key, keyOf(edge.from), keyOf(edge.to), { size: 1, color: edge.color, type: typeOf(edge), curvature: bendOf(edge), forceLabel: false });
        look.edges.set(edge.id, { hidden: false });
      }
      if (sigma) frame();
      else start();
    },
    /** Forget nodes with their lines. */
    remove(gone) {
      for (const id of gone) {
        if (graph.hasNode(keyOf(id))) graph.dropNode(keyOf(id));
        where.delete(id);
        look.nodes.delete(id);
        withLoops.delete(id);
      }
      for (const [id, { edge }] of [...loops]) if (!where.has(edge.from)) loops.delete(id);
      for (const id of [...look.edges.keys()]) if (!graph.hasEdge(keyOf(id)) && !loops.has(id)) look.edges.delete(id);
    },
    /** Set nodes elsewhere: Map id → {x, y}. */
    place(places) {
      for (const [id, { x, y }] of places) {
        where.set(id, { x, y });
        graph.mergeNodeAttributes(keyOf(id), { x, y: -y });
      }
      frame();
    },
    restyle(nodeStyle, edgeStyle) {
      const { ground } = scene().ink;
      graph.updateEachNodeAttributes((key, attributes) => {
        const node = nodes.get(ids.get(key));
        const style = nodeStyle(node);
        look.nodes.set(node.id, style);
        const lively = style.opacity > 0.5;
        return { ...attributes, hidden: style.hidden, size: style.size, color: shade(style.fill, style.opacity, ground), border: style.border, zIndex: lively ? 1 : 0 };
      }, { attributes: ["hidden", "size", "color", "border", "zIndex"] });
      graph.updateEachEdgeAttributes((key, attributes) => {
        const edge = edges.get(ids.get(key));
        const style = edgeStyle(edge);
        look.edges.set(edge.id, style);
        const strong = style.opacity > 0.7;
        const opacity = far && !strong ? style.opacity * 0.32 : style.opacity;
        return { ...attributes, hidden: style.hidden, size: style.width, color: shade(style.colour, opacity, ground), type: typeOf(edge, strong), zIndex: strong ? 1 : 0 };
      }, { attributes: ["hidden", "size", "color", "type", "zIndex"] });
      for (const [id, { edge }] of loops) look.edges.set(id, edgeStyle(edge));
      settle(true);
    },
    positions: (wanted) => (wanted ? new Map(wanted.filter((id) => where.has(id)).map((id) => [id, where.get(id)])) : where),
    resize() {
      const zoom = scale();
      const { width, height } = size();
      const middle = toPicture({ x: width / 2, y: height / 2 });
      sigma.resize(true);
      sigma.refresh();
      moveTo({ ...middle, scale: zoom });
    },
    select() {}, // the border says it
    on: (event, act) => acts[event].push(act),
    relabel(fonts = false) { settle(true, fonts); },
    labelled: () => labels.shown(),
    snapshot() {
      const picture = document.createElement("canvas");
      const seen = sigma.getCanvases();
      [picture.width, picture.height] = [seen.nodes.width, seen.nodes.height];
      const copy = picture.getContext("2d");
      copy.fillStyle = scene().ink.ground;
      copy.fillRect(0, 0, picture.width, picture.height);
      sigma.refresh(); // WebGL keeps a picture no longer than the task that drew it
      for (const name of ["edges", "nodes"]) copy.drawImage(seen[name], 0, 0);
      copy.drawImage(sheet, 0, 0, picture.width, picture.height);
      return new Promise((done) => { picture.toBlob(done, "image/png"); });
    },
  };

  // ---- names: on a sheet over sigma's own -----------------------------------------------------------------------
  const sheet = document.createElement("canvas");
  sheet.className = "names";
  const ctx = sheet.getContext("2d");
  let still = false; // until the page is set up, so that names are placed once
  let waiting = 0;
  let lastScale = NaN;
  let lastOrigin = null;
  /** Of a large picture only what lies in the window is named. */
  function seen() {
    const whole = scene();
    const { width, height } = size();
    const [a, b] = [toPicture({ x: -60, y: -60 }), toPicture({ x: width + 60, y: height + 60 })];
    const inside = (id) => { const p = where.get(id); return p && p.x > a.x && p.x < b.x && p.y > a.y && p.y < b.y; };
    const named = [];
    for (const node of whole.nodes) {
      if (inside(node.id) || whole.strong.has(node.id)) named.push(node);
      if (named.length >= NAMED) break;
    }
    return { ...whole, nodes: named, edges: whole.edges.filter((edge) => edge.name || shownFew) };
  }
  const shownFew = edges.size <= 300;
  const labels = mapLabels(drawing, () => (still ? seen() : { nodes: [], edges: [], strong: new Set(), ink: scene().ink }), () => write());
  function write() {
    if (!sigma) return;
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = size();
    const [now, origin] = [scale(), toScreen({ x: 0, y: 0 })];
    // While the picture is dragged the sheet goes with it as it is: to write costs more than to draw.
    const same = Math.abs(now / lastScale - 1) < 0.0005;
    if (!still && lastOrigin && (same || slow)) {
      sheet.style.transform = shifted({ scale: lastScale, origin: lastOrigin }, { scale: now, origin });
      return;
    }
    sheet.style.transform = "";
    lastOrigin = null;
    if (sheet.width !== Math.round(width * ratio) || sheet.height !== Math.round(height * ratio)) {
      [sheet.width, sheet.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, sheet.width, sheet.height);
    if (!still) return; // names wait for the end of a zoom
    [lastScale, lastOrigin] = [now, origin];
    ctx.setTransform(now * ratio, 0, 0, now * ratio, origin.x * ratio, origin.y * ratio);
    drawLoops(now);
    labels.draw(ctx);
  }
  // ---- moving without drawing: where a frame takes long, the picture that is drawn is moved as it is -------------
  const SLOW = 20; // milliseconds of a frame without a graphics card
  const [FAR, SMALLER, LARGER] = [0.35, 0.5, 2.5]; // of the window, of the zoom: further away it is drawn anew
  let timed = []; // milliseconds of the first frames
  let slow = false;
  let drawn = null; // {scale, origin} of what is drawn
  const shifted = (from, to) => {
    const by = to.scale / from.scale;
    return `translate(${to.origin.x - by * from.origin.x}px, ${to.origin.y - by * from.origin.y}px) scale(${by})`;
  };
  /** After a frame: what is drawn stands where it belongs. The first ones are timed, waiting for WebGL. */
  function arrived() {
    drifting = false;
    drawn = { scale: scale(), origin: toScreen({ x: 0, y: 0 }) };
    for (const name of ["edges", "nodes"]) sigma.getCanvases()[name].style.transform = "";
    if (timed.length > 1 || timed[0] < SLOW || !graph.order) return;
    const begin = performance.now();
    for (const name of ["edges", "nodes"]) sigma.webGLContexts[name].readPixels(0, 0, 1, 1, WebGLRenderingContext.RGBA, WebGLRenderingContext.UNSIGNED_BYTE, new Uint8Array(4));
    timed.push(performance.now() - begin);
    slow = Math.min(...timed) > SLOW;
    sigma.settings.hideEdgesOnMove = edges.size > 4000 && !slow;
  }
  /** Follow the camera: with the picture as it is where that does, else by a new one. */
  function follow() {
    still = false;
    if (!slow || sigma.renderFrame || !drawn) return sigma.scheduleRender();
    drifting = true;
    const now = { scale: scale(), origin: toScreen({ x: 0, y: 0 }) };
    const by = now.scale / drawn.scale;
    const { width, height } = size();
    const [dx, dy] = [width / 2 - by * (width / 2 - drawn.origin.x) - now.origin.x, height / 2 - by * (height / 2 - drawn.origin.y) - now.origin.y];
    if (!(by > SMALLER && by < LARGER && Math.abs(dx) < FAR * width && Math.abs(dy) < FAR * height)) return sigma.scheduleRender();
    for (const name of ["edges", "nodes"]) sigma.getCanvases()[name].style.transform = shifted(drawn, now);
    return write();
  }

  function settle(anew, fonts = false) {
    still = true;
    if (sigma && crowded && far !== scale() < NEAR) {
      far = !far;
      graph.updateEachEdgeAttributes((key, attributes) => ({ ...attributes, type: typeOf(edges.get(ids.get(key)), attributes.zIndex > 0) }), { attributes: ["type"] });
    }
    if (sigma && anew) labels.refresh(fonts);
  }

  // ---- sigma ----------------------------------------------------------------------------------------------------
  function frame() {
    if (!where.size) return;
    const before = sigma.getCustomBBox() ? viewport() : null;
    sigma.setCustomBBox(bounds());
    if (sigma.getGraph() === graph) sigma.refresh();
    else sigma.setGraph(graph);
    if (before) moveTo(before);
  }
  function bounds() {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { x, y } of where.values()) {
      if (x < left) left = x;
      if (x > right) right = x;
      if (-y < top) top = -y;
      if (-y > bottom) bottom = -y;
    }
    const pad = Math.max(1, 200 - (right - left), 200 - (bottom - top)) / 2;
    return { x: [left - pad, right + pad], y: [top - pad, bottom + pad] };
  }
  function start() {
    sigma = new sigmajs.Sigma(new sigmajs.MultiDirectedGraph(), element, { // the graph comes when its bounds are known
      allowInvalidContainer: true,
      autoRescale: true,
      defaultEdgeType: "straight",
      defaultNodeType: "shape",
      edgeProgramClasses: sigmaEdgePrograms(),
      nodeProgramClasses: { shape: sigmaShapeProgram() },
      nodeHoverProgramClasses: { shape: sigmaShapeProgram() },
      enableEdgeEvents: false,
      hideEdgesOnMove: edges.size > 4000,
      hideLabelsOnMove: true,
      itemSizesReference: "positions",
      minEdgeThickness: crowded ? 1.4 : 2.1,
      renderLabels: false,
      stagePadding: 0,
      zIndex: true,
      zoomToSizeRatioFunction: (ratio) => ratio,
      doubleClickTimeout: 300,
      inertiaDuration: calm ? 1 : 200, // sigma divides by it
      inertiaRatio: calm ? 0 : 3,
      minCameraRatio: null,
      maxCameraRatio: null,
    });
    // What lies under the pointer is computed above, names have a sheet of their own: without a graphics card every layer
    // that is drawn and laid over the others costs.
    sigma.getNodeAtPosition = () => null;
    sigma.pickingLayers.clear();
    const layers = sigma.getCanvases();
    for (const name of ["edgeLabels", "labels", "hovers", "hoverNodes"]) layers[name].style.display = "none";
    element.append(sheet);
    drawing.sigma = sigma;
    sigma.on("afterRender", () => { arrived(); write(); });
    sigma.unbindCameraHandlers();
    sigma.activeListeners.camera = follow;
    sigma.getCamera().on("updated", follow);
    let before = 0;
    sigma.getCamera().on("updated", ({ ratio }) => {
      still = false;
      clearTimeout(waiting);
      const held = sigma.getMouseCaptor().isMouseDown;
      const rest = () => {
        if (drifting) sigma.scheduleRender();
        if (sigma.getMouseCaptor().isMouseDown) waiting = setTimeout(rest, STILL);
        else settle(true);
      };
      waiting = setTimeout(rest, held && slow ? 3 * STILL : STILL);
      if (before && ratio !== before && wheeled) tell("zoom");
      before = ratio;
    });
    frame();
    listen();
  }

  let wheeled = false;
  let dragged = null; // {id, moved}
  function listen() {
    const mouse = sigma.getMouseCaptor();
    const touch = sigma.getTouchCaptor();
    let panned = false;
    let moved = false; // whether the button that was let go had moved something
    mouse.on("click", (event) => { if (!moved) tell("click", under(event)); });
    mouse.on("doubleClick", (event) => { event.preventSigmaDefault(); tell("doubleClick", under(event)); });
    mouse.on("wheel", () => { wheeled = true; setTimeout(() => { wheeled = false; }, 400); });
    touch.on("tap", (event) => tell("click", under(event.touches[0] || event)));
    touch.on("doubletap", (event) => { event.preventSigmaDefault(); tell("doubleClick", under(event.touches[0] || event)); });
    mouse.on("mousedown", (event) => {
      const { node } = under(event);
      panned = false;
      moved = false;
      dragged = node === undefined ? null : { id: node, moved: false };
    });
    mouse.on("mousemovebody", (event) => {
      if (dragged) {
        event.preventSigmaDefault();
        event.original.preventDefault();
        dragged.moved = true;
        drawing.shift(dragged.id, toPicture(event));
      } else if (mouse.isMouseDown && !panned) {
        panned = true;
        tell("dragStart");
      }
    });
    mouse.on("mouseup", () => {
      moved = panned || Boolean(dragged && dragged.moved);
      dragged = null;
      if (moved) tell("dragEnd");
    });
    let last = "";
    let due = 0;
    const point = (event) => {
      cancelAnimationFrame(due);
      due = requestAnimationFrame(() => {
        if (mouse.isMouseDown || !still) return;
        const found = event ? under(event) : {};
        const key = JSON.stringify(found);
        if (key === last) return;
        last = key;
        tell("hover", found.node === undefined && found.edge === undefined ? null : found);
      });
    };
    mouse.on("mousemove", (event) => point({ x: event.x, y: event.y }));
    mouse.on("mouseleave", () => point(null));
  }
  /** Move one node while it is dragged. */
  drawing.shift = (id, { x, y }) => {
    where.set(id, { x, y });
    graph.mergeNodeAttributes(keyOf(id), { x, y: -y });
  };
  return drawing;
}

// ---- what sigma draws with: nodes in the ontology's shapes, lines broken as the modality has it --------------------
const SIGMA_SHAPES = { dot: 0, square: 1, diamond: 2, triangle: 3, triangleDown: 4, hexagon: 5, star: 6 };
const SIGMA_DASHES = { planned: [9, 15, 0, 0], required: [16, 20, 23, 27], possible: [2, 7, 0, 0], inferred: [2, 6, 0, 0] }; // drawn to, gap to, …

function sigmaShapeProgram() {
  const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
  const vertex = `
    attribute vec4 a_id; attribute vec4 a_color; attribute vec4 a_border; attribute vec2 a_position;
    attribute float a_size; attribute float a_shape; attribute float a_angle;
    uniform mat3 u_matrix; uniform float u_sizeRatio; uniform float u_correctionRatio;
    varying vec4 v_color; varying vec4 v_border; varying vec2 v_point; varying float v_shape; varying float v_pixel;
    const float bias = 255.0 / 254.0;
    void main() {
      float size = a_size * 2.0 * u_correctionRatio / u_sizeRatio;
      vec2 corner = 2.9 * vec2(cos(a_angle), sin(a_angle));
      gl_Position = vec4((u_matrix * vec3(a_position + size * corner, 1)).xy, 0, 1);
      v_point = corner; v_shape = a_shape; v_pixel = 2.0 * u_correctionRatio / size;
      #ifdef PICKING_MODE
      v_color = a_id;
      #else
      v_color = a_color;
      #endif
      v_border = a_border; v_color.a *= bias; v_border.a *= bias;
    }`;
  // How far outside the shape a point is, in radii: the sizes are those that vis-network gives its shapes.
  const fragment = `
    precision highp float;
    varying vec4 v_color; varying vec4 v_border; varying vec2 v_point; varying float v_shape; varying float v_pixel;
    float polygon(vec2 p, float sides, float turn) {
      float step = 6.2831853 / sides;
      float a = atan(p.x, p.y) + turn;
      return cos(floor(0.5 + a / step) * step - a) * length(p);
    }
    float outside(vec2 p) {
      if (v_shape < 0.5) return length(p) - 1.0;
      if (v_shape < 1.5) return max(abs(p.x), abs(p.y)) - 1.0;
      if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - 1.0) * 0.7071;
      if (v_shape < 3.5) return polygon(p + vec2(0.0, 0.275), 3.0, 3.1415927) - 0.575;
      if (v_shape < 4.5) return polygon(p - vec2(0.0, 0.275), 3.0, 0.0) - 0.575;
      if (v_shape < 5.5) return polygon(p, 6.0, 0.5235988) - 0.866;
      float a = abs(mod(atan(p.x, p.y) + 0.6283185, 1.2566371) - 0.6283185);
      vec2 q = length(p) * vec2(cos(a), sin(a));
      vec2 tip = vec2(1.0, 0.0); vec2 dent = 0.45 * vec2(cos(0.6283185), sin(0.6283185));
      vec2 side = normalize(vec2(dent.y, tip.x - dent.x));
      return dot(q - tip, side);
    }
    void main(void) {
      if (dot(v_point, v_point) > 2.1) discard; // cheap, and most of what the triangle covers
      float far = outside(v_point);
      float line = 1.6 * v_pixel < 0.3 ? 1.6 * v_pixel : 0.0;
      #ifdef PICKING_MODE
      gl_FragColor = far > 0.0 ? vec4(0.0) : v_color;
      #else
      vec4 colour = line > 0.0 ? mix(v_color, v_border, smoothstep(-line - v_pixel, -line, far)) : v_color;
      gl_FragColor = mix(colour, vec4(0.0), smoothstep(-0.5 * v_pixel, 0.5 * v_pixel, far));
      #endif
    }`;
  return class extends sigmajs.NodeProgram {
    getDefinition() {
      const bytes = { size: 4, type: UNSIGNED_BYTE, normalized: true };
      return {
        VERTICES: 3, VERTEX_SHADER_SOURCE: vertex, FRAGMENT_SHADER_SOURCE: fragment, METHOD: TRIANGLES,
        UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT }, { name: "a_size", size: 1, type: FLOAT }, { name: "a_shape", size: 1, type: FLOAT },
          { name: "a_color", ...bytes }, { name: "a_border", ...bytes }, { name: "a_id", ...bytes },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
        CONSTANT_DATA: [[Math.PI / 2], [Math.PI / 2 + (2 * Math.PI) / 3], [Math.PI / 2 + (4 * Math.PI) / 3]],
      };
    }

    processVisibleItem(index, start, { x, y, size, shape, color, border }) {
      this.array.set([x, y, size, shape || 0, sigmajs.floatColor(color), sigmajs.floatColor(border || color), index], start);
    }

    render(params) {
      this.pickProgram = null; // see getNodeAtPosition
      super.render(params);
    }

    setUniforms({ correctionRatio, sizeRatio, matrix }, { gl, uniformLocations }) {
      gl.uniform1f(uniformLocations.u_correctionRatio, correctionRatio);
      gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
    }
  };
}

function sigmaEdgePrograms() {
  const { EdgeArrowHeadProgram, EdgeArrowProgram, EdgeClampedProgram, EdgeCurvedArrowProgram, EdgeLineProgram, createEdgeCompoundProgram } = sigmajs;
  /** sigma's straight line, left out where the pattern has a gap; the pattern is in pixels of the screen. */
  const dashed = ([drawn, gap, again, whole]) => class extends EdgeClampedProgram {
    getDefinition() {
      const own = super.getDefinition();
      const length = "v_along = a_positionCoef * length(a_positionEnd - a_positionStart) / (2.0 * u_correctionRatio);";
      const left = again ? `(at > ${drawn}.0 && at < ${gap}.0) || at > ${again}.0` : `at > ${drawn}.0`;
      const into = (source, name, line) => source.replace("void main", `varying float v_along;\nvoid main`).replace(/void main\s*\((void)?\)\s*\{/, (found) => `${found}\n${line}`);
      return {
        ...own,
        VERTEX_SHADER_SOURCE: into(own.VERTEX_SHADER_SOURCE, "v_along", length),
        FRAGMENT_SHADER_SOURCE: into(own.FRAGMENT_SHADER_SOURCE, "v_along", `float at = mod(v_along, ${again ? whole : gap}.0);\nif (${left}) discard;`),
      };
    }
  };
  const broken = (pattern) => createEdgeCompoundProgram([dashed(pattern), EdgeArrowHeadProgram]);
  return {
    hair: EdgeLineProgram,
    straight: EdgeArrowProgram,
    curved: EdgeCurvedArrowProgram,
    ...Object.fromEntries(Object.entries(SIGMA_DASHES).map(([modality, pattern]) => [modality, broken(pattern)])),
  };
}
