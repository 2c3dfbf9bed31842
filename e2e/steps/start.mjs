// From an empty database to the first person signed in.

import { check, same } from '../lib/checks.mjs';
import { clean } from '../lib/axe.mjs';
import { appCode } from '../lib/factor.mjs';
import { press, type } from '../lib/keyboard.mjs';
import { OFFICE, PERSON, month } from './people.mjs';

/** 初回設定: the code from the console, the office, the first 管理者; the office works with mimamori from this month on. */
export async function setUp(page, server, from = month(-1)) {
  const code = /コード[:：]\s*(\S+)/.exec(server.output)?.[1] ?? '';
  check(code !== '', 'the first start prints a set-up code', server.output);
  await page.goto(`${server.base}/clients`);
  same(new URL(page.url()).pathname, '/setup', 'an empty installation leads to the set-up');
  await clean(page, 'the set-up');
  await type(page, 'code', 'WRNG-CODE-WRNG-CODE');
  for (const [name, value] of Object.entries(OFFICE)) await type(page, name, value);
  await type(page, 'start_month', from);
  for (const name of ['name', 'login', 'password']) await type(page, name, PERSON[name]);
  await type(page, 'password_again', PERSON.password);
  await press(page, '登録');
  check((await page.locator('.problems').count()) === 1, 'a wrong code is refused with a message');
  same(await page.inputValue('[name="office_name"]'), OFFICE.office_name, 'what was typed is kept');
  await clean(page, 'the set-up with a mistake');
  await type(page, 'code', code);
  await type(page, 'password', PERSON.password);
  await type(page, 'password_again', PERSON.password);
  await press(page, '登録');
  await enrol(page, server);
  same(new URL(page.url()).pathname, '/', 'the set-up ends on the board');
  await clean(page, 'the empty board');
}

/** 二段階認証の設定: nothing else is open before it. The printed codes are kept for the sign-ins of the walk. */
async function enrol(page, server) {
  same(new URL(page.url()).pathname, '/login/second-factor', 'the set-up leads on to the second factor');
  await page.goto(`${server.base}/clients`);
  same(new URL(page.url()).pathname, '/login/second-factor', 'and nothing else is open');
  await clean(page, 'the second factor');
  const secret = await page.locator('.secret').textContent();
  await type(page, 'factor_code', '000000');
  await press(page, '設定する');
  check((await page.locator('.problems').count()) === 1, 'a wrong code is refused with a message');
  await type(page, 'factor_code', appCode(secret));
  await press(page, '設定する');
  server.printed = await page.locator('.recovery-codes code').allTextContents();
  same(server.printed.length, 10, 'there are ten printed codes');
  server.secret = secret;
  await clean(page, 'the printed codes');
  await page.goto(`${server.base}/`);
}

/** Out and in again. */
export async function signIn(page, server) {
  await page.context().clearCookies();
  await page.goto(`${server.base}/clients`);
  same(new URL(page.url()).pathname, '/login', 'without a session every page leads to the login');
  await clean(page, 'the login');
  await type(page, 'login', PERSON.login);
  await type(page, 'password', 'chigau-pasuwaado');
  await press(page, 'ログイン');
  check((await page.locator('.problems').count()) === 1, 'a wrong password is refused');
  await clean(page, 'the login with a mistake');
  await type(page, 'login', PERSON.login);
  await type(page, 'password', PERSON.password);
  await press(page, 'ログイン');
  same(new URL(page.url()).pathname, '/login/code', 'the right password leads to the second factor');
  await clean(page, 'the second step of the login');
  await type(page, 'factor_code', appCode(server.secret, 1));
  await press(page, 'ログイン');
  same(new URL(page.url()).pathname, '/clients', 'the second factor opens the house where one was');
}
