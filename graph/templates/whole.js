/**
 * All entities and facts of a graph that is too large to draw, as arrays: entities are numbers, the best connected first;
 * a line is the place of its target in `targets`, lines of one subject lie together, and so do the facts of a line.
 * Quotes and texts are parsed chunk by chunk.
 */
function makeWhole({ whole, classes, relations, documents }) {
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
  const [sure, sources, dated, further] = [unpack(arrays.sure, Uint8Array), unpack(arrays.sources, whole.wide ? Uint32Array : Uint16Array), unpack(arrays.dated, Uint32Array), unpack(arrays.further, Uint32Array)];
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

  // ---- how facts hold ---------------------------------------------------------------------------------------------
  let held = null;
  function circumstances() {
    if (held) return held;
    const [first, times, others] = [new Uint32Array(targets.length + 1), new Uint32Array(whole.facts), new Map()];
    for (let line = 0; line < targets.length; line += 1) first[line + 1] = first[line] + (many.get(line) || 1);
    for (let i = 0; i < dated.length; i += 2) times[dated[i]] = dated[i + 1] + 1;
    for (let i = 0; i < further.length; i += 2) others.set(further[i], [...(others.get(further[i]) || []), further[i + 1]]);
    held = { first, times, others };
    return held;
  }
  const NEVER = [undefined, undefined, undefined];
  const timeOf = (fact) => arrays.times[circumstances().times[fact] - 1] || NEVER;
  /** Passages of a fact as far as they are known: the documents, and the quote where it is held. */
  const passages = (fact, said) => [
    ...(said ? [said] : sources[fact] ? [[sources[fact] - 1, null, null, null]] : []), ...(circumstances().others.get(fact) || []).map((at) => [at, null, null, null])];
  function factOf(fact, said) {
    const [time, from, to] = timeOf(fact).map((one) => one ?? undefined);
    return { time, from, to, confidence: sure[fact] ? (sure[fact] - 1) / 100 : undefined, evidence: passages(fact, said) };
  }
  /** When facts hold and how many do: [{from, to, count}] of those with a time, and how many facts there are. */
  function spread() {
    const counts = new Uint32Array(arrays.times.length);
    for (let i = 1; i < dated.length; i += 2) counts[dated[i]] += 1;
    return { spans: arrays.times.map(([, from, to], i) => ({ from, to, count: counts[i] })), all: whole.facts, sure: sure.some((one) => one > 0) };
  }
  /**
   * What the filters leave of all facts: `tie` between two communities and `within` one, by their numbers, and for the
   * legend how many facts of each modality and document the other filters leave, of how many.
   */
  function tally({ off, sure: isSure, timely }) {
    const width = communities.reduce((most, one) => Math.max(most, one), 0) + 1;
    const [ties, within] = [new Map(), new Uint32Array(width)];
    const [moods, denied, stated] = [MODALITIES.map(() => [0, 0]), [0, 0], documents.map(() => [0, 0])];
    const { first, times, others } = circumstances();
    const spans = [{}, ...arrays.times.map(([, from, to]) => ({ from, to }))].map(timely);
    const levels = Array.from({ length: 102 }, (_, i) => isSure({ confidence: i ? (i - 1) / 100 : undefined }));
    const stands = (at) => !off.document.has(at);
    const count = (both, now) => { both[1] += 1; if (now) both[0] += 1; };
    for (let source = 0; source < whole.entities; source += 1) {
      const home = communities[source];
      for (let line = offsets[source]; line < offsets[source + 1]; line += 1) {
        const [mood, negated, far] = [links[line] % 4, links[line] % KINDS >= 4, communities[targets[line]]];
        const [mooded, said] = [!off.modality.has(MODALITIES[mood]), !(negated && off.modality.has("negated"))];
        let left = 0;
        for (let fact = first[line]; fact < first[line + 1]; fact += 1) {
          const known = levels[sure[fact]] && spans[times[fact]];
          const place = sources[fact] - 1; // -1 where no document states it
          const more = others.get(fact);
          const passes = known && (place < 0 || stands(place) || Boolean(more && more.some(stands)));
          count(moods[mood], passes && said);
          if (negated) count(denied, passes && mooded);
          if (place >= 0) count(stated[place], known && mooded && said);
          if (more) more.forEach((at) => count(stated[at], known && mooded && said));
          if (passes && mooded && said) left += 1;
        }
        if (!left) continue;
        if (home === far) within[home] += left;
        else ties.set(home * width + far, (ties.get(home * width + far) || 0) + left);
      }
    }
    const some = (pairs) => new Map(pairs.filter(([, [, all]]) => all));
    return {
      tie: (a, b) => ties.get(a * width + b) || 0, within: (community) => within[community],
      counts: { modality: some([...MODALITIES.map((name, i) => [name, moods[i]]), ["negated", denied]]), document: some(stated.map((both, at) => [at, both])) },
    };
  }

  // ---- quotes and texts -------------------------------------------------------------------------------------------
  const chunks = new Map();
  function quote(line) {
    const chunk = Math.floor(line / whole.chunk);
    if (!chunks.has(chunk)) {
      const there = document.getElementById(`quotes-${chunk}`);
      const { quotes, edges } = there ? JSON.parse(there.textContent) : { quotes: [], edges: [] };
      chunks.set(chunk, new Map(edges.map(([at, source, start, said]) => [at, [source, start, start + Array.from(quotes[said]).length, quotes[said]]])));
    }
    return chunks.get(chunk).get(line);
  }
  const shelves = new Map();
  documents.forEach((row, at) => {
    if (typeof row[3] !== "number") return;
    const shelf = row[3];
    Object.defineProperty(row, 3, { get() {
      if (!shelves.has(shelf)) shelves.set(shelf, part(`texts-${shelf}`));
      return shelves.get(shelf)[at];
    } });
  });

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
    const { first } = circumstances();
    const facts = [];
    for (let fact = first[line]; fact < first[line + 1]; fact += 1) facts.push(factOf(fact, fact === first[line] ? quote(line) : undefined));
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
      for (let line = offsets[source]; line < offsets[source + 1]; line += 1) if (wanted.has(targets[line])) take(source, line);
    }
    return found;
  }
  /** The members of a community, the best connected first. */
  function members(community) {
    const found = [];
    for (let entity = 0; entity < communities.length; entity += 1) if (communities[entity] === community) found.push(entity);
    return found;
  }
  return { labels, aliases, search, neighbours, degree, members, between, spread, tally, node, idOf, entityOf, communityOf: (entity) => communities[entity], typeOf: (entity) => whole.types[types[entity]] };
}
