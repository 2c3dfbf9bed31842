// From the first call to the delivered plan, a term of reports, a renewal and a change, of an adult and a child, by keyboard alone.
// usage: MIMAMORI=program MIMAMORI_WALK=scratch [MIMAMORI_WALK_DATABASE=postgres://…] node planning.mjs

import { join } from 'node:path';
import { open, window } from './lib/browser.mjs';
import { check, failures } from './lib/checks.mjs';
import { start } from './lib/server.mjs';
import { newSpecialist } from './steps/client.mjs';
import { begin, newPerson, newProvider, p1, p2, untilDelivered } from './steps/planning/case.mjs';
import { changeOfAmount, somethingHappens } from './steps/planning/change.mjs';
import { papers } from './steps/planning/papers.mjs';
import { ADULT, CHANGE, CHILD, FIRST, RENEWAL } from './steps/planning/people.mjs';
import { draftAgain, lookBack } from './steps/planning/renewal.mjs';
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
    const first = await begin(page, server, client, person, FIRST);
    await p1(page, person, FIRST);
    await p2(page, person, FIRST);
    await untilDelivered(page, server, first, person, FIRST);
    await term(page, server, person);
    const second = await begin(page, server, client, person, RENEWAL);
    await lookBack(page, person, RENEWAL);
    await draftAgain(page, person, RENEWAL);
    await untilDelivered(page, server, second, person, RENEWAL);
    const third = await somethingHappens(page, server, client, person, CHANGE);
    await lookBack(page, person, CHANGE);
    await changeOfAmount(page, person, CHANGE);
    await untilDelivered(page, server, third, { ...person, amount: person.more }, CHANGE);
    await papers(page, server, third, folder);
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
