// A plan is begun and its draft written, by keyboard: goals, needs, services, the week on its grid, the proposed interval.

import { check, same } from '../lib/checks.mjs';
import { clean } from '../lib/axe.mjs';
import { follow, press, tabTo, turn, type } from '../lib/keyboard.mjs';
import { TODAY } from './people.mjs';

/** From the client's page to a draft that is kept; the address of the case. */
export async function proposal(page, server, client) {
  await page.goto(`${server.base}${client}/planning/new`);
  await type(page, 'opened_on', TODAY);
  await press(page, '計画を始める');
  const base = new URL(page.url()).pathname;
  await draft(page);
  await week(page);
  await interval(page);
  for (const part of ['兼務の中立性', '計画案への同意']) {
    await follow(page, part);
    await clean(page, part);
  }
  return base;
}

async function draft(page) {
  await follow(page, '計画案');
  await clean(page, '計画案');
  await type(page, 'written_on', TODAY);
  await type(page, 'wishes', '花に関わる仕事をして、旅行に行きたい。');
  await tabTo(page, 'the questions', (f) => f.tag === 'summary' && f.text.includes('問いかけ'));
  await page.keyboard.press('Enter');
  await type(page, 'goal_like', '自分で決めて出かけたい');
  check(!(await page.locator('#step_when_0').isVisible()), 'the steps wait until the wish is said to be far');
  await type(page, 'wish_is_far', true);
  check(await page.locator('#step_when_0').isVisible(), 'then by when, who and what are asked');
  await type(page, 'step_when_0', '来年3月');
  await type(page, 'step_who_0', '本人');
  await type(page, 'step_what_0', '園芸の体験に行く');
  await type(page, 'need_0', '家事が負担');
  await press(page, '課題を足す');
  await type(page, 'need_1', '働く場がない');
  await tabTo(page, 'the button 上へ of the second need', (f) => f.tag === 'button' && f.value === 'need_rows:up:1');
  await turn(page, () => page.keyboard.press('Enter'));
  same(await page.inputValue('#need_0'), '働く場がない', 'the second need is the first now');
  await type(page, 'service_kind_0', '居宅介護');
  await type(page, 'service_for_0', '家事');
  await type(page, 'service_price_0', '2,000');
  await type(page, 'service_times_0', '8');
  await press(page, '下書きとして保存');
  check((await page.textContent('main')).includes('16,000円'), 'price times number is the sum');
  await clean(page, '計画案 with rows');
}

async function week(page) {
  await follow(page, '週間計画');
  await clean(page, '週間計画');
  await tabTo(page, 'the grid', (f) => f.tag === 'div' && f.text.length > 0);
  // Monday at nine, two halves down, into the list.
  for (const key of ['ArrowDown', 'Shift+ArrowDown', 'Enter']) await page.keyboard.press(key);
  same(await page.inputValue('#week_from_0'), '9:00', 'what is chosen on the grid stands in the list');
  same(await page.inputValue('#week_to_0'), '10:00', 'with its end');
  check(await page.isChecked('[name=week_monday_0]'), 'and its day');
  await page.keyboard.insertText('居宅介護');
  await press(page, '下書きとして保存');
  check((await page.textContent('main')).includes('サービスごとの合計'), 'the sums stand beside the week');
  check((await page.locator('[data-week-row="0"]').count()) === 1, 'the line is drawn');
  await clean(page, '週間計画 with a line');
}

async function interval(page) {
  await follow(page, 'モニタリング期間の提案');
  await clean(page, 'モニタリング期間の提案');
  await type(page, 'interval_months', '3');
  await press(page, '下書きとして保存');
  check((await page.textContent('main')).includes('標準期間'), 'the standard stands beside the proposal');
}
