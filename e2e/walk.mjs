// One month for real, by keyboard alone: from an empty installation to the claim file and the PDF, axe on every page.
// usage: MIMAMORI=program MIMAMORI_WALK=scratch [MIMAMORI_WALK_DATABASE=postgres://…] node walk.mjs

import { join } from 'node:path';
import { open, window } from './lib/browser.mjs';
import { check, failures } from './lib/checks.mjs';
import { start } from './lib/server.mjs';
import { claimFile, closeMonth } from './steps/billing.mjs';
import { newCertificate, newClient, newSpecialist } from './steps/client.mjs';
import { found, onPhone, others, withoutScripts } from './steps/pages.mjs';
import { passkeys } from './steps/passkeys.mjs';
import { proposal } from './steps/proposal.mjs';
import { openRound, report, untilHandIn, untilReport } from './steps/round.mjs';
import { setUp, signIn } from './steps/start.mjs';
import { still } from './steps/still.mjs';

const folder = process.env.MIMAMORI_WALK;
const server = await start(process.env.MIMAMORI, 'serve', folder, process.env.MIMAMORI_WALK_DATABASE);
let browser;
let page;
try {
  browser = await open();
  page = await window(browser);
  await setUp(page, server);
  await signIn(page, server);
  await newSpecialist(page, server);
  await newClient(page, server);
  await newCertificate(page);
  await openRound(page, server);
  await untilReport(page);
  await report(page, folder);
  await untilHandIn(page);
  await closeMonth(page);
  await claimFile(page, folder);
  const places = await found(page, server);
  const plan = await proposal(page, server, places.client);
  await others(page, server);
  await still(browser, page, server, places);
  await onPhone(page, server, { ...places, plan });
  const keys = await window(browser);
  await passkeys(keys, server);
  const plain = await window(browser, { javaScriptEnabled: false });
  await withoutScripts(plain, server);
  const faults = [...page.faults, ...keys.faults];
  check(faults.length === 0, 'no page has a fault in its scripts or policy', faults.join('\n'));
  check(!page.unseen, 'the focus shows wherever Tab stops', [...(page.unseen ?? [])].join('\n'));
} catch (fault) {
  check(false, 'the walk goes on', fault.stack);
  if (page) await page.screenshot({ path: join(folder, 'lost.png'), fullPage: true }).catch(() => undefined);
} finally {
  await browser?.close();
  await server.stop();
}
process.exitCode = failures() === 0 ? 0 : 1;
