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
  await page.setViewportSize({ width: 420, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a narrow page does not scroll sideways");
  assert.deepEqual(faults, [], "nothing goes wrong");
  console.log(`${file}: drawn, moved and searched`);
} finally {
  await browser.close();
}
