// Measures the admin UI with a table of 1,000,000 records of 20 fields, and writes bench/ADMIN_UI.md.
//
//   cd bench && npm install --no-save playwright-core
//   node admin-ui.mjs http://127.0.0.1:8000 ADMIN_EMAIL PASSWORD [RECORDS]
//
// The server runs with `./tinybase serve` on a scratch folder. The collection `million` is made where
// it is missing (some minutes). CHROMIUM names the browser, /usr/bin/chromium without it.
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { chromium } from 'playwright-core';

const [, , base, email, password, records = '1000000'] = process.argv;
const TOTAL = Number(records);
const CHUNK = 50_000;
const TYPES = ['string', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'list[string]', 'json', 'string', 'number'];
const fields = Array.from({ length: 20 }, (_, at) => ({ name: `f${at}`, type: TYPES[at % TYPES.length] }));

async function call(method, path, token, body, type = 'application/json') {
  const headers = { 'Content-Type': type, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const reply = await fetch(base + path, { method, headers, body });
  const text = await reply.text();
  if (!reply.ok && reply.status !== 404) throw new Error(`${method} ${path}: ${reply.status} ${text.slice(0, 300)}`);
  return { status: reply.status, body: text === '' ? null : JSON.parse(text) };
}

function valueOf(type, n, at) {
  switch (type) {
    case 'string': return `Value ${n} of field ${at}`;
    case 'integer': return n * (at + 1);
    case 'decimal': return `${n}.25`;
    case 'boolean': return n % 2 === 0;
    case 'date': return `2026-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`;
    case 'datetime': return `2026-11-${String((n % 28) + 1).padStart(2, '0')}T12:30:00Z`;
    case 'list[string]': return ['news', 'sport', 'club'].slice(0, n % 4);
    case 'json': return { n, on: n % 3 === 0 };
    default: return n / 4;
  }
}

let session = { token: null, until: 0 };

/** Logins are limited; a token is used for as long as it is sure to be valid. */
async function login() {
  if (Date.now() > session.until) {
    const { body } = await call('POST', '/api/auth/login', null, JSON.stringify({ email, password }));
    session = { token: body.access_token, until: Date.now() + (body.expires_in * 1000) / 2 };
  }
  return session.token;
}

async function make() {
  if ((await call('GET', '/api/collections/million', await login())).status === 404) {
    await call('POST', '/api/collections', await login(), JSON.stringify({ name: 'million', label: 'Million', schema: { fields } }));
  }
  const there = (await call('GET', '/api/collections/million/records?limit=0', await login())).body.total;
  for (let from = there; from < TOTAL; from += CHUNK) {
    const lines = [];
    for (let n = from; n < Math.min(from + CHUNK, TOTAL); n++) {
      lines.push(JSON.stringify(Object.fromEntries(fields.map((field, at) => [field.name, valueOf(field.type, n, at)]))));
    }
    for (let part = 0; part < lines.length; part += 10_000) {
      await call('POST', '/api/collections/million/import?format=ndjson', await login(), lines.slice(part, part + 10_000).join('\n'), 'application/x-ndjson');
    }
  }
}

await make();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
await page.goto(`${base}/admin/login`);
await page.fill('input[type=email]', email);
await page.fill('input[type=password]', password);
await page.click('button[type=submit]');
await page.waitForURL('**/admin/');
await page.waitForTimeout(1500);
const first = await page.evaluate(() =>
  performance.getEntriesByType('resource').filter((it) => it.name.endsWith('.js')).reduce((sum, it) => sum + it.encodedBodySize, 0),
);
await page.addInitScript(() => {
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((it) => it.duration))).observe({ type: 'longtask' });
});
const rows = [];

/** Does something, and tells the longest task that it took. */
async function measure(what, act) {
  await page.evaluate(() => (window.tasks = []));
  const started = performance.now();
  await act();
  const took = Math.round(performance.now() - started);
  await page.waitForTimeout(300);
  const tasks = await page.evaluate(() => window.tasks);
  rows.push([what, Math.round(Math.max(0, ...tasks)), tasks.filter((it) => it > 50).length, took]);
}

const cell = () => page.waitForFunction(() => document.querySelector('[role=gridcell] time') !== null);
const settled = () => page.waitForFunction(() => ![...document.querySelectorAll('[data-row]')].some((row) => row.querySelector('time') === null && row.textContent.trim() === ''));
await page.goto(`${base}/admin/collections/million/records`);
await cell();
await page.waitForFunction(() => document.querySelector('footer')?.textContent.includes('1'));
await measure('2 seconds of the wheel', async () => {
  await page.mouse.move(700, 500);
  for (let turn = 0; turn < 100; turn++) { await page.mouse.wheel(0, 300); await page.waitForTimeout(20); }
  await settled();
});
await measure('the scroll bar drawn from one end to the other', async () => {
  await page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]');
    for (let step = 0; step <= 100; step++) {
      grid.scrollTop = (grid.scrollHeight * step) / 100;
      await new Promise((next) => requestAnimationFrame(next));
    }
  });
  await settled();
});
await measure('to the middle, until its rows are there', async () => {
  await page.evaluate(() => { const grid = document.querySelector('[role=grid]'); grid.scrollTop = grid.scrollHeight / 2; });
  await page.waitForTimeout(150);
  await settled();
});
await page.focus('[role=grid]');
await measure('to the end (Ctrl+End)', async () => { await page.keyboard.press('Control+End'); await page.waitForTimeout(150); await settled(); });
await measure('100 rows down by keys (from the start)', async () => {
  await page.keyboard.press('Control+Home');
  for (let turn = 0; turn < 100; turn++) await page.keyboard.press('ArrowDown');
  await settled();
});
await measure('to the last column and back', async () => { await page.keyboard.press('End'); await page.waitForTimeout(200); await page.keyboard.press('Home'); });
const memory = await page.evaluate(() => Math.round(performance.memory.usedJSHeapSize / 1e6));
const total = await page.evaluate(() => document.querySelector('footer').textContent.trim());
await browser.close();

const worst = Math.max(...rows.map(([, task]) => task));
const text = `# Admin UI

${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores of ${os.cpus()[0].model}, a table of ${TOTAL.toLocaleString('en')} records of 20 fields.

| target | at | reached | |
|---|--:|--:|---|
| JavaScript of the first load, compressed, KB | ≤ 250 | ${Math.round(first / 1000)} | ${first <= 250_000 ? 'met' : 'missed'} |
| longest task while a table is used, ms | ≤ 100 | ${worst === 0 ? 'below 50' : worst} | ${worst <= 100 ? 'met' : 'missed'} |

| what | longest task, ms | tasks over 50 ms | took, ms |
|---|--:|--:|--:|
${rows.map(([what, task, many, took]) => `| ${what} | ${task === 0 ? 'below 50' : task} | ${many} | ${took} |`).join('\n')}

Heap of the page at the end: ${memory} MB.

Tasks are those that the browser's PerformanceObserver calls long. How it is run stands at the head of
\`bench/admin-ui.mjs\`.
`;
writeFileSync(new URL('ADMIN_UI.md', import.meta.url), text);
console.log(text, total);
