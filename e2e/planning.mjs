// From the first call to the delivered plan, a term of reports, a renewal and a change, of an adult and a child, by keyboard alone.
// usage: MIMAMORI=program MIMAMORI_WALK=scratch [MIMAMORI_WALK_DATABASE=postgres://…] node planning.mjs

import { join } from 'node:path';
import { open, window } from './lib/browser.mjs';
import { check, failures } from './lib/checks.mjs';
import { start } from './lib/server.mjs';
import { newSpecialist } from './steps/client.mjs';
import { begin, certificate, newPerson, newProvider, p1, p2, p3, p4p5 } from './steps/planning/case.mjs';
import { ADULT, CHILD, FIRST } from './steps/planning/people.mjs';
import { term } from './steps/planning/term.mjs';
import { month } from './steps/people.mjs';
import { setUp } from './steps/start.mjs';

const folder = process.env.MIMAMORI_WALK;
const server = await start(process.env.MIMAMORI, 'serve', folder, process.env.MIMAMORI_WALK_DATABASE);
let browser;
let page;
try {
  browser = await open();
  page = await window(browser);
  await setUp(page, server, month(-14));
  await newSpecialist(page, server);
  for (const person of [ADULT, CHILD]) {
    await newProvider(page, server, person.provider, [person.covered]);
    const client = await newPerson(page, server, person);
    const base = await begin(page, server, client, person, FIRST);
    await p1(page, person, FIRST);
    await p2(page, person, FIRST);
    await p3(page, person, FIRST);
    await certificate(page, person, FIRST);
    await page.goto(`${server.base}${base}`);
    await p4p5(page, person, FIRST);
    await term(page, server, person);
  }
  check(page.faults.length === 0, 'no page has a fault in its scripts or policy', page.faults.join('\n'));
  check(!page.unseen, 'the focus shows wherever Tab stops', [...(page.unseen ?? [])].join('\n'));
} catch (fault) {
  check(false, 'the walk goes on', fault.stack);
  if (page) await page.screenshot({ path: join(folder, 'lost.png'), fullPage: true }).catch(() => undefined);
} finally {
  await browser?.close();
  await server.stop();
}
process.exitCode = failures() === 0 ? 0 : 1;
