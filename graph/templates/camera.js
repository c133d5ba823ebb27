/**
 * Where the reader looks: brings nodes into the free part of the window, follows what is chosen, and returns.
 * `resized(swell)` is told how much larger nodes and lines are to be drawn where the picture is small on the screen.
 */
function makeCamera(drawing, model, { covered, resized, light, chosen }) {
  const GLIDE = 380; // milliseconds
  const [LEAST, MOST] = [0.02, 4]; // zoom
  let swell = 1;
  let overview = null; // where to return to when nothing is chosen any more, unless the reader moved meanwhile
  let touched = false; // whether the reader has been here, so that the whole need not fit the window again
  let changed = false;
  let settling = 0;
  let wheeling = 0;

  function adapt(scale) {
    const next = Math.min(2.2, Math.max(1, 0.62 / scale));
    if (Math.abs(next / swell - 1) < 0.1) return;
    swell = next;
    resized(swell);
  }

  /** Bring nodes into the window with their labels; those that are shown, by default. */
  function fit(ids, duration = GLIDE, limit = 1.25) {
    touched = ids !== undefined;
    frame(ids === undefined ? [...model.shown.nodes] : ids, duration, limit);
  }
  function frame(ids, duration, limit) {
    const where = [...drawing.positions(ids)];
    if (!where.length) return;
    const reach = (axis, sign) => where.reduce((most, [id, p]) => Math.max(most, sign * p[axis] + (model.nodes.get(id) || { size: 10 }).size), -Infinity);
    const [right, left, bottom, top] = [reach("x", 1), -reach("x", -1), reach("y", 1), -reach("y", -1)];
    const sheet = covered();
    const { width, height } = drawing.size();
    const wide = (width - Math.min(150, 0.25 * width)) / (right - left);
    const high = (height - sheet - 110) / (bottom - top);
    const scale = Math.max(LEAST, Math.min(limit, wide, high));
    adapt(scale);
    drawing.moveTo({ x: (left + right) / 2, y: (top + bottom) / 2 + sheet / 2 / scale, scale }, duration);
  }
  function zoom(factor) {
    touched = true;
    const scale = Math.min(MOST, Math.max(LEAST, drawing.viewport().scale * factor));
    adapt(scale);
    drawing.moveTo({ scale }, 160);
  }
  function reveal(ids) {
    const { width, height } = drawing.size();
    const { scale } = drawing.viewport();
    const seen = [...drawing.positions(ids).values()].every((p) => {
      const at = drawing.toScreen(p);
      return at.x > 50 && at.x < width - 50 && at.y > 30 && at.y < height - covered() - 40;
    });
    if (!seen || scale < 0.5) frame(ids, GLIDE, Math.max(0.9, Math.min(1.3, scale)));
  }
  function follow() {
    clearTimeout(settling);
    // A second click within this time is a double click and must find the node where the first one found it.
    settling = setTimeout(() => {
      const lit = light();
      if (lit) reveal([...lit.nodes].filter((id) => model.shown.nodes.has(id)));
      else if (chosen() && overview) fit();
      else if (!chosen() && overview) {
        if (changed && !touched) fit();
        else {
          adapt(overview.scale);
          drawing.moveTo(overview, GLIDE);
        }
        overview = null;
      }
    }, 320);
  }
  drawing.on("zoom", () => {
    clearTimeout(wheeling);
    wheeling = setTimeout(() => adapt(drawing.viewport().scale), 150);
  });
  for (const moved of ["zoom", "dragStart"]) drawing.on(moved, () => { overview = null; touched = true; });

  return {
    fit, zoom, follow,
    get swell() { return swell; },
    /** After a change of the window: what is chosen comes back into sight, what the reader left whole fits again. */
    settle() {
      changed = true;
      const lit = light();
      if (lit) reveal([...lit.nodes].filter((id) => model.shown.nodes.has(id)));
      else if (!touched) fit(undefined, 0);
    },
    /** Remember where the reader is, to return there. */
    leave() { if (!overview) { overview = drawing.viewport(); changed = false; } },
    /** Forget it, and do not follow what was chosen. */
    stay() { overview = null; clearTimeout(settling); },
  };
}
