// Documents as the panel shows them: titles and days, an article with its passages marked and the names in it coloured.
function makeArticles(model, { show, chooseEdge }) {
  const { classes, documents, nodes, quoted } = model;
  const titleOf = (at) => documents[at][0] || word("untitled");
  const dayOf = (at) => {
    const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(documents[at][1] || "");
    if (!day) return documents[at][1];
    return word("day", ...day.slice(1).map((part) => (speech.language === "zh" ? String(Number(part)) : part)));
  };
  const metaOf = (at) => [dayOf(at), documents[at][2]].filter(Boolean).join(" · ");
  const factsOf = (at) => (model.shown.counts.document.get(at) || [0, 0])[1];

  /** The name of an entity in an article, in the colour of its type; a click shows the entity. */
  function mention(node, piece) {
    const kind = classes[node.type];
    const made = el("span", { class: "mention", title: `${called(kind) || String(node.type ?? "")} ${node.label}`, on: { click: (event) => { event.stopPropagation(); show(node.id); } } }, piece);
    made.style.setProperty("--tint", (kind && kind.colour) || "#8a94a3");
    return made;
  }

  /** Of a document whose text the page does not hold: the passages that it knows, the chosen one marked. */
  function excerpt(at, start) {
    const seen = new Map();
    for (const { edge } of quoted[at]) for (const fact of edge.facts) for (const [one, from,, quote] of fact.evidence) if (one === at && quote !== null) seen.set(from, quote);
    const lines = [...seen].sort(([a], [b]) => a - b).map(([from, quote]) => el("p", { class: "flush" }, el("mark", from === start ? { class: "here" } : {}, quote)));
    return el("div", { class: "article" }, el("h3", {}, titleOf(at)), el("p", { class: "meta" }, metaOf(at)), el("p", { class: "also" }, word("quotesOnly")), el("div", { class: "text" }, ...lines));
  }

  /** Where nodes of the page are named in a text for which the page has no such list: [[from, to, id]], the longest names first. */
  function namesIn(text) {
    const ids = new Map([...nodes.values()].filter((node) => node.label.length > 1).map((node) => [node.label, node.id]));
    const names = [...ids.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const found = [];
    let [last, points] = [0, 0];
    for (const match of names.length ? text.matchAll(new RegExp(names.join("|"), "g")) : []) {
      points += Array.from(text.slice(last, match.index)).length;
      last = match.index;
      found.push([points, points + Array.from(match[0]).length, ids.get(match[0])]);
    }
    return found;
  }

  /** An article with its passages underlined, the chosen one marked. Offsets count code points, as Python's do. */
  function article(at, start, end) {
    const words = documents[at][3];
    if (words === null) return excerpt(at, start);
    const points = Array.from(words);
    const passages = quoted[at].filter((span) => span.start !== null);
    const names = (documents[at][4] || namesIn(words)).filter(([,, id]) => nodes.has(id)).map(([from, to, id]) => ({ start: from, end: to, node: nodes.get(id) }));
    const cuts = new Set([0, points.length, start ?? 0, end ?? 0]);
    for (const span of [...passages, ...names]) cuts.add(span.start).add(span.end);
    points.forEach((point, i) => { if (point === "\n") cuts.add(i).add(i + 1); });
    const sorted = [...cuts].filter((cut) => cut >= 0 && cut <= points.length).sort((a, b) => a - b);
    const queue = (spans) => {
      const starts = [...spans].sort((a, b) => a.start - b.start);
      let open = [];
      let next = 0;
      return (from) => {
        while (next < starts.length && starts[next].start <= from) open.push(starts[next++]);
        open = open.filter((span) => span.end > from);
        return open;
      };
    };
    const [passagesAt, namesAt] = [queue(passages), queue(names)];
    const text = el("div", { class: "text" });
    let line = el("p");
    let last = {}; // a passage with names in it is one mark, not one for each piece
    const marked = (key, props, said) => {
      if (last.key !== key || last.mark !== line.lastChild) {
        last = { key, mark: el("mark", key === "here" ? { class: "here" } : props) };
        line.append(last.mark);
      }
      last.mark.append(said);
    };
    const close = () => { if (line.textContent.trim()) text.append(line); line = el("p"); };
    for (let i = 0; i + 1 < sorted.length; i += 1) {
      const [from, to] = [sorted[i], sorted[i + 1]];
      const piece = points.slice(from, to).join("");
      const around = passagesAt(from);
      const [name] = namesAt(from);
      const said = name ? mention(name.node, piece) : piece;
      if (piece === "\n") close();
      else if (start !== undefined && from >= start && to <= end) marked("here", {}, said);
      else if (around.length) {
        const [passage] = around;
        marked(passage, { title: model.sentence(passage.edge), on: { click: () => chooseEdge(passage.edge, [at, passage.start, passage.end]) } }, said);
      } else line.append(said);
    }
    close();
    for (const p of text.children) if (/^[\s\u3000]/.test(p.textContent)) p.className = "flush";
    return el("div", { class: "article" }, el("h3", {}, titleOf(at)), el("p", { class: "meta" }, metaOf(at)), text);
  }
  return { article, titleOf, dayOf, metaOf, factsOf };
}
