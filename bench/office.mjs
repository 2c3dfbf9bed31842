// Fills an empty installation through its own pages: set-up, clients, certificates, one report. What a person does, faster.

import { appCode } from '../e2e/lib/factor.mjs';
import { day, month } from '../e2e/steps/people.mjs';

/** Sends a form as a browser without JavaScript does; every value of the page that is not given is kept. */
async function send(server, cookie, path, action, fields) {
  const page = await (await fetch(`${server.base}${path}`, { headers: { cookie } })).text();
  const form = new URLSearchParams();
  for (const [, name, value] of page.matchAll(/<input type="hidden" name="(_operation|_version)" value="([^"]*)"/g)) {
    if (!form.has(name)) form.set(name, value);
  }
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const answer = await fetch(`${server.base}${action}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  if (answer.status !== 303) {
    const text = await answer.text();
    throw new Error(`${action}: ${answer.status} ${[...text.matchAll(/field-error[^>]*>([^<]*)/g)].map((one) => one[1]).join(' ')}`);
  }
  return { place: answer.headers.get('location'), cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? cookie };
}

/** Katakana for a number, so that each client is somebody else. */
function kana(number) {
  const letters = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ';
  return [number, Math.floor(number / 7), Math.floor(number / 31)].map((n) => letters[n % letters.length]).join('');
}

/** So many clients, each with a certificate every three months; the address of a finished report. */
export async function fill(server, clients) {
  const code = /コード[:：]\s*(\S+)/.exec(server.output)[1];
  const password = 'あさひの丘に 風車が三つ 2026';
  let { cookie } = await send(server, '', '/setup', '/setup', {
    code, office_name: '相談支援センターあおば', number_plan: '1435000012', number_child: '', area_plan: '2', area_child: '2', grade: '1',
    municipality: 'kawasaki', start_month: month(-1), name: '青葉 管理', login: 'aoba', password, password_again: password,
  });
  // 二段階認証: nothing else is open before it. The answer is a page, with the session in its cookie.
  const place = '/login/second-factor';
  const offer = await (await fetch(`${server.base}${place}`, { headers: { cookie } })).text();
  const secret = /class="secret">([A-Z2-7 ]+)</.exec(offer)[1];
  const enrolled = await fetch(`${server.base}${place}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: `factor_code=${appCode(secret)}`,
  });
  if (enrolled.status !== 200) throw new Error(`${place}: ${enrolled.status}`);
  cookie = enrolled.headers.getSetCookie().map((one) => one.split(';')[0]).find((one) => one.startsWith('mimamori=')) ?? cookie;
  let first;
  for (let n = 0; n < clients; n += 1) {
    const born = `${1940 + (n % 60)}-${String(1 + (n % 12)).padStart(2, '0')}-15`;
    const { place } = await send(server, cookie, '/clients/new', '/clients', {
      name: `試験 ${kana(n)}${n}`, kana: `シケン ${kana(n)}`, birth: born, residence: 'home', care_management: 'yes',
    });
    const client = place.split('?')[0];
    first ??= client;
    await send(server, cookie, `${client}/certificates/new`, `${client}/certificates`, {
      service: 'plan', number: String(n + 1).padStart(10, '0'), municipality: '141305', municipality_name: '川崎市', upper_limit_yen: '0',
      decision: 'renewal', plan_made_on: day(-10, 20), grant_service_0: '居宅介護', grant_amount_0: '月30時間',
      // The months spread over the quarter, as a real caseload does.
      grant_start_0: day(-9 + (n % 3), 1), grant_end_0: day(2 + (n % 3), 0), phase_interval_0: '3', phase_lasts_0: '', months: '',
    });
  }
  return { cookie, report: await report(server, cookie, first) };
}

/** Writes and finishes one report; where its PDF is. */
async function report(server, cookie, client) {
  const page = await (await fetch(`${server.base}${client}`, { headers: { cookie } })).text();
  const round = /\/monitoring\/[0-9a-f-]{36}/.exec(page)?.[0];
  if (!round) throw new Error('the client has no round');
  const rows = { rows: '1', style: 'free', action: 'finish', written_on: day(-1, 14), policy: '自分で決めて暮らす', overall: '安定している',
    need_0: '料理を自分で作りたい', goal_0: '週に2回、夕食を作る', due_0: '半年', provision_0: '計画どおり週2回', satisfaction_0: '満足',
    achievement_0: 'good', issues_0: '火の扱い' };
  await send(server, cookie, `${round}/m2-home-visit`, `${round}/m2-home-visit`, { date: day(-1, 12), place: 'home', lives_there: 'yes',
    interviewed: 'yes', met: '本人', visitor: '青葉 管理', corrects: '' });
  await send(server, cookie, `${round}/m3-record`, `${round}/m3-record`, rows);
  return `${server.base}${round}/report.pdf?layout=national`;
}
