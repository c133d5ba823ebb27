/**
 * A drawing by vis-network. Every drawing has this interface; the rest of the page knows no other.
 *
 *   makeVisDrawing(element, given) → drawing
 *     element          the empty HTMLElement that it fills
 *     given.nodes      Map id → node {id, label, type, x, y, size, shape, color, degree, …}; all of them, shown or not
 *     given.edges      Map id → edge {id, from, to, relation, modality, negated, color, dashes, smooth, facts, …}
 *     given.settings   the options of the pyvis Network, as far as a drawing understands them
 *     given.calm       true where the reader wants no motion
 *     given.scene()    what is to be named now: {nodes: [node] by importance, edges: [edge with `name`],
 *                      strong: Set of ids of nodes that must have their label, ink: colours by name, whole: whether
 *                      no label may lie over a node (small graphs)}
 *
 *   drawing.kind                       "vis", "sigma", …: said on the page
 *   drawing.add(nodes, edges)          arrays of nodes and edges to draw, at first all, later what is expanded
 *   drawing.remove(ids)                forget nodes with their lines
 *   drawing.place(Map id → {x, y})     set nodes elsewhere
 *   drawing.restyle(nodeStyle, edgeStyle)
 *                                      nodeStyle(node) → {hidden, size, fill, border, opacity},
 *                                      edgeStyle(edge) → {hidden, width, colour, opacity}; asked for every item
 *   drawing.positions(ids?)            → Map id → {x, y} in the picture's coordinates (y downwards); all by default
 *   drawing.viewport()                 → {x, y, scale}: the picture's point at the centre, pixels for a unit
 *   drawing.moveTo({x?, y?, scale}, duration)
 *                                      go there in `duration` milliseconds, at once with 0 or with given.calm
 *   drawing.size()                     → {width, height} of the element in pixels
 *   drawing.resize()                   take the element's new size, every node staying where it is on the screen
 *   drawing.toScreen({x, y})           → {x, y} in pixels from the element's upper left corner
 *   drawing.toPicture({x, y})          → the inverse
 *   drawing.select({node?, edge?})     mark as selected; {} for nothing
 *   drawing.on(event, act)             "click" and "doubleClick" with {node?, edge?}, "hover" with {node?, edge?} or null,
 *                                      "zoom" after the reader zoomed, "dragStart", "dragEnd"; ids, as in given
 *   drawing.relabel(fonts?)            place the labels anew and draw, after a change of what is shown or of the fonts
 *   drawing.labelled()                 → [{node?|edge?: id, text, lines, box: [left, top, right, bottom]}] of the labels drawn, in
 *                                      pixels from the picture's origin at the present scale (for tests)
 *   drawing.snapshot()                 → Promise of a PNG Blob of the window, on the page's ground
 *   drawing.curve(edge)                → null for a straight edge, else the control point {x, y} of its quadratic curve
 *   drawing.loop(edge)?                → where the drawing has it: null, or the ring {x, y, r} of a line from a node to itself
 */
function makeVisDrawing(element, { nodes, edges, settings, calm, scene }) {
  const painted = { nodes: new Map(), edges: new Map() }; // what vis-network was last told, to tell it only what changed
  const VEIL = 0.86; // of the ground's colour over what does not matter now
  let bright = null; // the items above the veil, as vis-network knows them; null without a veil
  const resting = new Map(); // the opacity of lines without a veil
  // vis-network keeps items in plain objects, in which an id such as __proto__ breaks it: it gets numbered ids.
  const inner = { nodes: new Map(), edges: new Map() };
  const outer = new Map();
  const known = (kind, id) => {
    if (!inner[kind].has(id)) {
      const key = `${kind}${inner[kind].size}`;
      inner[kind].set(id, key);
      outer.set(key, id);
    }
    return inner[kind].get(id);
  };
  // vis-network gets the shapes; labels, titles and facts are ours to show.
  const bare = ({ label, title, facts, live, aliases, edges: lines, full, degree, type, relation, modality, negated, ...rest }) => rest;
  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();
  const network = new vis.Network(element, { nodes: nodeSet, edges: edgeSet }, {
    ...settings,
    configure: { enabled: false },
    autoResize: false, // it would zoom with the window
    layout: { randomSeed: 7, improvedLayout: false },
    nodes: { borderWidth: 2, borderWidthSelected: 3, font: { size: 0 } },
    edges: { ...settings.edges, width: 1.3, selectionWidth: 1, hoverWidth: 0.8, arrows: { to: { scaleFactor: 0.5 } } },
    interaction: { ...settings.interaction, hover: true, tooltipDelay: 1e9, zoomSpeed: 0.7, hideEdgesOnDrag: edges.size > 1500, hideEdgesOnZoom: edges.size > 3000 },
  });
  const fresh = (kind) => (item) => {
    const mark = JSON.stringify(item);
    return painted[kind].get(item.id) !== mark && painted[kind].set(item.id, mark);
  };

  function positions(ids = [...nodes.keys()]) {
    const where = network.getPositions(ids.map((id) => known("nodes", id)));
    return new Map(ids.map((id) => [id, where[known("nodes", id)]]).filter(([, at]) => at));
  }
  function curve(edge) {
    const bend = edge.smooth && edge.smooth.enabled ? edge.smooth : null;
    if (!bend || edge.from === edge.to) return null;
    const [a, b] = [edge.from, edge.to].map((id) => network.getPosition(known("nodes", id)));
    const side = bend.type === "curvedCCW" ? -bend.roundness : bend.roundness;
    const reach = (bend.roundness * 0.5 + 0.5) * Math.hypot(b.x - a.x, b.y - a.y);
    const angle = Math.atan2(a.y - b.y, b.x - a.x) + (side * 0.5 + 0.5) * Math.PI;
    return { x: a.x + reach * Math.sin(angle), y: a.y + reach * Math.cos(angle) };
  }
  const drawing = {
    kind: "vis",
    network,
    positions,
    curve,
    add(newNodes, newEdges) {
      nodeSet.update(newNodes.map((node) => ({ ...bare(node), id: known("nodes", node.id) })));
      edgeSet.update(newEdges.map((edge) => ({ ...bare(edge), id: known("edges", edge.id), from: known("nodes", edge.from), to: known("nodes", edge.to) })));
    },
    remove(ids) {
      const gone = new Set(ids.map((id) => known("nodes", id)));
      const lines = edgeSet.get({ filter: (edge) => gone.has(edge.from) || gone.has(edge.to), fields: ["id"] }).map((edge) => edge.id);
      gone.forEach((id) => painted.nodes.delete(id));
      lines.forEach((id) => painted.edges.delete(id));
      edgeSet.remove(lines);
      nodeSet.remove([...gone]);
    },
    place: (places) => nodeSet.update([...places].map(([id, { x, y }]) => ({ id: known("nodes", id), x, y }))),
    restyle(nodeStyle, edgeStyle) {
      const ground = getComputedStyle(element).getPropertyValue("--ink").trim();
      const styles = [...nodes.values()].map((node) => [known("nodes", node.id), nodeStyle(node)]);
      const veiled = styles.some(([, style]) => style.opacity < 1);
      bright = veiled ? { nodes: styles.filter(([, style]) => style.opacity === 1 && !style.hidden).map(([id]) => id), edges: [] } : null;
      nodeSet.update(styles.map(([id, { hidden, size, fill, border }]) => {
        const strong = { background: fill, border: ground };
        return { id, size, hidden, color: { background: fill, border, highlight: strong, hover: strong } };
      }).filter(fresh("nodes")));
      edgeSet.update([...edges.values()].map((edge) => {
        const { hidden, width, colour, opacity } = edgeStyle(edge);
        const id = known("edges", edge.id);
        const above = veiled && opacity > 0.5 && !hidden;
        if (above) bright.edges.push(id);
        if (!veiled) resting.set(id, opacity);
        return { id, hidden, width, color: { color: colour, highlight: colour, hover: colour, opacity: above ? opacity : resting.get(id) ?? 0.55 } };
      }).filter(fresh("edges")));
      labels.refresh();
    },
    viewport: () => ({ ...network.getViewPosition(), scale: network.getScale() }),
    moveTo({ x, y, scale }, duration = 0) {
      const animation = calm || !duration ? false : { duration, easingFunction: duration > 200 ? "easeInOutQuad" : "easeOutQuad" };
      network.moveTo({ ...(x === undefined ? {} : { position: { x, y } }), scale, animation });
    },
    size: () => ({ width: element.clientWidth, height: element.clientHeight }),
    resize() {
      const scale = network.getScale();
      const position = network.DOMtoCanvas({ x: element.clientWidth / 2, y: element.clientHeight / 2 });
      network.setSize("100%", "100%");
      network.redraw();
      network.moveTo({ position, scale, animation: false });
    },
    toScreen: (point) => network.canvasToDOM(point),
    toPicture: (point) => network.DOMtoCanvas(point),
    select({ node, edge }) {
      if (node !== undefined) network.selectNodes([known("nodes", node)], false);
      else if (edge !== undefined) network.setSelection({ nodes: [], edges: [known("edges", edge)] }, { highlightEdges: false });
      else network.unselectAll();
    },
    on(event, act) {
      if (event === "click" || event === "doubleClick") network.on(event, ({ nodes: [node], edges: [edge] }) => act({ node: outer.get(node), edge: node === undefined ? outer.get(edge) : undefined }));
      else if (event === "hover") {
        network.on("hoverNode", ({ node }) => act({ node: outer.get(node) }));
        network.on("hoverEdge", ({ edge }) => act({ edge: outer.get(edge) }));
        network.on("blurNode", () => act(null));
        network.on("blurEdge", () => act(null));
      } else network.on(event, act);
    },
    relabel: (fonts = false) => labels.refresh(fonts),
    labelled: () => labels.shown(),
    snapshot() {
      const seen = element.querySelector("canvas");
      const picture = document.createElement("canvas");
      [picture.width, picture.height] = [seen.width, seen.height];
      const brush = picture.getContext("2d");
      brush.fillStyle = scene().ink.ground;
      brush.fillRect(0, 0, picture.width, picture.height);
      brush.drawImage(seen, 0, 0);
      return new Promise((done) => { picture.toBlob(done, "image/png"); });
    },
  };
  const labels = mapLabels(drawing, scene, () => network.redraw());
  // What does not matter now is veiled, and the rest drawn once more above: to style each item anew would take vis-network
  // some hundred milliseconds at a thousand nodes.
  network.on("afterDrawing", (brush) => {
    if (bright) {
      const [from, to] = [drawing.toPicture({ x: 0, y: 0 }), drawing.toPicture({ x: element.clientWidth, y: element.clientHeight })];
      brush.globalAlpha = VEIL;
      brush.fillStyle = scene().ink.ground;
      brush.fillRect(from.x, from.y, to.x - from.x, to.y - from.y);
      brush.globalAlpha = 1;
      const lines = bright.edges.map((id) => network.body.edges[id]).filter((edge) => edge && edge.connected);
      lines.forEach((edge) => edge.draw(brush));
      lines.forEach((edge) => edge.drawArrows(brush));
      bright.nodes.map((id) => network.body.nodes[id]).filter(Boolean).forEach((node) => node.draw(brush));
    }
    labels.draw(brush);
  });
  return drawing;
}
