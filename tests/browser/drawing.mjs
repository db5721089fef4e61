// Opens a page that `redtape draw -o PAGE.html` wrote in a real browser, moves about in it and says what it saw.
//
// node tests/browser/drawing.mjs PAGE.html [PICTURES]: with a folder, pictures of the page are written there.
import { createRequire } from "node:module";
import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import path from "node:path";

const require = createRequire(path.resolve(process.env.BROWSER_TOOLS ?? ".", "from.js"));
const { chromium } = require("playwright-core");
const [file, pictures] = process.argv.slice(2);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args });
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 950 } });
  const faults = [];
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => { if (!request.url().startsWith("file:")) faults.push(request.url()); });
  await page.goto(pathToFileURL(file).href);
  const picture = async (name) => { if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) }); };
  await picture("drawing");
  const view = () => page.$eval(".pane svg", (one) => one.getAttribute("viewBox"));
  const whole = await view();
  await page.locator('[data-zoom="1.25"]').click();
  assert.notEqual(await view(), whole, "it zooms");
  assert.ok(await page.locator("#map").isVisible(), "and shows where");
  await page.locator('[data-zoom="0"]').click();
  const name = await page.$eval(".pane [data-step]", (one) => one.getAttribute("aria-label"));
  await page.locator("#find").fill(name.slice(0, 6));
  assert.ok(await page.locator(".halo").count() > 0, "a step is found by its name");
  await page.locator("#find").press("Enter");
  await picture("drawing-found");
  await page.keyboard.press("Escape");
  await page.locator(".pane [data-step]").first().dispatchEvent("click");
  assert.ok(await page.locator(".halo").count() > 0, "a step lights up");
  await page.keyboard.press("Escape");

  // A lane folds to a strip that tells how many steps it holds; flows still end where they did.
  await page.locator('[data-zoom="0"]').click();
  const heads = page.locator(".pane .lane-head");
  const size = () => page.$eval(".pane svg", (one) => one.viewBox.baseVal.width * one.viewBox.baseVal.height);
  // Lanes with the steps that stand in them, and arrows whose tips are far from every node.
  const seen = () => page.evaluate(() => {
    const pane = document.querySelector(".pane svg"), box = (one) => one.getBoundingClientRect();
    const rows = document.querySelector("#diagrams").classList.contains("rows");
    const lanes = [...pane.querySelectorAll("g.lane > rect:first-of-type")].map((one) => rows ? [box(one).top, box(one).bottom] : [box(one).left, box(one).right]);
    const nodes = [...pane.querySelectorAll("[data-step]")].map((one) => ({ one, shape: one.querySelector("rect.pill, :not(.squeezed) > rect, :not(.squeezed) > path") ?? one }));
    const in_lane = nodes.map(({ shape }) => { const { left, top, width, height } = box(shape), at = rows ? top + height / 2 : left + width / 2; return lanes.findIndex(([from, to]) => at >= from - 0.1 && at <= to + 0.1); });
    const scale = pane.getScreenCTM().a, lost = [...pane.querySelectorAll("g.flow > path")].filter((path) => path.getAttribute("d").endsWith("Z")).filter((path) => {
      const { left, right, top, bottom } = box(path);
      return !nodes.some(({ shape }) => { const b = box(shape), near = 10 * scale; return left <= b.right + near && right >= b.left - near && top <= b.bottom + near && bottom >= b.top - near; });
    }).length;
    const overlapping = nodes.filter(({ shape }, at) => nodes.some((other, next) => { if (next <= at) return false; const a = box(shape), b = box(other.shape); return a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5; })).length;
    return { lanes: lanes.map(([from, to]) => to - from), in_lane, lost, overlapping };
  });
  const before = await seen(), wide = await size();
  assert.deepEqual([before.lost, before.overlapping], [0, 0]);
  const lane = before.in_lane[0], head = heads.nth(lane);
  const told = await head.getAttribute("aria-label"), held = await page.$$eval(".pane .step", (all) => all.length);
  assert.match(told, /\d/);
  const counts = await heads.evaluateAll((all) => all.map((one) => Number(one.getAttribute("aria-label").match(/(\d+)\D*$/)[1])));
  assert.equal(counts.reduce((a, b) => a + b), held, "every step is told of");
  await page.locator("#lanes").click();
  const folded = await seen();
  assert.equal(await page.locator("#lanes").getAttribute("aria-pressed"), "true");
  assert.ok(await size() < wide / 3, "folded it is a third or less");
  assert.deepEqual(folded.in_lane, before.in_lane, "every step stays in its lane");
  assert.deepEqual([folded.lost, folded.overlapping], [0, 0], "flows end at their steps, and no step lies on another");
  await picture("drawing-folded");
  await head.click();
  assert.equal(await head.getAttribute("aria-expanded"), "true", "one unfolds");
  const one = await seen();
  assert.deepEqual(one.in_lane, before.in_lane);
  assert.deepEqual([one.lost, one.overlapping], [0, 0]);
  await picture("drawing-one-lane");
  await head.focus();
  await page.keyboard.press("Enter");
  assert.equal(await head.getAttribute("aria-expanded"), "false", "by the keyboard too");
  await page.keyboard.press(lane ? "ArrowUp" : "ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.lane), String(lane ? lane - 1 : 1 % counts.length), "arrow keys go to the next head");
  await page.locator("#find").fill(name);
  await page.locator("#find").press("Enter");
  assert.equal(await head.getAttribute("aria-expanded"), "true", "what is found is shown");
  await page.keyboard.press("Escape");
  await page.locator('[data-zoom="0"]').click();
  await page.locator("#lanes").click();
  await page.locator("#lanes").click();
  assert.equal(await size(), wide, "unfolded it is as it was");
  assert.deepEqual(await seen(), before);
  // On a small sheet the names would cover too much.
  if (held > 50) {
    for (let at = 0; at < 6; at += 1) await page.locator('[data-zoom="1.25"]').click();
    const inside = await page.evaluate(() => { const b = document.querySelector(".pane").getBoundingClientRect(); return [...document.querySelectorAll(".lane-head")].map((one) => one.getBoundingClientRect()).some((a) => a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom); });
    assert.ok(inside, "the names of lanes stay in view");
    await picture("drawing-near");
  }
  await page.locator('[data-zoom="0"]').click();

  await page.setViewportSize({ width: 420, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a narrow page does not scroll sideways");
  assert.deepEqual(faults, [], "nothing goes wrong");
  console.log(`${file}: drawn, moved and searched`);
} finally {
  await browser.close();
}
