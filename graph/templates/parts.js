"use strict";
// Small parts that the page is made of. Children are appended as text or elements, never parsed as markup.
const { el, button, svg, swatch, stroke, shapePath, DASHES } = (() => {
  function el(tag, props = {}, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(props)) {
      if (key === "on") Object.entries(value).forEach(([type, act]) => made.addEventListener(type, act));
      else if (key === "class") made.className = value;
      else if (value !== undefined && value !== null) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }
  const button = (props, act, ...children) => el("button", { type: "button", ...props, on: { click: act } }, ...children);
  function svg(name, props, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(props).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  }
  const PATHS = {
    square: "M3 3H13V13H3Z", diamond: "M8 1.5L14.5 8L8 14.5L1.5 8Z", triangle: "M8 2L14.5 13.5H1.5Z", triangleDown: "M8 14L1.5 2.5H14.5Z",
    hexagon: "M4.5 2H11.5L15 8L11.5 14H4.5L1 8Z", star: "M8 1l2.1 4.6 5 .5-3.8 3.3 1.1 4.9L8 11.7l-4.4 2.6 1.1-4.9L.9 6.1l5-.5Z",
  };
  function swatch(term) {
    const shape = PATHS[term && term.shape] ? svg("path", { d: PATHS[term.shape] }) : svg("circle", { cx: 8, cy: 8, r: 5.5 });
    shape.setAttribute("fill", (term && term.colour) || "#8a94a3");
    return svg("svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" }, shape);
  }
  function stroke(colour, dashes, struck) {
    const line = svg("path", { d: "M1 5H21", stroke: colour, "stroke-width": 2, fill: "none" });
    if (dashes) line.setAttribute("stroke-dasharray", dashes);
    const cross = struck ? [svg("path", { d: "M8 2l6 6M14 2l-6 6", stroke: colour, "stroke-width": 1.6, fill: "none" })] : [];
    return svg("svg", { class: "line", viewBox: "0 0 22 10", "aria-hidden": "true" }, line, ...cross);
  }
  const DASHES = { actual: "", planned: "6 4", required: "9 2.5 2 2.5", possible: "1.5 3.5", inferred: "2 4" };

  return { el, button, svg, swatch, stroke, shapePath: (shape) => PATHS[shape], DASHES };
})();
