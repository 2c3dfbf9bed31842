// axe on the page that is open: no violation of WCAG 2.2 AA and of good practice.

import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './checks.mjs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let taken = 0;

/** Keeps a picture of the page, wide and narrow, in the folder MIMAMORI_PICTURES; without it nothing. */
async function picture(page, name) {
  const folder = process.env.MIMAMORI_PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const size = page.viewportSize();
  taken += 1;
  for (const width of new Set([size.width, 390])) {
    await page.setViewportSize({ ...size, width });
    await page.screenshot({ path: join(folder, `${String(taken).padStart(3, '0')}-${name.replaceAll(/[^\w-]+/g, '-')}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize(size);
}

/** Runs axe; one check a page. The page's own policy forbids foreign scripts, so axe comes in through the debugger. */
export async function clean(page, name) {
  await picture(page, name);
  // The pages are the same on both engines: axe looks at them once, on SQLite.
  if (process.env.MIMAMORI_WALK_DATABASE) return;
  // A device that the browser plays would go with a session of ours.
  const session = page.devtools ?? (await page.context().newCDPSession(page));
  await session.send('Runtime.evaluate', { expression: source });
  const expression = `axe.run(document, { resultTypes: ['violations'] })
    .then((result) => result.violations.map((one) => one.id + ': ' + one.help + '\\n  '
      + one.nodes.slice(0, 4).map((node) => node.html.slice(0, 200)).join('\\n  ')).join('\\n'))`;
  const answer = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (!page.devtools) await session.detach();
  const text = answer.exceptionDetails ? JSON.stringify(answer.exceptionDetails) : answer.result.value;
  check(text === '', `axe finds nothing on ${name}`, text);
}
