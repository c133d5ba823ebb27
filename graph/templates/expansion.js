/**
 * A graph too large to draw: a map of its communities, and surroundings that the reader unfolds. A click on a community
 * shows its best connected members, one on an entity its neighbours, a handful at a time with «n more».
 * `page` gives {content, model, drawing, camera, choose, refilter}.
 */
function makeExpansion(page) {
  const { content, model, drawing, camera } = page;
  const [FIRST, NEXT, MOST] = [24, 30, 600]; // neighbours at first, with each further step, nodes at a time
  const whole = makeWhole(content);
  // The map as it came, turned upright where the window is.
  const map = { nodes: content.nodes.map((node) => ({ ...node, x: model.nodes.get(node.id).x, y: model.nodes.get(node.id).y })), edges: content.edges };
  const bar = el("div", { id: "crumbs", role: "navigation" });
  document.getElementById("stage").append(bar);
  let place = { kind: "map" }; // or {kind: "community", community, shown} or {kind: "entity"}
  const unfolded = new Map(); // entity → how many of its neighbours have been asked for
  const shownEntities = () => [...model.nodes.values()].filter((node) => node.entity !== undefined);

  /** Put other nodes and edges into the page, all or beside those that are there. */
  function put(nodes, edges, fresh) {
    if (fresh) {
      page.choose(null);
      model.state.focus = null;
      const gone = [...model.nodes.keys()];
      drawing.remove(gone);
      model.remove(gone);
    }
    const added = model.add(nodes, edges);
    drawing.add(added.nodes, added.edges);
  }
  function arrive(move = true) {
    mark();
    page.refilter();
    say();
    if (move) camera.fit();
  }
  /** Say at each node how many neighbours it has that are not shown. */
  function mark() {
    for (const node of shownEntities()) {
      const near = unfolded.has(node.entity) ? whole.neighbours(node.entity) : null;
      node.more = near ? near.reduce((sum, entity) => sum + !model.nodes.has(whole.idOf(entity)), 0) : 0;
    }
  }

  function openMap() {
    place = { kind: "map" };
    unfolded.clear();
    put(map.nodes, map.edges, true);
    arrive();
  }
  /** Add entities, with the lines between all that are shown, around an anchor. */
  function bringIn(entities, anchor, fresh) {
    const before = fresh ? [] : shownEntities();
    const known = new Set(before.map((node) => node.entity));
    const added = entities.filter((entity) => !known.has(entity));
    const nodes = added.map(whole.node);
    const edges = whole.between([...known, ...added]);
    const where = drawing.positions();
    const all = [...before.map((node) => ({ id: node.id, ...where.get(node.id) })), ...nodes.map(({ id }) => ({ id }))];
    const placed = arrangeSurroundings(all, edges, anchor);
    for (const node of nodes) Object.assign(node, placed.get(node.id));
    put(nodes, edges, fresh);
    if (!fresh) drawing.place(new Map(before.map((node) => [node.id, placed.get(node.id)])));
  }
  function openCommunity(community, more = 0) {
    const members = whole.members(community);
    const shown = place.kind === "community" && place.community === community && more ? place.shown + more : 60;
    const fresh = !more;
    place = { kind: "community", community, shown: Math.min(shown, members.length), all: members.length };
    if (fresh) unfolded.clear();
    bringIn(members.slice(0, place.shown), undefined, fresh);
    arrive();
  }
  /** Show an entity with its neighbours: beside what is there, unless that is the map or has become too much. */
  function openEntity(entity) {
    const fresh = place.kind === "map" || model.nodes.size > MOST - FIRST;
    if (fresh) { unfolded.clear(); place = { kind: "entity", entity }; }
    unfolded.set(entity, Math.max(FIRST, unfolded.get(entity) || 0));
    bringIn([entity, ...whole.neighbours(entity).slice(0, unfolded.get(entity))], whole.idOf(entity), fresh);
    arrive(fresh);
  }
  function unfold(entity) {
    unfolded.set(entity, (unfolded.get(entity) || 0) + NEXT);
    const near = [...whole.neighbours(entity)].filter((one) => !model.nodes.has(whole.idOf(one))).slice(0, NEXT);
    if (model.nodes.size + near.length > MOST) return openEntity(entity);
    bringIn(near, whole.idOf(entity), false);
    arrive(false);
    return undefined;
  }

  // ---- the filters on the map ------------------------------------------------------------------------------------
  const communityOf = (node) => (/^community-(\d+)$/.test(node.id) ? Number(node.id.slice(10)) : null);
  let left = null;
  /** Count what the filters leave of the facts that the map stands for. */
  function tally() {
    left = place.kind === "map" ? whole.tally(model.tests) : null;
    if (!left) return;
    for (const edge of model.edges.values()) edge.tally = left.tie(communityOf(model.nodes.get(edge.from)), communityOf(model.nodes.get(edge.to)));
    for (const node of model.nodes.values()) node.tally = left.within(communityOf(node));
  }
  /** On the map the legend counts facts by modality and document. */
  function count() { if (left) Object.assign(model.shown.counts, left.counts); }

  // ---- what the rest of the page asks ----------------------------------------------------------------------------
  /** Have a node in the page: that of an entity with its neighbours, or a community of the map. */
  function bring(id) {
    const entity = whole.entityOf(id);
    if (entity !== null && !unfolded.has(entity)) openEntity(entity);
    if (model.nodes.has(id)) return true;
    if (entity !== null) openEntity(entity);
    else if (map.nodes.some((node) => node.id === id)) openMap();
    return model.nodes.has(id);
  }
  /** What of the place stands in the address, and the place that an address asks for. */
  const open = () => (place.kind === "community" ? place.community : null);
  function prepare(said) {
    const entity = whole.entityOf(said.get("node") || "");
    if (/^\d+$/.test(said.get("open") || "") && Number(said.get("open")) < map.nodes.length) openCommunity(Number(said.get("open")));
    else if (entity === null && place.kind !== "map") openMap();
    if (entity !== null) bring(said.get("node"));
  }
  /** What a click does beside choosing; true where it is all that the click does. */
  function click(id) {
    const node = model.nodes.get(id);
    if (communityOf(node) !== null) { openCommunity(communityOf(node)); return true; }
    if (!unfolded.has(node.entity)) openEntity(node.entity);
    return false;
  }
  function doubleClick(id) {
    const node = model.nodes.get(id);
    if (node && node.entity !== undefined && node.more) unfold(node.entity);
  }
  function expander(node) {
    const community = communityOf(node);
    if (community !== null) return button({ class: "chip act", id: "open-community" }, () => openCommunity(community), word("openCommunity", written(node.members || 1)));
    const there = whole.neighbours(node.entity).reduce((sum, entity) => sum + !model.nodes.has(whole.idOf(entity)), 0);
    return there ? button({ class: "chip act", id: "unfold" }, () => unfold(node.entity), word("unfold", written(there))) : null;
  }
  function find(wanted) {
    if (!wanted) return map.nodes.slice(0, 8).map((node) => ({ node, note: word("community") }));
    const found = whole.search(wanted, 14).map(({ entity, alias }) => ({ node: { id: whole.idOf(entity), label: whole.labels[entity], type: whole.typeOf(entity) }, note: alias || called(content.classes[whole.typeOf(entity)]) }));
    content.documents.forEach((document, at) => { if (found.length < 20 && (document[0] || "").toLowerCase().includes(wanted)) found.push({ document: at, note: word("article") }); });
    return found;
  }
  const written = (n) => n.toLocaleString("en");
  function counts() {
    const all = word("counts", written(content.whole.entities), written(content.whole.facts), written(model.documents.length));
    return all + (place.kind === "map" ? word("shownCommunities", model.shown.nodes.size) : word("shown", model.shown.nodes.size, model.shown.facts));
  }
  function say() {
    const here = place.kind === "community" ? map.nodes[place.community].label : place.kind === "entity" ? whole.labels[place.entity] : "";
    bar.hidden = place.kind === "map";
    if (place.kind !== "map") document.getElementById("notes").open = false;
    const rest = place.kind === "community" ? place.all - place.shown : 0;
    const parts = [
      button({ id: "to-map" }, openMap, word("toMap")), el("span", { class: "name" }, here),
      place.kind === "community" ? el("span", { class: "note" }, word("members", written(place.shown), written(place.all))) : null,
      rest ? button({ id: "more-members" }, () => openCommunity(place.community, Math.min(60, rest)), word("unfold", written(rest))) : null,
    ];
    bar.replaceChildren(...parts.filter(Boolean));
  }
  say();
  return { bring, click, open, prepare, doubleClick, expander, find, counts, say, tally, count, whole, openMap, openCommunity, get place() { return place; } };
}
