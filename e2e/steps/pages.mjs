// Every other page: on a wide and on a narrow window, and without JavaScript.

import { check, same } from '../lib/checks.mjs';
import { clean } from '../lib/axe.mjs';
import { CLIENT, PERSON, day, month } from './people.mjs';

/** Pages that no step of the month leads through. */
const OTHERS = ['/billing', '/protection', '/protection?abuser=employer', '/records', '/settings', '/settings/office', '/settings/users', '/settings/users/new',
  '/settings/municipalities', '/settings/municipalities/default', '/settings/outbox', '/settings/password', '/settings/idle-time', '/settings/second-factor', '/proof', '/rules', '/rules/cases/schedule/count-back',
  '/providers', '/providers/new', '/drafts'];

/** axe on the pages the month did not lead through, and on the error page. */
export async function others(page, server) {
  for (const path of OTHERS) {
    const answer = await page.goto(`${server.base}${path}`);
    same(answer.status(), 200, `${path} opens`);
    await clean(page, path);
  }
  const answer = await page.goto(`${server.base}/nowhere`);
  same(answer.status(), 404, 'an unknown address is told so');
  await clean(page, 'the error page');
}

/** The addresses of the client, the certificate and the round, found by following links. */
export async function found(page, server) {
  await page.goto(`${server.base}/clients`);
  const client = await page.locator('a[href^="/clients/"]', { hasText: CLIENT.name }).first().getAttribute('href');
  await page.goto(`${server.base}${client}`);
  const certificate = await page.locator('a[href^="/certificates/"]').first().getAttribute('href');
  return { client, certificate, round: await roundOf(page, server, month(2)) };
}

/** The address of the first round of a month: the board's links are short ones, which lead there. */
async function roundOf(page, server, of) {
  await page.goto(`${server.base}/?month=${of}`);
  const short = await page.locator('main a[href^="/r/"]').first().getAttribute('href');
  await page.goto(`${server.base}${short}`);
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
}

/** On a phone: nothing to scroll sideways, what is pressed is large enough, axe finds nothing. */
export async function onPhone(page, server, { client, certificate, round, plan }) {
  await page.setViewportSize({ width: 390, height: 844 });
  const about = ['', '/family', '/grounds', '/disability'].map((kind) => `${client}/about${kind}`);
  const paths = ['/', '/clients', client, ...about, `${client}/edit`, `${client}/used-amounts`, `${client}/life-events`, certificate, round, `${round}/m1-service-check`, `${round}/m2-home-visit`,
    `${round}/m3-record`, `${certificate}/attachments`, '/planning', plan, `${plan}/p2-draft`, `${plan}/p2-week-plan`, `${plan}/p2-interval`,
    `${plan}/p2-ward-consultation`, `${plan}/p2-neutrality`, `${plan}/p2-draft-consent`, `${plan}/p3-hand-in`, `${plan}/p3-decision`,
    `${plan}/p3-coordination`, `${plan}/p4-invitation`, `${plan}/p4-conference`, `${plan}/p5-plan`, `${plan}/p5-consent`,
    `${plan}/p5-delivery`, `${plan}/p5-provider-plan`, `/billing/${month(-1)}`, ...OTHERS];
  for (const path of paths) {
    await page.goto(`${server.base}${path}`);
    const place = path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    check(wide <= 0, `on a phone ${place} fits`, `${wide} px too wide`);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('main button, main .button, main input:not([type=hidden]):not([type=radio]):not([type=checkbox]), main select')]
        .filter((one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !one.closest('.hidden') && !one.matches('.hidden'))
        .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 90)])
        .filter(([box]) => box.height > 0 && box.height < 43.5)
        .map(([box, html]) => `${box.height} px: ${html}`));
    check(small.length === 0, `on a phone everything to press on ${place} is 44 px high`, small.slice(0, 5).join('\n'));
    await clean(page, `${place} on a phone`);
  }
}

/** Without JavaScript: sign in, search, preview, record, all by plain forms. */
export async function withoutScripts(page, server) {
  await page.goto(`${server.base}/login`);
  await page.fill('[name="login"]', PERSON.login);
  await page.fill('[name="password"]', PERSON.password);
  await page.click('main button[type="submit"]');
  await page.fill('[name="factor_code"]', server.printed.pop());
  await page.click('main button[type="submit"]');
  check(new URL(page.url()).pathname === '/', 'one signs in without JavaScript');
  await page.goto(`${server.base}/clients`);
  await page.fill('main [name="q"]', 'みどりの');
  await page.press('main [name="q"]', 'Enter');
  check((await page.textContent('main')).includes(CLIENT.name), 'a search by kana finds the client without JavaScript');
  const { certificate, round } = await found(page, server);
  await page.goto(`${server.base}${certificate}`);
  await page.fill('[name="phase_interval_0"]', '6');
  await page.click('button:has-text("確かめる")');
  const words = await page.locator('#preview .strip-month .hidden').allTextContents();
  same(words.filter((word) => !word.endsWith('なし')).length, 2, 'the months are previewed without JavaScript');
  await page.goto(`${server.base}${round}/m1-service-check`);
  await page.click('main button:has-text("記録する")');
  check((await page.locator('.problems').count()) === 1, 'an empty form is refused without JavaScript');
  await page.fill('[name="date_0"]', day(0, 1));
  await page.selectOption('[name="means_0"]', 'phone');
  await page.fill('[name="finding_0"]', '変わりなし。');
  await page.click('main button:has-text("記録する")');
  await page.goto(`${server.base}${round}/m1-service-check`);
  check((await page.textContent('main')).includes('変わりなし。'), 'a step is recorded without JavaScript');
}
