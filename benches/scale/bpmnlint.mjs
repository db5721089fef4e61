// How many procedures a second bpmnlint checks, on the structures that redtape is measured on: one process, texts
// preloaded, reading included.
//
// npm install bpmnlint bpmn-moddle    (in any folder; run from there)
// redtape generate --count 2000 --steps 25 > p.ndjson
// node PATH/benches/scale/bpmnlint.mjs p.ndjson structures.ndjson
// cargo bench --bench portfolio -- FOLDER/structures.ndjson    (in the checkout, in the same minute)
//
// The second file gets what bpmnlint is given of each procedure, as procedures: roles, steps, gateways, ends and flows.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'x.js'));
const { BpmnModdle } = await import(require.resolve('bpmn-moddle')).catch(() => ({}));
const Moddle = BpmnModdle ?? (await import(require.resolve('bpmn-moddle'))).default;
const Linter = require('bpmnlint/lib/linter');
const Resolver = require('bpmnlint/lib/resolver/node-resolver');

const text = (value) => String(value).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

// Steps as tasks, gateways as exclusive gateways, `after` as sequence flows: what bpmnlint's rules look at.
function bpmn(p) {
  const flows = [];
  const node = (ref) => ref.split('.')[0];
  const link = (from, to) => flows.push([`f${flows.length}`, node(from), to]);
  for (const it of [...p.steps, ...p.gateways, ...p.ends]) (it.after ?? ['start']).forEach((from) => link(from, it.id));
  for (const gateway of p.gateways)
    for (const branch of gateway.branches) if (branch.back_to) link(gateway.id, branch.back_to);
  const name = (it) => text(it.name?.en ?? it.id);
  const parts = [
    '<bpmn:startEvent id="start" name="start"/>',
    ...p.steps.map((step) => `<bpmn:userTask id="${step.id}" name="${name(step)}"/>`),
    ...p.gateways.map((gateway) => `<bpmn:exclusiveGateway id="${gateway.id}" name="${name(gateway)}"/>`),
    ...p.ends.map((end) => `<bpmn:endEvent id="${end.id}" name="${end.id}"/>`),
    ...flows.map(([id, from, to]) => `<bpmn:sequenceFlow id="${id}" name="${id}" sourceRef="${from}" targetRef="${to}"/>`),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><bpmn:process id="p" isExecutable="false">${parts.join('')}</bpmn:process></bpmn:definitions>`;
}

const pick = (it, keys) => Object.fromEntries(keys.filter((key) => key in it).map((key) => [key, it[key]]));
const structure = (p) => ({
  ...pick(p, ['redtape', 'id', 'name', 'ends']),
  roles: p.roles.map((role) => pick(role, ['id', 'kind'])),
  steps: p.steps.map((step) => pick(step, ['id', 'name', 'kind', 'role', 'with', 'after'])),
  gateways: p.gateways.map((gateway) => ({
    ...pick(gateway, ['id', 'name', 'kind', 'after']),
    branches: gateway.branches.map((branch) => pick(branch, ['id', 'name', 'p', 'back_to'])),
  })),
});

const procedures = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const texts = procedures.map(bpmn);
if (process.argv[3]) writeFileSync(process.argv[3], procedures.map((p) => `${JSON.stringify(structure(p))}\n`).join(''));
const linter = new Linter({ config: { extends: 'bpmnlint:recommended' }, resolver: new Resolver() });
const moddle = new Moddle();
let reports = 0;
const run = async () => {
  for (const xml of texts) {
    const { rootElement } = await moddle.fromXML(xml);
    reports += Object.values(await linter.lint(rootElement)).flat().length;
  }
};
await run();
const start = performance.now();
await run();
const seconds = (performance.now() - start) / 1000;
const version = require('bpmnlint/package.json').version;
console.log(`bpmnlint ${version}: ${(texts.length / seconds).toFixed(0)} a second (${texts.length} texts, ${reports / 2} reports)`);
