"use strict";
// What the scripts of all pages use.
const all = (what, where = document) => [...where.querySelectorAll(what)];
const one = (what, where = document) => where.querySelector(what);
const fill = (words, gaps) => words.replace(/\{(\w+)\}/g, (gap, name) => name in gaps ? gaps[name] : gap);
const svg = (name, around) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(around).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
};

// Folding lanes: one becomes a strip with the numbers of its steps, and columns with nothing but strips become narrow.
// All else keeps its order, so that every flow still ends where it did.
const folding = (stage, drawings, nodes, full) => {
const say = document.body.dataset;
const rows = stage.classList.contains("rows"), lanes = JSON.parse(stage.dataset.lanes), folded = new Set(), moved = new Map();
const [ACROSS, SIZE, ALONG, LENGTH] = rows ? ["y", "height", "x", "width"] : ["x", "width", "y", "height"];
const PILL = rows ? 15 : 30, NARROW = rows ? 0.3 : 0.5;
const number = (of, name) => Number(of.getAttribute(name));
const bands = all("g.lane > rect:first-of-type", drawings[0]).map((box) => ({ from: number(box, ACROSS), to: number(box, ACROSS) + number(box, SIZE) }));
const tops = all("g.lane > rect:nth-of-type(2)", drawings[0]).map((head) => head.getBBox());
const laneAt = (value) => bands.findIndex((band) => value >= band.from && value <= band.to);
const cores = new Map(nodes.flat().map((node) => {
  const shape = one("rect, path", node), box = shape.getBBox(), middle = box[ACROSS] + box[SIZE] / 2;
  return [node, { shape, box, middle, whole: node.getBBox(), lane: laneAt(middle) }];
}));
bands.forEach((band, lane) => {
  const places = [...cores.values()].filter((core) => core.lane === lane).map((core) => Math.round(core.middle)).sort((a, b) => a - b);
  const gap = Math.min(...places.slice(1).map((place, at) => place - places[at]).filter((gap) => gap > 1));
  const size = band.to - band.from, strip = Math.max(PILL + 11, (PILL + 3) / gap * size);
  band.by = Math.min(1, strip / size);
});
// Where a value goes, when each of these pieces, in order and apart, is as much shorter as it says.
const shorten = (pieces) => (value) => pieces.reduce((to, { from, to: end, by }) => to - Math.min(Math.max(value - from, 0), end - from) * (1 - by), value);
const flows = drawings.map((drawing) => all("g.flow > :not(title)", drawing).map((part) => {
  const d = part.getAttribute("d");
  if (!d || d.endsWith("Z")) {
    const [x, y] = d ? d.match(/-?[\d.]+/g).map(Number) : [number(part, "x"), number(part, "y")];
    return { part, at: { x, y }, said: d ? null : part.localName === "text" && part.getBBox() };
  }
  return { part, path: [...d.matchAll(/([MLA])([^MLA]+)/g)].map(([, kind, numbers]) => [kind, ...numbers.trim().split(/[ ,]+/).map(Number)]) };
}));
// The parts of the flow's way on which something is that is not folded stay as long as they are.
const gaps = () => {
  const open = (at) => !folded.has(laneAt(at[ACROSS]));
  const stay = [...tops, ...[...cores.values()].filter((core) => !folded.has(core.lane)).map((core) => core.whole),
    ...flows.flat().filter((flow) => flow.said && open(flow.at)).map((flow) => flow.said)];
  const spans = stay.map((box) => [box[ALONG] - 10, box[ALONG] + box[LENGTH] + 10]).sort(([a], [b]) => a - b);
  const between = [];
  let end = -Infinity;
  for (const [from, to] of [...spans, [rows ? full.w : full.h, Infinity]]) {
    if (end > -Infinity && from > end) between.push({ from: end, to: from, by: NARROW });
    end = Math.max(end, to);
  }
  return between;
};
let across = shorten([]), along = across;
const spot = ({ x, y }) => rows ? { x: along(x), y: across(y) } : { x: across(x), y: along(y) };
const move = (what, at) => {
  const to = spot(at);
  moved.set(what, [to.x - at.x, to.y - at.y]);
  what.setAttribute("transform", `translate(${to.x - at.x} ${to.y - at.y})`);
};
const area = (node) => {
  const { x, y, width, height } = node.getBBox(), [right, down] = moved.get(node) ?? [0, 0];
  return { x: x + right, y: y + down, width, height };
};
const between = (box) => {
  const from = spot(box), to = spot({ x: box.x + box.width, y: box.y + box.height });
  return { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
};
const put = (what, values) => Object.entries(values).forEach(([name, value]) => what.setAttribute(name, value));
const cut = (words, text, room) => {
  words.textContent = text;
  for (let end = text.length; end > 1 && words.getComputedTextLength() > room; end -= 1) words.textContent = `${text.slice(0, end - 1)}…`;
};
const pill = (node, { shape, box, lane }) => {
  all(".pill", node).forEach((old) => old.remove());
  const is = folded.has(lane);
  node.classList.toggle("squeezed", is);
  if (!is) return move(node, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  node.removeAttribute("transform");
  moved.delete(node);
  const to = between(box), thick = Math.max(PILL, to[SIZE]), middle = to[ACROSS] + to[SIZE] / 2;
  const frame = svg("rect", { ...to, [ACROSS]: middle - thick / 2, [SIZE]: thick, rx: Math.min(thick, to[LENGTH]) / 2, class: "pill" });
  for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray"]) if (shape.hasAttribute(name)) frame.setAttribute(name, shape.getAttribute(name));
  node.append(frame);
  if (!node.classList.contains("step") && !node.classList.contains("ghost")) return;
  const words = svg("text", { x: to.x + to.width / 2, y: to.y + to.height / 2 + 3.5, "font-size": 10, "text-anchor": "middle", class: "pill", fill: "#16202c" });
  node.append(words);
  cut(words, (one("title", node)?.textContent ?? "").split(" · ")[0], rows ? to.width - 6 : PILL - 4);
};
const heads = drawings.map((drawing, side) => all("g.lane", drawing).map((lane, at) => {
  const [box, head] = all("rect", lane).map((rect) => ({ rect, was: rect.getBBox() }));
  const count = nodes[side].filter((node) => node.classList.contains("step") && cores.get(node).lane === at).length;
  const said = fill(say.lane, { lane: lanes[at], count });
  const button = svg("rect", { class: "lane-head", role: "button", tabindex: at ? -1 : 0, "aria-label": said, "data-lane": at });
  button.append(svg("title", {}));
  button.firstChild.textContent = said;
  const words = svg("text", { class: "lane-sign", "font-size": 11, fill: "#4b5563" }), names = all("text", lane);
  // Above all else, for it stays in view.
  const top = lane.parentNode.appendChild(svg("g", { class: "lane-top" }));
  top.append(head.rect, ...names, words, button);
  const stick = (view) => {
    const now = between(head.was), by = now[LENGTH] < view[rows ? "w" : "h"] / 4 ? Math.max(view[ALONG] - now[ALONG], 0) : 0;
    moved.set(button, rows ? [by, 0] : [0, by]);
    top.setAttribute("transform", rows ? `translate(${by} 0)` : `translate(0 ${by})`);
  };
  const draw = () => {
    const is = folded.has(at), now = between(head.was);
    put(box.rect, between(box.was));
    put(head.rect, now);
    put(button, { ...now, "aria-expanded": String(!is) });
    put(words, { x: now.x + 5, y: now.y + (is && rows ? now.height / 2 + 4 : 13) });
    names.forEach((name) => { name.classList.toggle("squeezed", is); move(name, { x: head.was.x + head.was.width / 2, y: head.was.y + head.was.height / 2 }); });
    cut(words, !is ? "▾" : rows ? `▸ ${count} · ${lanes[at]}` : `▸ ${count}`, Math.max(now.width - 8, 20));
  };
  return { button, draw, stick };
}));
const draw = ({ part, path, at, said }) => {
  if (!path) {
    part.classList.toggle("squeezed", Boolean(said) && folded.has(laneAt(at[ACROSS])));
    return move(part, at);
  }
  let from = null;
  part.setAttribute("d", path.map(([kind, ...numbers]) => {
    const [x, y] = numbers.slice(-2), to = spot({ x, y });
    const round = kind === "A" ? `${Math.abs(to.x - from.x)} ${Math.abs(to.y - from.y)} 0 0 ${numbers[4]} ` : "";
    from = to;
    return `${kind}${round}${to.x} ${to.y}`;
  }).join(""));
};
// Draws everything where it is now, and says how large that is.
const refold = () => {
  across = shorten(bands.filter((_, lane) => folded.has(lane)));
  along = shorten(folded.size ? gaps() : []);
  cores.forEach((core, node) => pill(node, core));
  flows.flat().forEach(draw);
  heads.flat().forEach((head) => head.draw());
  const end = spot({ x: full.w, y: full.h });
  return { w: end.x, h: end.y };
};
const place = (lane) => spot({ x: bands[lane].from, y: bands[lane].from })[ACROSS];
const laneOf = (node) => cores.get(node).lane;
return { ACROSS, folded, heads, count: bands.length, area, place, laneOf, refold };
};
