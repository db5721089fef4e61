// Opens a report in a real browser, clicks through it and says what it saw.
//
// node tests/browser/report.mjs REPORT.html [PICTURES]: with a folder, pictures of the page are written there.
// Needs playwright-core (NODE_PATH or a node_modules above) and /usr/bin/chromium.
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
  const faults = [], asked = [];
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const picture = async (name) => { if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) }); };
  const count = (what) => page.locator(what).count();
  await picture("wide");

  // A proposal lights up its steps in both diagrams, and opens.
  const first = page.locator("#proposals .item").first();
  await first.locator(".fold").click();
  assert.ok(await count(".before .halo") > 0, "a proposal lights up its steps before");
  assert.ok(await count(".after .halo") > 0, "and after");
  assert.equal(await first.locator(".fold").getAttribute("aria-expanded"), "true");
  assert.ok(await first.locator(".body").isVisible(), "it opens");
  await picture("proposal");

  // A step tells what is said of it; Escape clears.
  const items = await count(".item[data-kind]:not(.out)");
  const ids = JSON.parse(await first.getAttribute("data-steps"));
  await page.evaluate((id) => document.querySelector(`.before [data-step="${CSS.escape(id)}"]`).dispatchEvent(new MouseEvent("click", { bubbles: true })), ids[0]);
  const about = await count(".item[data-kind]:not(.out)");
  assert.ok(about > 0 && about < items, `a step narrows the list: ${about} of ${items}`);
  await picture("step");
  await page.keyboard.press("Escape");
  assert.equal(await count(".item[data-kind]:not(.out)"), items, "Escape shows everything");

  // A lane folds in both diagrams at once, and a finding still lights up its steps there.
  const lanes = () => page.$$eval(".pane", (panes) => panes.map((pane) => [...pane.querySelectorAll("g.lane > rect:first-of-type")].map((one) => Math.round(one.getBBox().height))));
  const [unfolded] = await lanes();
  await page.locator(".before .lane-head").first().click();
  const [was, is] = await lanes();
  assert.deepEqual(was, is, "both have the same lanes");
  assert.ok(was[0] < unfolded[0] && was.slice(1).every((size, at) => size === unfolded[at + 1]), "one is folded");
  assert.equal(await page.locator(".after .lane-head").first().getAttribute("aria-expanded"), "false");
  await page.locator("#lanes").click();
  await first.locator(".fold").click();
  assert.ok(await count(".before .squeezed .halo") > 0, "a folded step lights up");
  await picture("folded");
  await page.locator("#lanes").click();
  await first.locator(".fold").click();
  assert.deepEqual(await lanes(), [unfolded, unfolded], "and unfolds");
  await page.keyboard.press("Escape");

  // Filters.
  await page.locator('[data-value="finding"]').click();
  assert.equal(await count("#findings .item:not(.out)"), 0, "findings are filtered away");
  assert.equal(await page.locator('[data-value="finding"]').getAttribute("aria-pressed"), "false");
  await page.locator("#clear").click();
  assert.equal(await count(".item[data-kind]:not(.out)"), items);

  // Change by change.
  const changes = await count("#replay li");
  for (let number = 1; number <= Math.min(changes, 3); number += 1) {
    await page.locator("#next").click();
    assert.equal(await count("#replay li.current"), 1);
    assert.ok(await count(".halo") > 0, `change ${number} lights up`);
  }
  if (changes > 1) assert.ok(await count(".after .later") > 0, "later changes are faint");
  await picture("replay");
  await page.locator("#previous").click();

  // Zoom and pan move both diagrams, by button, wheel, mouse and keys.
  const boxes = () => page.$$eval(".pane svg", (all) => all.map((one) => one.getAttribute("viewBox")));
  const moved = async (what, act) => {
    const before = (await boxes())[0];
    await act();
    const [left, right] = await boxes();
    assert.notEqual(left, before, `${what} moves`);
    assert.equal(left, right, `${what} moves both`);
  };
  const pane = page.locator(".before .pane"), box = await pane.boundingBox();
  await moved("the button", () => page.locator('[data-zoom="1.25"]').click());
  await page.mouse.move(box.x + 80, box.y + 60);
  await moved("the wheel", async () => { await page.mouse.wheel(0, -200); await page.waitForTimeout(100); });
  await moved("the mouse", async () => { await page.mouse.down(); await page.mouse.move(box.x + 140, box.y + 90, { steps: 4 }); await page.mouse.up(); });
  assert.ok(await page.locator("#map").isVisible(), "a map shows which part is in view");
  const small = await page.locator("#map").boundingBox();
  await moved("the map", () => page.mouse.click(small.x + small.width * 0.8, small.y + small.height / 2));
  await pane.focus();
  await moved("a key", () => page.keyboard.press("ArrowRight"));
  await page.keyboard.press("0");

  // A step can be reached and picked without a mouse.
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.matches("[data-step][role=button][aria-label]")), "Tab goes to a step");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#clear").isVisible(), "Enter picks it");
  await page.keyboard.press("Escape");

  // A step is found by a part of its name.
  const name = await page.$eval(".after [data-step]", (one) => one.getAttribute("aria-label"));
  await page.locator("#find").fill(name.slice(0, 6));
  assert.ok(await count(".after .halo") > 0, "what is found lights up");
  await page.locator("#find").press("Enter");
  assert.match(await page.locator("#found").textContent(), /1/, "and is gone to one by one");
  await picture("find");
  await page.locator("#find").fill("");
  await page.locator('[data-zoom="0"]').click();
  assert.ok(!await page.locator("#map").isVisible(), "no map where all is in view");

  // The overlay.
  await page.locator('[data-mode="overlay"]').click();
  await page.locator(".slider input").fill("25");
  assert.equal(await page.$eval("figure.after", (one) => getComputedStyle(one).opacity), "0.25");
  await picture("overlay");
  await page.locator('[data-mode="both"]').click();

  await page.setViewportSize({ width: 420, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a narrow page does not scroll sideways");
  await picture("narrow");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".item .body:visible").count(), await count(".item .body"), "paper shows everything");
  assert.equal(await page.locator("button:not(.fold):not(.plain):visible").count(), 0, "and no controls");
  if (pictures) await page.pdf({ path: path.join(pictures, "report.pdf"), preferCSSPageSize: true });
  assert.deepEqual(asked.filter((url) => !url.startsWith("file:")), [], "nothing is loaded");
  assert.deepEqual(faults, [], "nothing goes wrong");
  console.log(`${file}: ${items} items, ${changes} changes, clicked through`);
} finally {
  await browser.close();
}
