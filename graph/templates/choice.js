// Which drawing shows the page, and what is said about it. Python chose by size; here WebGL may turn out to be missing.
const FEW = 1500; // nodes that a canvas can draw

/** Read the page's content; without WebGL, only the best connected nodes of a large picture, and say so. */
function readContent() {
  const content = JSON.parse(document.getElementById("content").textContent);
  content.notes = content.notes || [];
  if (content.drawing === undefined || content.drawing === "vis" || canDrawSigma()) return content;
  content.drawing = "vis";
  const gone = content.nodes.length - FEW;
  if (gone > 0) {
    const degrees = new Map(content.nodes.map((node) => [node.id, 0]));
    for (const edge of content.edges) for (const id of [edge.from, edge.to]) degrees.set(id, degrees.get(id) + 1);
    const kept = new Set([...content.nodes].sort((a, b) => degrees.get(b.id) - degrees.get(a.id)).slice(0, FEW).map((node) => node.id));
    content.nodes = content.nodes.filter((node) => kept.has(node.id));
    content.edges = content.edges.filter((edge) => kept.has(edge.from) && kept.has(edge.to));
    content.notes.push([`此浏览器没有 WebGL：只画联系最多的 ${FEW} 个实体，另有 ${gone} 个未画。`, `This browser has no WebGL: the ${FEW} best connected entities are drawn, ${gone} are not.`]);
  } else content.notes.push(["此浏览器没有 WebGL，改用 vis-network 绘制。", "This browser has no WebGL; vis-network draws instead."]);
  return content;
}

const chooseDrawing = (content) => (content.drawing === undefined || content.drawing === "vis" ? makeVisDrawing : makeSigmaDrawing);
const sayNotes = (content) => content.notes.map(([zh, en]) => (speech.language === "zh" ? zh : en)).join(speech.language === "zh" ? "" : " ");
