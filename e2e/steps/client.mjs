// A new client and the 受給者証, with the months it schedules.

import { check, same } from '../lib/checks.mjs';
import { clean } from '../lib/axe.mjs';
import { follow, press, type } from '../lib/keyboard.mjs';
import { CLIENT, CERTIFICATE, PLANNED, SPECIALIST, wareki } from './people.mjs';

/** 相談支援専門員: somebody has to visit. */
export async function newSpecialist(page, server) {
  await page.goto(`${server.base}/settings/specialists`);
  await clean(page, 'the list of specialists');
  await follow(page, '/settings/specialists/new');
  await clean(page, 'a new specialist');
  await type(page, 'name', SPECIALIST.name);
  await type(page, 'kana', SPECIALIST.kana);
  await press(page, '保存する');
  check((await page.content()).includes(SPECIALIST.name), 'the specialist stands in the list');
}

/** 利用者: a mistake first, then as it should be. */
export async function newClient(page, server) {
  await page.goto(`${server.base}/clients`);
  await clean(page, 'the empty list of clients');
  await follow(page, '/clients/new');
  await clean(page, 'a new client');
  await type(page, 'name', CLIENT.name);
  await type(page, 'kana', CLIENT.kana);
  await type(page, 'birth', 'S60.13.1');
  await press(page, '登録する');
  check((await page.locator('#birth[aria-invalid="true"]').count()) === 1, 'an impossible date is told at its field');
  same(await page.inputValue('#name'), CLIENT.name, 'the name is kept');
  await clean(page, 'a new client with a mistake');
  await type(page, 'birth', CLIENT.birth);
  await type(page, 'phone', CLIENT.phone);
  await type(page, 'address', CLIENT.address);
  await type(page, 'residence', 'home');
  await type(page, 'specialist', SPECIALIST.name);
  await press(page, '登録する');
  check((await page.textContent('h1')).includes(CLIENT.name), 'the client has a page');
  await clean(page, 'the page of a client without certificate');
}

/** The months of the strip that are months of monitoring, as 令和…. */
async function marked(page) {
  const words = await page.locator('#preview .strip-month .hidden').allTextContents();
  return words.filter((word) => !word.endsWith('なし')).map((word) => word.split(' ')[0]);
}

/** A question that decides: the standard follows the answer at once, and the focus stays where it is. */
async function answerAQuestion(page) {
  const standard = (word) => page.waitForFunction((text) => document.querySelector('#preview dd')?.textContent.includes(text), word);
  await type(page, 'intensive', true);
  await standard('毎月');
  const focus = await page.evaluate(() => document.activeElement.name);
  same(focus, 'intensive', 'the focus stays on the question that was answered');
  await page.keyboard.press('Space');
  await standard('3か月ごと');
  check(!(await page.locator('#questions input[type="checkbox"]').first().isChecked()), 'the answer is taken back');
}

/** 受給者証: the months are shown before anything is saved. */
export async function newCertificate(page) {
  await follow(page, '受給者証を登録する');
  await clean(page, 'a new certificate');
  for (const [name, value] of CERTIFICATE) await type(page, name, value);
  const wanted = PLANNED.map(wareki).join(' ');
  await page.waitForFunction((last) => document.querySelector('#preview')?.textContent.includes(last), wareki(PLANNED.at(-1))).catch(() => undefined);
  same((await marked(page)).join(' '), wanted, 'while one types, the months are counted back from the end month');
  await answerAQuestion(page);
  await press(page, '確かめる');
  same((await marked(page)).join(' '), wanted, 'asked without saving, the months are the same');
  await clean(page, 'the certificate with its months');
  await press(page, '登録する');
  check((await page.textContent('main')).includes('居宅介護'), 'the certificate stands on the page of the client');
  await clean(page, 'the page of a client');
}
