// From an empty database to the first person signed in.

import { check, same } from '../lib/checks.mjs';
import { clean } from '../lib/axe.mjs';
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
  same(new URL(page.url()).pathname, '/', 'the set-up ends on the board');
  await clean(page, 'the empty board');
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
  check(new URL(page.url()).pathname !== '/login', 'the right password opens the house');
}
