// Brings the markup of a report to life. Where it is replaced, `stop` the old one and start anew with what it `keep`s.
const enliven = (kept = {}) => {
const life = new AbortController();
document.documentElement.classList.add("live");
const say = document.body.dataset;
const stage = one("#diagrams"), panes = all(".pane", stage), drawings = panes.map((pane) => one("svg", pane));
const nodes = drawings.map((drawing) => all("[data-step]", drawing));
const items = all(".item[data-kind]"), heirs = JSON.parse(stage.dataset.heirs);
const stepsOf = (of) => JSON.parse(of.dataset.steps);
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const show = (what) => what.scrollIntoView({ block: "center", behavior: still() ? "auto" : "smooth" });

// A step, what it becomes part of, and what it was made from.
const kin = (ids) => {
  const found = new Set(ids);
  for (const [id, from] of Object.entries(heirs)) {
    if (from.some((one) => ids.includes(one))) found.add(id);
    if (ids.includes(id)) from.forEach((one) => found.add(one));
  }
  return found;
};

// Moving both diagrams at once.
const boxes = drawings.map((drawing) => drawing.viewBox.baseVal);
const full = { w: Math.max(...boxes.map((box) => box.width)), h: Math.max(...boxes.map((box) => box.height)) };
let whole = full;
let view = { x: 0, y: 0, w: whole.w, h: whole.h };
const look = (next) => {
  const w = Math.min(Math.max(next.w, whole.w / 40), whole.w * 2), h = w * whole.h / whole.w;
  const x = Math.min(Math.max(next.x, -w / 2), whole.w - w / 2), y = Math.min(Math.max(next.y, -h / 2), whole.h - h / 2);
  view = { x, y, w, h };
  drawings.forEach((drawing) => {
    drawing.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
  });
  heads.flat().forEach((head) => head.stick(view));
  frame();
};

// A small map of the whole, while only a part is in view.
const map = one("#map");
const sight = map.appendChild(svg("rect", { class: "window" }));
const chart = () => {
  map.setAttribute("viewBox", `0 0 ${whole.w} ${whole.h}`);
  all(".step", map).forEach((step) => step.remove());
  nodes.at(-1).forEach((node) => {
    const { x, y, width, height } = area(node);
    sight.before(svg("rect", { x, y, width, height, class: "step" }));
  });
};
const frame = () => {
  map.classList.toggle("shown", view.w < whole.w * 0.98);
  const { x, y, w, h } = view;
  Object.entries({ x, y, width: w, height: h, "stroke-width": whole.w / 100 }).forEach(([key, value]) => sight.setAttribute(key, value));
};
const to = (event) => {
  if (!event.buttons) return;
  const { x, y } = place(map, event.clientX, event.clientY);
  look({ x: x - view.w / 2, y: y - view.h / 2, w: view.w });
};
map.addEventListener("pointerdown", to);
map.addEventListener("pointermove", to);
const fit = () => look({ x: 0, y: 0, w: whole.w });
const zoom = (factor, at = { x: view.x + view.w / 2, y: view.y + view.h / 2 }) => {
  const w = Math.min(Math.max(view.w / factor, whole.w / 40), whole.w * 2), by = w / view.w;
  look({ x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, w });
};

// Lanes that fold.
const { ACROSS, folded, heads, count, area, place: laneFrom, laneOf, refold } = folding(stage, drawings, nodes, full);
const redraw = () => {
  whole = refold();
  const every = one("#lanes");
  if (every) every.ariaPressed = String(folded.size === count);
  chart();
  light(pinned);
};
// Folds or unfolds lanes; what is looked at stays where it is.
const turn = (which, fold) => {
  const was = view.w >= whole.w * 0.98, before = laneFrom(which[0]);
  which.forEach((lane) => fold ? folded.add(lane) : folded.delete(lane));
  redraw();
  if (was) fit(); else look({ ...view, [ACROSS]: view[ACROSS] + laneFrom(which[0]) - before });
};
const place = (drawing, x, y) => new DOMPoint(x, y).matrixTransform(drawing.getScreenCTM().inverse());

panes.forEach((pane, side) => {
  const drawing = drawings[side], fingers = new Map();
  let dragged = 0;
  pane.tabIndex = 0;
  pane.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, place(drawing, event.clientX, event.clientY));
  }, { passive: false });
  pane.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 1) dragged = 0;
  });
  pane.addEventListener("pointermove", (event) => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const now = { x: event.clientX, y: event.clientY };
    dragged += Math.hypot(now.x - was.x, now.y - was.y);
    if (dragged < 5) return;
    if (!pane.hasPointerCapture(event.pointerId)) pane.setPointerCapture(event.pointerId);
    const from = place(drawing, was.x, was.y), to = place(drawing, now.x, now.y);
    const other = [...fingers].find(([id]) => id !== event.pointerId);
    if (other) {
      const away = (point) => Math.hypot(point.x - other[1].x, point.y - other[1].y);
      zoom(away(now) / Math.max(away(was), 1), place(drawing, other[1].x, other[1].y));
    } else look({ x: view.x + from.x - to.x, y: view.y + from.y - to.y, w: view.w });
    fingers.set(event.pointerId, now);
  });
  ["pointerup", "pointercancel", "lostpointercapture"].forEach((kind) => pane.addEventListener(kind, (event) => fingers.delete(event.pointerId)));
  pane.addEventListener("click", (event) => {
    const node = event.target.closest("[data-step]"), lane = event.target.dataset.lane;
    if (dragged < 5 && node) pick(node);
    if (dragged < 5 && lane) turn([Number(lane)], !folded.has(Number(lane)));
  });
  pane.addEventListener("pointerover", (event) => {
    const node = event.target.closest("[data-step]");
    if (node && !fingers.size) light([node.dataset.step]);
  });
  pane.addEventListener("pointerleave", () => light(pinned));
  pane.addEventListener("keydown", (event) => {
    const node = event.target.closest("[data-step]");
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const lane = event.target.dataset.lane && Number(event.target.dataset.lane);
    if (lane !== undefined && ways[event.key]) {
      const [x, y] = ways[event.key], next = heads[side][(lane + x + y + count) % count].button;
      heads[side].forEach(({ button }) => button.setAttribute("tabindex", button === next ? "0" : "-1"));
      next.focus();
      reveal([next]);
    } else if (lane !== undefined && (event.key === "Enter" || event.key === " ")) turn([lane], !folded.has(lane));
    else if (node && ways[event.key]) {
      const list = nodes[side], [x, y] = ways[event.key];
      rove(side, list[(list.indexOf(node) + x + y + list.length) % list.length]);
    } else if (node && (event.key === "Enter" || event.key === " ")) pick(node);
    else if (ways[event.key]) {
      const [x, y] = ways[event.key];
      look({ x: view.x + x * view.w / 10, y: view.y + y * view.h / 10, w: view.w });
    } else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  nodes[side].forEach((node, at) => {
    node.setAttribute("tabindex", at ? "-1" : "0");
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", one("title", node)?.textContent ?? node.dataset.step);
    node.addEventListener("focus", () => { if (node.matches(":focus-visible")) light([node.dataset.step]); });
    node.addEventListener("blur", () => light(pinned));
  });
});
const rove = (side, node) => {
  nodes[side].forEach((other) => other.setAttribute("tabindex", other === node ? "0" : "-1"));
  node.focus();
  reveal([node]);
};

// Lighting up: what is pinned stays until something else is.
let pinned = [];
const light = (ids) => {
  all(".halo", stage).forEach((halo) => halo.remove());
  const lit = kin(ids);
  return nodes.flat().filter((node) => lit.has(node.dataset.step)).map((node) => {
    const box = node.getBBox(), halo = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const around = { x: box.x - 7, y: box.y - 7, width: box.width + 14, height: box.height + 14, rx: 8, class: "halo" };
    Object.entries(around).forEach(([name, value]) => halo.setAttribute(name, value));
    node.prepend(halo);
    return node;
  });
};
// Moves the view where a lit step lies outside of it.
const reveal = (lit) => {
  if (!lit.length || view.w >= whole.w) return;
  const box = area(lit[0]), x = box.x + box.width / 2, y = box.y + box.height / 2;
  if (x < view.x || y < view.y || x > view.x + view.w || y > view.y + view.h) look({ x: x - view.w / 2, y: y - view.h / 2, w: view.w });
};
// Finding a step by a part of its name, or of what is said of it in the drawing.
const find = one("#find"), found = one("#found");
let matches = [], match = -1;
find.addEventListener("input", () => {
  const asked = find.value.trim().toLocaleLowerCase();
  const says = (node) => (one("title", node)?.textContent ?? node.dataset.step).toLocaleLowerCase();
  matches = asked ? nodes.at(-1).filter((node) => says(node).includes(asked)) : [];
  if (asked && !matches.length) matches = nodes[0].filter((node) => says(node).includes(asked));
  match = -1;
  found.textContent = asked ? fill(say.found, { count: matches.length }) : "";
  pinned = matches.map((node) => node.dataset.step);
  light(pinned);
});
find.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !matches.length) return;
  event.preventDefault();
  match = (match + (event.shiftKey ? matches.length - 1 : 1)) % matches.length;
  const lane = laneOf(matches[match]);
  if (folded.has(lane)) turn([lane], false);
  const box = area(matches[match]), w = Math.min(view.w, Math.max(whole.w / 40, box.width * 9));
  look({ x: box.x + box.width / 2 - w / 2, y: box.y + box.height / 2 - w * whole.h / whole.w / 2, w });
  found.textContent = fill(say.match, { number: match + 1, count: matches.length, step: matches[match].getAttribute("aria-label") });
});
const pin = (of) => {
  all(".current").forEach((old) => { old.classList.remove("current"); old.removeAttribute("aria-current"); });
  pinned = of ? stepsOf(of) : [];
  if (of) { of.classList.add("current"); of.setAttribute("aria-current", "true"); }
  reveal(light(pinned));
};
all("[data-steps]").forEach((of) => {
  of.addEventListener("pointerenter", () => light(stepsOf(of)));
  of.addEventListener("pointerleave", () => light(pinned));
  of.addEventListener("focusin", () => { if (!of.closest("#replay")) pin(of); });
  of.addEventListener("click", () => { if (!of.closest("#replay")) pin(of); });
});

// Opening and closing.
const unfold = (item, open) => {
  item.classList.toggle("open", open);
  one(".fold", item).setAttribute("aria-expanded", String(open));
};
all(".item").forEach((item) => {
  unfold(item, false);
  one(".fold", item).addEventListener("click", () => unfold(item, !item.classList.contains("open")));
});
one("#open-all")?.addEventListener("click", () => items.forEach((item) => unfold(item, true)));
one("#close-all")?.addEventListener("click", () => items.forEach((item) => unfold(item, false)));
const proposal = (id) => items.find((item) => item.dataset.kind === "proposal" && item.dataset.id === id);
all("[data-goes]").forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  event.stopPropagation();
  const item = proposal(link.dataset.goes);
  if (!item) return;
  everything();
  unfold(item, true);
  one(".fold", item).focus();
  show(item);
}));

// Filters, and the step that was picked.
let picked = null;
const shown = one("#shown"), clear = one("#clear"), filters = all("[data-filter]");
const sift = () => {
  if (!shown) return;
  const off = new Set(filters.filter((button) => button.ariaPressed === "false").map((button) => `${button.dataset.filter} ${button.dataset.value}`));
  const lit = picked && kin([picked.dataset.step]);
  let count = 0;
  items.forEach((item) => {
    const hidden = ["kind", "layer", "severity"].some((name) => off.has(`${name} ${item.dataset[name]}`)) || (lit && !stepsOf(item).some((id) => lit.has(id)));
    item.classList.toggle("out", Boolean(hidden));
    count += hidden ? 0 : 1;
  });
  clear.hidden = !picked && !off.size;
  shown.textContent = picked ? fill(say.about, { step: picked.getAttribute("aria-label"), count }) : fill(say.shown, { count, of: items.length });
};
filters.forEach((button) => button.addEventListener("click", () => {
  button.ariaPressed = button.ariaPressed === "true" ? "false" : "true";
  sift();
}));
const everything = () => {
  picked = null;
  filters.forEach((button) => { button.ariaPressed = "true"; });
  sift();
};
const pick = (node) => {
  picked = node;
  pin(null);
  pinned = [node.dataset.step];
  light(pinned);
  sift();
  if (shown && matchMedia("(max-width: 1099px)").matches) show(one(".filters"));
};
clear?.addEventListener("click", () => { everything(); pin(null); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) { everything(); pin(null); }
}, { signal: life.signal });

// Change by change: what a later change touches is faint.
const changes = all("#replay li");
let at = changes.length;
const replay = (to) => {
  at = Math.min(Math.max(to, 0), changes.length);
  const done = kin(changes.slice(0, at).flatMap(stepsOf)), later = kin(changes.slice(at).flatMap(stepsOf));
  nodes[1].forEach((node) => node.classList.toggle("later", later.has(node.dataset.step) && !done.has(node.dataset.step)));
  const change = changes[at - 1];
  pin(change ?? null);
  const item = change && proposal(change.dataset.id);
  if (item) item.classList.add("current");
  one("#replay-said").textContent = change
    ? fill(say.at, { number: at, count: changes.length, act: one(".text", change).textContent })
    : fill(say.start, { count: changes.length });
  one("#previous").disabled = at === 0;
  one("#next").disabled = at === changes.length;
};
if (changes.length) {
  one("#previous").addEventListener("click", () => replay(at - 1));
  one("#next").addEventListener("click", () => replay(at + 1));
  changes.forEach((change, number) => one("button", change).addEventListener("click", () => { replay(number + 1); show(stage); }));
  replay(0);
  nodes[1].forEach((node) => node.classList.remove("later"));
}

// Side by side or one over the other.
const slider = one(".slider"), range = one(".slider input"), after = one("figure.after"), both = one(".panes");
const fade = () => { after.style.opacity = both.classList.contains("overlay") ? range.value / 100 : ""; };
range?.addEventListener("input", fade);
all("[data-mode]").forEach((button) => button.addEventListener("click", () => {
  all("[data-mode]").forEach((other) => { other.ariaPressed = String(other === button); });
  const over = button.dataset.mode === "overlay";
  both.classList.toggle("overlay", over);
  slider.hidden = !over;
  fade();
}));
one("#lanes")?.addEventListener("click", ({ currentTarget }) => turn([...Array(count).keys()], currentTarget.ariaPressed !== "true"));
all("[data-zoom]").forEach((button) => button.addEventListener("click", () => Number(button.dataset.zoom) ? zoom(Number(button.dataset.zoom)) : fit()));
const name = (item) => `${item.dataset.kind} ${item.dataset.id}`;
for (const button of filters) if (kept.off?.includes(`${button.dataset.filter} ${button.dataset.value}`)) button.ariaPressed = "false";
for (const item of items) if (kept.open?.includes(name(item))) unfold(item, true);
if (kept.overlay) one('[data-mode="overlay"]').click();
if (kept.fade) { range.value = kept.fade; fade(); }
sift();
for (const lane of kept.folded ?? []) if (lane < count) folded.add(lane);
redraw();
if (kept.view) look(kept.view); else fit();
return {
  keep: () => ({
    view: view.w < whole.w ? view : null,
    folded: [...folded],
    open: items.filter((item) => item.classList.contains("open")).map(name),
    off: filters.filter((button) => button.ariaPressed === "false").map((button) => `${button.dataset.filter} ${button.dataset.value}`),
    overlay: both.classList.contains("overlay"),
    fade: range?.value,
  }),
  stop: () => life.abort(),
};
};
let living = enliven();
