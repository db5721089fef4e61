// Runs a review as a meeting does, in a real browser: decides, answers, takes back, in two windows, over a killed server;
// then lets `simplify --decisions` do the same, and says what it saw.
//
// node tests/browser/review.mjs REDTAPE PROCEDURE.json [PICTURES]: with a folder, pictures of the page are written there.
// Needs playwright-core (BROWSER_TOOLS or a node_modules above) and /usr/bin/chromium.
import { createRequire } from "node:module";
import { strict as assert } from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const require = createRequire(path.resolve(process.env.BROWSER_TOOLS ?? ".", "from.js"));
const { chromium } = require("playwright-core");
const [redtape, file, pictures] = process.argv.slice(2).map((one) => path.resolve(one));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "review-"));
const name = path.basename(file, ".json"), saved = path.join(folder, `${name}.decisions.json`);
fs.copyFileSync(file, path.join(folder, `${name}.json`));
const decisions = () => JSON.parse(fs.readFileSync(saved, "utf8")).decisions;

let server = null;
const start = async (listen = "127.0.0.1:0") => {
  server = spawn(redtape, ["review", folder, "--as-of", "2026-01-01", "--listen", listen], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const part of server.stdout) {
    text += part;
    const found = text.match(/http:\/\/\S+/);
    if (found && text.endsWith("\n")) return found[0];
  }
  throw new Error(`no address: ${text}`);
};
const kill = async () => {
  if (!server || server.exitCode !== null || server.signalCode) return;
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
};

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
let browser = null;
try {
  const address = await start();
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args });
  const context = await browser.newContext({ viewport: { width: 1600, height: 950 } });
  const faults = [], asked = [];
  const window = async (where) => {
    const page = await context.newPage();
    // What a refused decision is answered with is told to the meeting, and is no fault of the page.
    page.on("console", (message) => { if (message.type() === "error" && !/status of 409|ERR_CONNECTION|Failed to fetch/.test(message.text())) faults.push(message.text()); });
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("dialog", (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(where);
    return page;
  };
  const picture = async (page, called) => { if (pictures) await page.screenshot({ path: path.join(pictures, `${called}.png`) }); };

  // The list leads to the procedure; without the token there is nothing.
  const page = await window(address);
  await picture(page, "list");
  await page.locator(`a[href^="${name}?"]`).click();
  await page.waitForSelector("#by");
  const origin = new URL(address).origin;
  assert.equal((await page.request.get(`${origin}/${"0".repeat(32)}/${name}`)).status(), 404, "another token opens nothing");
  assert.equal((await page.request.get(address, { headers: { host: "evil.example" } })).status(), 404, "nor does another host");
  await picture(page, "wide");

  const tile = (where = page) => where.$$eval(".tiles, #figures tr", (all) => all.map((one) => one.textContent.trim()).join("\n"));
  const told = (text, where = page) => where.waitForFunction((text) => document.querySelector("#told").textContent.includes(text), text);
  const fill = async (where, fields) => { for (const [field, text] of Object.entries(fields)) await where.locator(`#ask [name=${field}]`).fill(text); };
  const record = async (where = page) => {
    const answer = where.waitForResponse((response) => response.url().includes("/decide"));
    await where.locator("#ask-ok").click();
    return (await answer).status();
  };

  // An answer: with the keyboard only.
  const before = await tile();
  const questions = await page.locator("article.question").count(), first = page.locator("article.question").first();
  const fact = await first.getAttribute("data-fact");
  await first.locator("[data-act=yes]").focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#ask").evaluate((one) => one.open), "Enter opens the dialog");
  assert.equal(await page.evaluate(() => document.activeElement.name), "by", "and asks first who answers");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#ask").evaluate((one) => one.open), "without a name nothing is recorded");
  assert.ok(!fs.existsSync(saved), "nothing is on the disk yet");
  await page.keyboard.type("Ms Li <registry>");
  await picture(page, "answer");
  await page.keyboard.press("Enter");
  await told("Saved");
  assert.deepEqual(decisions().map((one) => [one.answer.fact, one.answer.answer, one.answer.by]), [[fact, "yes", "Ms Li <registry>"]], "the answer is on the disk");
  assert.equal(await page.locator(`article.question[data-fact="${fact}"]`).count(), 0, "it is no open question any more");
  assert.equal(await page.locator("#by").inputValue(), "Ms Li <registry>", "the name is kept");

  // Everything else is answered yes, so that proposals wait for a decision only.
  for (let left = questions; left > 0 && await page.locator("article.question").count(); left -= 1) {
    await page.locator("article.question [data-act=yes]").first().click();
    assert.equal(await record(), 200);
    await page.waitForFunction(() => !document.querySelector("#ask").open);
  }
  const open = page.locator('.item[data-layer="undecided"]');
  const undecided = await open.count();
  assert.ok(undecided > 1, `${undecided} proposals wait for a decision`);

  // Accept, with a reason: the figures follow.
  const accepted = await open.first().getAttribute("data-id");
  await open.first().locator(".fold").click();
  await open.first().locator("[data-act=accept]").click();
  assert.equal(await page.evaluate(() => document.activeElement.name), "why", "the name is known: the reason is asked");
  await fill(page, { why: "agreed by all" });
  assert.equal(await record(), 200);
  const item = (id, where = page) => where.locator(`.item[data-kind=proposal][data-id="${id}"]`);
  await page.waitForSelector(`.item[data-id="${accepted}"][data-layer="accepted"]`);
  assert.ok(await item(accepted).locator(".body").isVisible(), "what was open stays open");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".item")?.dataset.id), accepted, "the focus stays where it was");
  assert.notEqual(await tile(), before, "the figures follow");
  assert.equal(decisions().at(-1).why, "agreed by all");
  await picture(page, "accepted");

  // Reject: only with a reason.
  const rejected = await open.last().getAttribute("data-id");
  await item(rejected).locator("[data-act=reject]").click();
  await page.locator("#ask-ok").click();
  assert.ok(await page.locator("#ask").evaluate((one) => one.open), "no rejection without a reason");
  await fill(page, { why: "the law asks for it <b>" });
  assert.equal(await record(), 200);
  await page.waitForSelector(`.item[data-id="${rejected}"][data-layer="rejected"]`);
  assert.ok((await item(rejected).innerText()).includes("the law asks for it <b>"), "the reason is shown as it was written");

  // Take back, by key, and by the button of the proposal; what was taken back stays in the record.
  await page.locator("h1").click();
  await page.keyboard.press("Control+z");
  await page.waitForSelector(`.item[data-id="${rejected}"][data-layer="undecided"]`);
  assert.equal(await page.locator("#decisions .undone").count(), 1, "the record keeps what was taken back");
  await item(accepted).locator("[data-undo]").click();
  await page.waitForSelector(`.item[data-id="${accepted}"][data-layer="undecided"]`);
  assert.equal(await tile(), before, "the figures are those of before");
  await page.locator(".before .lane-head").first().click();
  await item(accepted).locator("[data-act=accept]").click();
  assert.equal(await record(), 200);
  await page.waitForSelector(`.item[data-id="${accepted}"][data-layer="accepted"]`);
  assert.equal(await page.locator(".after .lane-head").first().getAttribute("aria-expanded"), "false", "a folded lane stays folded");
  await page.locator(".before .lane-head").first().click();

  // A finding is kept on purpose.
  const finding = page.locator("#findings .item").first(), kept = await finding.getAttribute("data-id");
  await finding.locator(".fold").click();
  await finding.locator("[data-act=keep]").click();
  await fill(page, { why: "not this year", until: "2027-12-31" });
  assert.equal(await record(), 200);
  await page.waitForFunction((id) => !document.querySelector(`#findings .item[data-id="${CSS.escape(id)}"]`), kept);
  assert.deepEqual([decisions().at(-1).keep.finding, decisions().at(-1).keep.until], [kept, "2027-12-31"]);

  // All that is shown is accepted at once, and taken back at once.
  const buttons = page.locator("#proposals .item [data-act=accept]"), many = await buttons.count(), alone = await tile();
  await page.locator("[data-act=all]").click();
  assert.ok((await page.locator("#ask-about").innerText()).startsWith(`${many} `), "it says how many");
  assert.equal(await record(), 200);
  await page.waitForFunction(() => !document.querySelector("#proposals .item [data-act=accept]"));
  assert.notEqual(await tile(), alone);
  await picture(page, "all");
  await page.locator("#undo").click();
  await page.waitForFunction((many) => document.querySelectorAll("#proposals .item [data-act=accept]").length === many, many);
  assert.equal(await tile(), alone, "as it was");

  // Two windows: the second follows the first; where it was just deciding, nothing of the first is lost.
  const second = await window(page.url());
  const count = decisions().length;
  const free = second.locator('.item[data-layer="undecided"]');
  const mine = await free.first().getAttribute("data-id"), other = await free.last().getAttribute("data-id");
  assert.notEqual(mine, other);
  await item(mine, second).locator("[data-act=accept]").click();
  await fill(second, { why: "written in the second window" });
  await item(other).locator("[data-act=reject]").click();
  await fill(page, { why: "no" });
  assert.equal(await record(), 200, "the first window is first");
  assert.equal(await record(second), 409, "the second is told");
  await second.waitForFunction(() => document.querySelector("#ask-fault").textContent.includes("Not saved"));
  assert.equal(await second.locator("#ask [name=why]").inputValue(), "written in the second window", "what was written is still there");
  assert.equal(decisions().length, count + 1, "the file has the first window's decision only");
  await second.waitForSelector(`.item[data-id="${other}"][data-layer="rejected"]`);
  await picture(second, "conflict");
  assert.equal(await record(second), 200, "after a look it is recorded");
  await page.waitForSelector(`.item[data-id="${mine}"][data-decided]`, { timeout: 8000 });
  await told("another window");
  await second.close();

  // The server is killed: the page says so, and everything confirmed is there again.
  const was = decisions(), figures = await tile(), listen = new URL(address).host;
  await kill();
  await item(mine).locator("[data-undo]").click();
  await told("does not answer");
  assert.deepEqual(decisions(), was, "nothing is lost, nothing is added");
  const anew = await start(listen);
  assert.notEqual(anew, address, "another token");
  await page.goto(`${anew}${name}?lang=en`);
  assert.equal(await tile(), figures, "the same figures after a new start");
  assert.equal(await page.locator("#decisions li").count(), was.length, "and the same record");
  assert.equal(await item(mine).getAttribute("data-layer"), "accepted");

  // The minutes say it in both languages; reasons are text, whatever is in them.
  for (const lang of ["en", "zh"]) {
    const minutes = await window(`${anew}${name}/minutes.html?lang=${lang}`), text = await minutes.locator("body").innerText();
    for (const part of ["Ms Li <registry>", "the law asks for it <b>", "not this year", accepted]) assert.ok(text.includes(part), `${lang} minutes: ${part}`);
    await picture(minutes, `minutes-${lang}`);
    await minutes.close();
  }
  // The same on paper and for word processors, by the links of the page.
  for (const [ending, begins] of [["pdf", "%PDF-"], ["docx", "PK"]]) {
    const link = page.locator(`a[href*="minutes.${ending}"]`);
    assert.ok((await link.getAttribute("aria-label")).startsWith("Minutes"), `${ending} has a name`);
    const got = await page.request.get(new URL(await link.getAttribute("href"), page.url()).href), bytes = await got.body();
    assert.ok(got.ok() && bytes.subarray(0, begins.length).toString() === begins, `the minutes as ${ending}`);
    if (pictures) fs.writeFileSync(path.join(pictures, `minutes.${ending}`), bytes);
  }
  const markdown = await (await page.request.get(`${anew}${name}/minutes.md`)).text();
  assert.ok(markdown.includes("the law asks for it \\<b\\>"), "Markdown is escaped");

  // The other language, and a narrow window.
  await page.locator('a[hreflang="zh"]').click();
  await page.waitForSelector('html[lang="zh"]');
  assert.equal(await page.locator("#decisions li").count(), was.length);
  await picture(page, "wide-zh");
  await page.setViewportSize({ width: 420, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a narrow page does not scroll sideways");
  await picture(page, "narrow");

  // Everything that can be clicked has a name.
  const nameless = await page.$$eval("button, a, input, textarea", (all) => all.filter((one) => !(one.ariaLabel || one.textContent.trim() || one.labels?.length)).map((one) => one.outerHTML));
  assert.deepEqual(nameless, [], "everything has a name for a screen reader");

  // The same decisions without the meeting: the same figures.
  const made = path.join(folder, "result");
  execFileSync(redtape, ["simplify", path.join(folder, `${name}.json`), "--decisions", saved, "--as-of", "2026-01-01", "--out", made, "--also", "html"]);
  const report = await window(new URL(`file://${path.join(made, "report.html")}`).href);
  assert.equal(await tile(report), figures, "simplify --decisions gives what the meeting saw");
  assert.equal(await report.locator("[data-act], [data-undo]").count(), 0, "a report decides nothing");
  assert.deepEqual(asked.filter((url) => !url.startsWith(origin) && !url.startsWith("file:")), [], "nothing is loaded from anywhere else");
  assert.deepEqual(faults, [], "nothing goes wrong");
  console.log(`${name}: ${was.length} decisions, conflict, kill and replay: as it should be`);
} finally {
  await browser?.close();
  await kill();
  fs.rmSync(folder, { recursive: true, force: true });
}
