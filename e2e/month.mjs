// How much is typed and clicked for one client's month: two providers, three goals known from the last report, consent by post, in the demo.
// Values that stand there beforehand do not count, those that are typed, chosen or changed do.
// usage: MIMAMORI=program MIMAMORI_WALK=scratch node month.mjs

import { join } from 'node:path';
import { open, window } from './lib/browser.mjs';
import { check, failures, same } from './lib/checks.mjs';
import { signInToDemo } from './lib/demo.mjs';
import { start } from './lib/server.mjs';

const VALUES = 15;
const DATES = 2;
const CLICKS = 10;

const folder = process.env.MIMAMORI_WALK;
const server = await start(process.env.MIMAMORI, 'demo', folder);
let browser;
let page;
const count = { values: 0, dates: 0, clicks: 0 };

/** A round in which nothing was done yet, of a client with two providers and a report before. */
async function fresh() {
  const links = await page.$$eval('a[href^="/r/"]', (all) => all.map((one) => one.getAttribute('href')));
  for (const href of new Set(links.filter((one) => one.split('/').length === 3))) {
    await page.goto(server.base + href);
    const base = page.url().replace(/\/m\d-.*$/, '');
    await page.goto(`${base}/m1-service-check`);
    // Two providers and the line for another one.
    if ((await page.locator('textarea[id^="finding_"]').count()) !== 3) continue;
    await page.goto(`${base}/m2-home-visit`);
    if (!(await page.locator('#date').isVisible())) continue;
    await page.goto(`${base}/m3-record`);
    if ((await page.locator('button[value="copy"]').count()) === 1) return base;
  }
  throw new Error('the demo has no such round');
}

async function type(name, value) {
  await page.fill(`[name="${name}"]`, value);
  count.values += 1;
}

async function typeDay(name, value) {
  await type(name, value);
  count.dates += 1;
}

async function choose(name, value) {
  await page.check(`[name="${name}"][value="${value}"]`);
  count.values += 1;
}

/** A click that leads on; where it leads to. */
async function press(selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
  count.clicks += 1;
  check((await page.locator('.problems').count()) === 0, `${selector} is taken`, page.url());
  return new URL(page.url()).pathname.split('/').pop();
}

const RECORD = 'main button:has-text("記録する")';
try {
  browser = await open();
  page = await window(browser);
  await signInToDemo(page, server);
  const base = await fresh();
  await page.goto(`${base}/m1-service-check`);
  await type('finding_0', '計画どおり週2回。調理を一緒にする日が増えた。');
  await type('finding_1', '休まず通っている。');
  same(await press(RECORD), 'm2-home-visit', 'one save records all lines, and the visit is next');
  await typeDay('date', '今日');
  await type('start', '14:00');
  await type('end', '14:45');
  await type('wishes', 'ひとりで買い物に行けるようになりたい。');
  await type('home_situation', '母の腰の具合がよくなった。');
  same(await press(RECORD), 'm3-record', 'the report is next');
  await press('button[value="copy"]');
  await press('button[value="take-all"]');
  await press('button[value="all-yes"]');
  const rows = await page.locator('fieldset.report-row').count();
  check(rows >= 3, 'there are three goals', String(rows));
  for (let row = 0; row < rows; row += 1) await choose(`achievement_${row}`, 'good');
  same(await press('button[value="finish"]'), 'm4-consent', 'the report is finished without a word typed twice');
  await choose('method', 'post');
  await press(RECORD);
  await page.goto(`${base}/m4-consent`);
  count.clicks += 1;
  await typeDay('agreed_on', '今日');
  same(await press(RECORD), 'm5-submission', 'the answer is there');
  same(await press(RECORD), 'm6-claim', 'the copy is handed in');
  for (const [what, most] of [['values', VALUES], ['dates', DATES], ['clicks', CLICKS]]) {
    check(count[what] <= most, `a month takes at most ${most} ${what}`, String(count[what]));
  }
  console.log(`# ${count.values} values, ${count.dates} of them dates, ${count.clicks} clicks, ${rows} goals`);
  check(page.faults.length === 0, 'no page has a fault in its scripts or policy', page.faults.join('\n'));
} catch (fault) {
  check(false, 'the month goes on', fault.stack);
  if (page) await page.screenshot({ path: join(folder, 'lost.png'), fullPage: true }).catch(() => undefined);
} finally {
  await browser?.close();
  await server.stop();
}
process.exitCode = failures() === 0 ? 0 : 1;
