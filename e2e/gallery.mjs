// Every page of the demo, as HTML and as pictures of a wide and a narrow window: follows every link from the board.
// usage: MIMAMORI=program MIMAMORI_GALLERY=folder MIMAMORI_WALK=scratch node gallery.mjs

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open, window } from './lib/browser.mjs';
import { signInToDemo } from './lib/demo.mjs';
import { start } from './lib/server.mjs';

const SAMPLES = 2;
const LIMIT = 200;
const folder = process.env.MIMAMORI_GALLERY;
mkdirSync(folder, { recursive: true });

/** The kind of a page: its path with ids and months left out, and the names of its parameters. */
function kind(url) {
  const path = url.pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replaceAll(/\d{4}-\d{2}(-\d{2})?/g, 'MONTH');
  const names = [...url.searchParams.keys()].sort().join(',');
  return names ? `${path}?${names}` : path;
}

function fileName(text) {
  return (text === '/' || text.startsWith('/?') ? text.replace('/', 'board') : text.slice(1)).replaceAll(/[^A-Za-z0-9-]+/g, '_');
}

const server = await start(process.env.MIMAMORI, 'demo', process.env.MIMAMORI_WALK);
const browser = await open();
const rows = [];
try {
  const page = await window(browser);
  const take = async (name) => {
    writeFileSync(join(folder, `${name}.html`), await page.content());
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 1280 ? 900 : 844 });
      await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    rows.push({ name, title: await page.title(), path: new URL(page.url()).pathname });
  };
  await page.goto(`${server.base}/login`);
  await take('login');
  await signInToDemo(page, server);
  const seen = new Map();
  const visited = new Set();
  const waiting = [new URL('/', server.base).href];
  while (waiting.length > 0 && rows.length < LIMIT) {
    const url = new URL(waiting.shift());
    url.hash = '';
    const count = seen.get(kind(url)) ?? 0;
    if (visited.has(url.href) || count >= SAMPLES) continue;
    visited.add(url.href);
    const answer = await page.goto(url.href).catch(() => null);
    // A download is no page.
    if (!answer || !(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    seen.set(kind(url), count + 1);
    await take(`${fileName(kind(url))}${count === 0 ? '' : `-${count + 1}`}`);
    const links = await page.$$eval('a[href]', (list) => list.map((link) => link.href));
    waiting.push(...links.filter((link) => link.startsWith(server.base)));
  }
  const list = rows.map((row) => `<li><a href="${row.name}.html">${row.title}</a> <code>${row.path}</code>
    <a href="${row.name}-1280.png">1280</a> <a href="${row.name}-390.png">390</a></li>`);
  writeFileSync(join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><title>みまもり</title><ol>${list.join('\n')}</ol>\n`);
  for (const fault of page.faults) console.log(`fault: ${fault}`);
  console.log(`${rows.length} pages`);
} finally {
  await browser.close();
  await server.stop();
}
