/** When the facts of a page hold: [{from, to, count}] of those with a time; how many there are, and whether any says how sure it is. */
function spreadOf(model) {
  const facts = [...model.edges.values()].flatMap((edge) => edge.facts);
  return { spans: facts.map(({ from, to }) => ({ from, to, count: 1 })), all: facts.length, sure: facts.some((fact) => typeof fact.confidence === "number") };
}

/**
 * The years that a slider is for, of pairs of a year and how many there are: of a long span those that all but one in two
 * hundred lie in (of 1980 to 2500, 1998 to 2035), and whether there are earlier and later ones.
 */
function usualYears(dates) {
  const sorted = [...dates].sort(([a], [b]) => a - b);
  const [least, most] = [sorted.length ? sorted[0][0] : 9999, sorted.length ? sorted[sorted.length - 1][0] : 0];
  if (most - least < 60) return [least, most, false, false];
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  let [first, last] = [least, most];
  for (const [year, count] of sorted) {
    if (seen <= all / 200) first = year;
    if (seen < all - all / 200) last = year;
    seen += count;
  }
  return [first, last, first > least, last < most];
}

// Filters by how sure a fact is and by when it holds: sliders under the legend, with a histogram of the facts' times.
function makeFilters(place, model, { spans, all, sure }, changed) {
  const { state } = model;
  const days = spans.filter(model.dated);
  const undated = all - days.reduce((sum, { count }) => sum + count, 0);
  const dates = days.flatMap(({ from, to, count }) => [from, to].filter(Boolean).map((day) => [Number(String(day).slice(0, 4)), count])).filter(([year]) => year);
  const [first, last, early, late] = usualYears(dates);
  const monthly = last - first < 4; // a short span is told by months, a long one by years
  const two = (number) => String(number).padStart(2, "0");
  const periods = Array.from({ length: dates.length ? (last - first + 1) * (monthly ? 12 : 1) : 0 }, (_, i) => (
    monthly ? `${first + Math.floor(i / 12)}-${two((i % 12) + 1)}` : String(first + i).padStart(4, "0")));
  const at = (day) => {
    const year = Number(String(day).slice(0, 4));
    if (year && year < first) return 0;
    return year > last ? periods.length - 1 : periods.indexOf(String(day).slice(0, monthly ? 7 : 4));
  };
  const opening = (i) => (early && i === 0 ? "0000-01-01" : `${periods[i]}${monthly ? "" : "-01"}-01`);
  const closing = (i) => (late && i === periods.length - 1 ? "9999-12-31" : `${periods[i]}${monthly ? "" : "-12"}-31`);
  const named = (period) => (monthly ? word("month", ...period.split("-").map((part) => (speech.language === "zh" ? String(Number(part)) : part))) : word("year", period));
  const said = (i) => `${early && i === 0 ? "≤ " : late && i === periods.length - 1 ? "≥ " : ""}${named(periods[i])}`;
  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(changed, 40); };
  let parts = {};

  function histogram() {
    const counts = periods.map(() => 0);
    for (const fact of days) { const i = at(fact.from || fact.to); if (i >= 0) counts[i] += fact.count; }
    const most = counts.reduce((a, b) => Math.max(a, b), 1);
    const step = 100 / periods.length;
    return svg("svg", { class: "histogram", viewBox: "0 0 100 30", preserveAspectRatio: "none", "aria-hidden": "true" },
      ...counts.map((count, i) => (count ? svg("rect", { x: i * step + 0.1 * step, width: 0.8 * step, y: 30 - Math.max(2, 30 * Math.sqrt(count / most)), height: Math.max(2, 30 * Math.sqrt(count / most)) }) : "")));
  }
  const slider = (props, act) => el("input", { type: "range", ...props, on: { input: act } });

  function moved(which) {
    const [from, until] = [Number(parts.from.value), Number(parts.until.value)];
    if (from > until) (which === "from" ? parts.until : parts.from).value = String(which === "from" ? from : until);
    const [a, b] = [Number(parts.from.value), Number(parts.until.value)];
    state.time = a === 0 && b === periods.length - 1 ? null : [opening(a), closing(b)];
    sync();
    soon();
  }
  /** Show what the filters are set to. */
  function sync() {
    if (parts.sure) {
      parts.sure.value = String(Math.round(100 * state.confidence));
      parts.sureSaid.textContent = `≥ ${parts.sure.value}%`;
    }
    if (!parts.from) return;
    const last = periods.length - 1;
    const clamp = (i, otherwise) => (i < 0 ? otherwise : i);
    parts.from.value = String(state.time ? clamp(at(state.time[0]), 0) : 0);
    parts.until.value = String(state.time ? clamp(at(state.time[1]), last) : last);
    const [a, b] = [Number(parts.from.value), Number(parts.until.value)];
    parts.said.textContent = a === b ? said(a) : `${said(a)} – ${said(b)}`;
    parts.from.setAttribute("aria-valuetext", said(a));
    parts.until.setAttribute("aria-valuetext", said(b));
    parts.undated.checked = state.undated;
    [...parts.bars.children].forEach((bar) => {
      const i = Math.floor(Number(bar.getAttribute("x")) / (100 / periods.length));
      bar.setAttribute("class", i >= a && i <= b ? "in" : "out");
    });
  }
  function draw() {
    parts = {};
    const sections = [];
    if (periods.length > 1) {
      const most = periods.length - 1;
      parts = {
        from: slider({ min: 0, max: most, id: "time-from", "aria-label": word("timeFrom") }, () => moved("from")), until: slider({ min: 0, max: most, id: "time-until", "aria-label": word("timeUntil") }, () => moved("until")),
        said: el("output", {}), bars: histogram(),
        undated: el("input", { type: "checkbox", id: "undated", on: { change: () => { state.undated = parts.undated.checked; soon(); } } }),
      };
      sections.push(el("section", { "aria-label": word("time") }, el("h2", {}, word("time"), parts.said), parts.bars, el("div", { class: "range" }, parts.from, parts.until),
        el("label", { class: "check" }, parts.undated, el("span", {}, word("undated", undated)))));
    }
    if (sure) {
      parts.sureSaid = el("output", {});
      parts.sure = slider({ min: 0, max: 100, step: 5, id: "sure", "aria-label": word("confidence") }, () => { state.confidence = Number(parts.sure.value) / 100; sync(); soon(); });
      sections.push(el("section", { "aria-label": word("confidence") }, el("h2", {}, word("confidence"), parts.sureSaid), parts.sure));
    }
    place.replaceChildren(...sections);
    sync();
  }
  return { draw, sync };
}
