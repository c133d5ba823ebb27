/**
 * Where the nodes of a neighbourhood stand that the reader unfolds: by forces, what stood there before hardly moves.
 * `nodes` are [{id, x?, y?}], `edges` [{from, to}], `anchor` the id around which new nodes come in; returns Map id → {x, y}.
 */
function arrangeSurroundings(nodes, edges, anchor) {
  const APART = 120; // pixels of a line
  const TURN = 2.399963; // radians, the golden angle
  const at = new Map(nodes.map((node, i) => [node.id, i]));
  const count = nodes.length;
  const known = nodes.map((node) => node.x !== undefined);
  const from = nodes.find((node) => node.id === anchor && node.x !== undefined) || { x: 0, y: 0 };
  let fresh = 0;
  const xs = nodes.map((node, i) => (known[i] ? node.x : from.x + 40 * Math.sqrt(++fresh) * Math.cos(TURN * i)));
  const ys = nodes.map((node, i) => (known[i] ? node.y : from.y + 40 * Math.sqrt(fresh) * Math.sin(TURN * i)));
  const ties = edges.map((edge) => [at.get(edge.from), at.get(edge.to)]).filter(([a, b]) => a !== undefined && b !== undefined && a !== b);
  const ease = known.map((one) => (one ? 0.15 : 1));
  const [rounds, first] = [count > 350 ? 70 : 160, 90];
  for (let round = 0; round < rounds; round += 1) {
    const limit = first * (1 - round / rounds) + 1;
    const [dx, dy] = [new Float64Array(count), new Float64Array(count)];
    for (let i = 0; i < count; i += 1) {
      for (let j = i + 1; j < count; j += 1) {
        const [x, y] = [(xs[i] - xs[j]) / 1.3, ys[i] - ys[j]]; // names are wider than high
        const square = Math.max(1, x * x + y * y);
        if (square > 900000) continue;
        const push = (APART * APART) / square;
        dx[i] += x * push; dy[i] += y * push;
        dx[j] -= x * push; dy[j] -= y * push;
      }
      dx[i] -= (xs[i] - from.x) * 0.02; dy[i] -= (ys[i] - from.y) * 0.02;
    }
    for (const [a, b] of ties) {
      const [x, y] = [xs[a] - xs[b], ys[a] - ys[b]];
      const pull = Math.hypot(x, y) / APART / 6;
      dx[a] -= x * pull; dy[a] -= y * pull;
      dx[b] += x * pull; dy[b] += y * pull;
    }
    for (let i = 0; i < count; i += 1) {
      const length = Math.hypot(dx[i], dy[i]) || 1;
      const step = (Math.min(length, limit) / length) * ease[i];
      xs[i] += dx[i] * step;
      ys[i] += dy[i] * step;
    }
  }
  return new Map(nodes.map((node, i) => [node.id, { x: xs[i], y: ys[i] }]));
}
