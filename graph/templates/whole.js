/**
 * All entities and facts of a graph that is too large to draw, as arrays: entities are numbers, the best connected first;
 * a line is the place of its target in `targets`, lines of one subject lie together. Quotes are parsed chunk by chunk.
 */
function makeWhole({ whole, classes, relations }) {
  const KINDS = 8; // marks of a relation: the modality, and 4 for what is denied
  const part = (id) => JSON.parse(document.getElementById(id).textContent);
  const unpack = (text, Kind) => {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
    return new Kind(bytes.buffer);
  };
  const arrays = part("arrays");
  const types = unpack(arrays.types, Uint16Array);
  const communities = unpack(arrays.communities, Uint16Array);
  const offsets = unpack(arrays.offsets, Uint32Array);
  const targets = unpack(arrays.targets, Uint32Array);
  const links = unpack(arrays.links, Uint16Array);
  const many = new Map(arrays.many);
  const names = part("names");
  const labels = names.split("\n");
  const aliases = new Map(part("aliases"));

  // ---- search: all names in one text, in which a line is a name ---------------------------------------------------
  function haystack(lines) {
    const text = `\n${lines.join("\n").toLowerCase()}\n`;
    const starts = new Uint32Array(lines.length);
    for (let i = 0, at = 0; i < lines.length; i += 1) {
      starts[i] = at;
      at = text.indexOf("\n", at + 1);
    }
    const line = (at) => {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= at) low = middle;
        else high = middle - 1;
      }
      return low;
    };
    return (wanted, visit) => {
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        const found = line(at);
        if (visit(found)) return;
        at = text.indexOf("\n", at + 1) - 1;
      }
    };
  }
  const other = [...aliases].flatMap(([entity, list]) => list.map((alias) => ({ entity, alias })));
  let inLabels = null;
  let inAliases = null;
  /** The entities that have a text in one of their names: equal ones first, then by beginning, then by rank. */
  function search(query, most = 14) {
    const wanted = query.trim().toLowerCase();
    if (!wanted || wanted.includes("\n")) return [];
    inLabels = inLabels || haystack(labels);
    inAliases = inAliases || haystack(other.map(({ alias }) => alias));
    const found = new Map();
    for (const form of [`\n${wanted}\n`, `\n${wanted}`, wanted]) {
      inLabels(form, (entity) => { if (!found.has(entity)) found.set(entity, null); return found.size >= most; });
      if (found.size < most) inAliases(form, (at) => { const { entity, alias } = other[at]; if (!found.has(entity)) found.set(entity, alias); return found.size >= most; });
      if (found.size >= most) break;
    }
    return [...found].map(([entity, alias]) => ({ entity, alias }));
  }

  // ---- lines from the other end ----------------------------------------------------------------------------------
  let inward = null;
  function incoming() {
    if (inward) return inward;
    const starts = new Uint32Array(whole.entities + 1);
    for (const target of targets) starts[target + 1] += 1;
    for (let i = 0; i < whole.entities; i += 1) starts[i + 1] += starts[i];
    const [next, lines, sources] = [starts.slice(), new Uint32Array(targets.length), new Uint32Array(targets.length)];
    for (let source = 0; source < whole.entities; source += 1) {
      for (let line = offsets[source]; line < offsets[source + 1]; line += 1) {
        const at = next[targets[line]]++;
        lines[at] = line;
        sources[at] = source;
      }
    }
    inward = { starts, lines, sources };
    return inward;
  }
  /** The neighbours of an entity, the best connected first. */
  function neighbours(entity) {
    const { starts, sources } = incoming();
    const found = new Set();
    for (let line = offsets[entity]; line < offsets[entity + 1]; line += 1) found.add(targets[line]);
    for (let at = starts[entity]; at < starts[entity + 1]; at += 1) found.add(sources[at]);
    found.delete(entity);
    return Uint32Array.from(found).sort();
  }
  const degree = (entity) => offsets[entity + 1] - offsets[entity] + incoming().starts[entity + 1] - incoming().starts[entity];

  /** How many facts an entity is part of. */
  function facts(entity) {
    const { starts, lines } = incoming();
    let sum = 0;
    for (let line = offsets[entity]; line < offsets[entity + 1]; line += 1) sum += many.get(line) || 1;
    for (let at = starts[entity]; at < starts[entity + 1]; at += 1) sum += many.get(lines[at]) || 1;
    return sum;
  }

  // ---- quotes ----------------------------------------------------------------------------------------------------
  const chunks = new Map();
  function quote(line) {
    const chunk = Math.floor(line / whole.chunk);
    if (!chunks.has(chunk)) {
      const held = document.getElementById(`quotes-${chunk}`);
      const { quotes, edges } = held ? JSON.parse(held.textContent) : { quotes: [], edges: [] };
      chunks.set(chunk, new Map(edges.map(([at, document, start, said]) => [at, [document, start, start + Array.from(quotes[said]).length, quotes[said]]])));
    }
    return chunks.get(chunk).get(line);
  }

  // ---- nodes and edges of the page -------------------------------------------------------------------------------
  const idOf = (entity) => `entity-${entity}`;
  const entityOf = (id) => {
    const found = /^entity-(\d+)$/.exec(id);
    return found && Number(found[1]) < whole.entities ? Number(found[1]) : null;
  };
  function node(entity) {
    const type = whole.types[types[entity]];
    const term = classes[type] || {};
    return { id: idOf(entity), entity, label: labels[entity], type, color: term.colour, shape: term.shape, aliases: aliases.get(entity) || [], total: facts(entity), size: Math.min(28, 7 + 5 * Math.log10(1 + degree(entity))) };
  }
  function edge(source, line, lane) {
    const [relation, mark] = [whole.relations[Math.floor(links[line] / KINDS)], links[line] % KINDS];
    const said = quote(line);
    const facts = [{ evidence: said ? [said] : [] }];
    for (let i = 1; i < (many.get(line) || 1); i += 1) facts.push({ evidence: [] });
    const turned = (lane % 2 === 1) === (source <= targets[line]);
    return {
      id: `line-${line}`, from: idOf(source), to: idOf(targets[line]), relation, modality: MODALITIES[mark % 4], negated: mark >= 4, color: (relations[relation] || {}).colour,
      dashes: mark % 4 > 0 ? [6, 4] : false, facts,
      smooth: lane ? { enabled: true, type: turned ? "curvedCW" : "curvedCCW", roundness: 0.14 * Math.ceil(lane / 2) } : false,
    };
  }
  /** The lines between some entities. */
  function between(entities) {
    const wanted = new Set(entities);
    const lanes = new Map();
    const found = [];
    const take = (source, line) => {
      const key = `${Math.min(source, targets[line])} ${Math.max(source, targets[line])}`;
      const lane = lanes.has(key) ? lanes.get(key) + 1 : 0;
      lanes.set(key, lane);
      found.push(edge(source, line, lane));
    };
    for (const source of wanted) {
      for (let line = offsets[source]; line < offsets[source + 1]; line += 1) if (wanted.has(targets[line]) && targets[line] !== source) take(source, line);
    }
    return found;
  }
  /** The members of a community, the best connected first. */
  function members(community) {
    const found = [];
    for (let entity = 0; entity < communities.length; entity += 1) if (communities[entity] === community) found.push(entity);
    return found;
  }
  return { labels, aliases, search, neighbours, degree, members, between, node, idOf, entityOf, communityOf: (entity) => communities[entity], typeOf: (entity) => whole.types[types[entity]] };
}
