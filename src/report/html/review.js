// The review: sends what was decided, and takes the page as it is then. Nothing counts as done before it is on the disk.
(() => {
const one = (what, where = document) => where.querySelector(what);
const say = () => document.body.dataset;
const told = one("#told"), ask = one("#ask"), form = one("form", ask);
// Good news goes by itself; what went wrong stays until something else is told.
let fading = 0;
const tell = (text, fault = false) => {
  clearTimeout(fading);
  told.textContent = "";
  told.classList.toggle("fault", fault);
  requestAnimationFrame(() => { told.textContent = text; });
  if (!fault) fading = setTimeout(() => { told.textContent = ""; }, 6000);
};
let name = "";
try { name = localStorage.getItem("redtape-by") ?? ""; } catch { /* not kept between pages */ }
const remember = (by) => {
  name = by;
  try { localStorage.setItem("redtape-by", by); } catch { /* not kept between pages */ }
};
const here = (what) => `${location.pathname.replace(/\/$/, "")}/${what}${location.search}`;

// Takes over the page as the server has it; what is opened, moved and filtered stays so.
const take = (text, focus) => {
  const next = new DOMParser().parseFromString(text, "text/html"), kept = living.keep(), at = [scrollX, scrollY];
  living.stop();
  for (const part of ["header", "main", "footer"]) one(part).replaceWith(document.adoptNode(one(part, next)));
  for (const [key, value] of Object.entries(next.body.dataset)) document.body.dataset[key] = value;
  living = enliven(kept);
  one("#by").value = name;
  scrollTo(...at);
  goTo(focus);
};
// The first of some places that there is.
const goTo = (places = []) => places.map((place) => document.querySelector(place)).find(Boolean)?.focus({ preventScroll: true });
const fresh = async (focus) => {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (answer.ok) take(await answer.text(), focus);
};

// Sends one decision. Resolves to nothing where it was recorded, else to what is wrong.
const send = async (decision, focus) => {
  let answer;
  try {
    answer = await fetch(here("decide"), {
      method: "POST",
      headers: { "content-type": "application/json", "if-match": `"${say().tag}"` },
      body: JSON.stringify(decision),
    });
  } catch { return say().gone; }
  const text = await answer.text();
  if (answer.ok) {
    take(text, focus);
    tell(say().saved);
    return "";
  }
  if (answer.status === 409) {
    await fresh(focus);
    return text;
  }
  return text || say().gone;
};

// What is asked of each act besides who decides.
const FIELDS = { accept: ["why"], reject: ["why"], yes: ["on", "source"], no: ["on", "source"], keep: ["why", "until"], carry: [], all: ["why"] };
const NEEDED = { reject: ["why"], keep: ["why"] };
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
const filled = (field) => form.elements[field].value.trim();
let pending = null;
// The proposals that are shown and wait for a decision.
const shown = () => [...document.querySelectorAll("#proposals .item:not(.out) [data-act=accept]")].map((button) => button.closest(".item").dataset.id);
const open = (button) => {
  const act = button.dataset.act, item = button.closest("[data-id], [data-fact], [data-was], [data-all]");
  pending = { act, id: item.dataset.id ?? item.dataset.fact ?? item.dataset.was, kind: item.dataset.kind, all: act === "all" ? shown() : [] };
  if (act === "all" && !pending.all.length) return;
  form.reset();
  form.elements.by.value = name || one("#by").value;
  form.elements.on.value = today();
  for (const label of form.querySelectorAll("label[data-field]")) {
    const field = label.dataset.field, input = one("input, textarea", label);
    label.hidden = field !== "by" && !FIELDS[act].includes(field);
    input.required = field === "by" || (NEEDED[act] ?? []).includes(field);
    input.disabled = label.hidden;
  }
  one("#ask-title").textContent = button.textContent;
  one("#ask-about").textContent = act === "all" ? say().all.replace("{count}", pending.all.length) : one(".text", item)?.textContent ?? "";
  one("#ask-fault").textContent = "";
  ask.showModal();
  const first = form.elements.by.value ? form.querySelector("label:not([hidden]):not([data-field=by]) :is(input, textarea)") : form.elements.by;
  (first ?? one("#ask-ok")).focus();
};
const decision = ({ act, id, all }) => {
  const by = filled("by"), given = (fields) => Object.fromEntries(fields.map((field) => [field, filled(field)]).filter(([, value]) => value));
  switch (act) {
    case "accept": case "reject": return { by, [act]: id, ...given(["why"]) };
    case "yes": case "no": return { by: one("#by").value.trim() || by, answer: { fact: id, answer: act, by, ...given(["on", "source"]) } };
    case "keep": return { by, keep: { finding: id, by, ...given(["why", "until"]) } };
    case "all": return all.map((accept) => ({ by, accept, ...given(["why"]) }));
    default: return { by, carry: id };
  }
};
// Where to go on: at what was decided about, else at the next of its kind.
const again = ({ kind, id }) => kind
  ? [`[data-kind="${kind}"][data-id="${CSS.escape(id)}"] .fold`, `[data-kind="${kind}"] .fold`, "#decisions"]
  : ["article.question [data-act=yes]", "#decisions"];
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = one("#ask-ok");
  if (button.disabled) return;
  button.disabled = true;
  const sent = pending, wrong = await send(decision(sent), again(sent));
  button.disabled = false;
  if (wrong) { one("#ask-fault").textContent = wrong; return; }
  if (!one("#by").value) { remember(filled("by")); one("#by").value = name; }
  ask.close();
  goTo(again(sent));
});
one("#ask-cancel").addEventListener("click", () => ask.close());
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act], [data-undo]");
  if (!button || button.disabled) return;
  event.stopPropagation();
  if (button.dataset.act) { open(button); return; }
  const by = one("#by").value.trim();
  if (!by) { tell(say().who, true); one("#by").focus(); return; }
  button.disabled = true;
  const item = button.closest("[data-kind]");
  const wrong = await send(JSON.parse(button.dataset.undo).map((undo) => ({ by, undo })), item ? again({ kind: item.dataset.kind, id: item.dataset.id }) : ["#undo", "#by"]);
  if (wrong) { button.disabled = false; tell(wrong, true); }
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea");
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !typing && !ask.open) { event.preventDefault(); one("#undo").click(); }
});
document.addEventListener("change", (event) => { if (event.target.id === "by") remember(event.target.value.trim()); });
one("#by").value = name;

// Another window may have decided: this one follows, unless something is being entered here.
let lost = false;
setInterval(async () => {
  if (document.hidden || ask.open) return;
  try {
    const answer = await fetch(here("tag"), { cache: "no-store" }), tag = await answer.text();
    if (answer.ok && lost) tell(say().back);
    lost = !answer.ok;
    if (answer.ok && tag !== say().tag && !ask.open) { await fresh(); tell(say().moved); }
  } catch {
    if (!lost) tell(say().gone, true);
    lost = true;
  }
}, 2000);
})();
