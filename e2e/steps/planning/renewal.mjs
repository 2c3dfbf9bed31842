// 更新 without a change: what the term brought is looked back on, taken over by a click, and the plan becomes a new version.

import { check, same } from '../../lib/checks.mjs';
import { clean } from '../../lib/axe.mjs';
import { open, record } from '../../lib/forms.mjs';
import { press, tabTo, turn } from '../../lib/keyboard.mjs';

/** p1 of a plan that replaces another: what is known stands there already. */
export async function lookBack(page, person, on) {
  await record(page, 'p1-coverage', [['applied_on', on.opened], ['care_insurance', 'no']], '記録する');
  await record(page, 'p1-basic', [['consulted_on', on.opened], ['caller', '本人'], ['consultation', on.kind === 'renewal' ? '更新のための計画を作る。' : '時間を増やしたい。']], '仕上げる');
  await record(page, 'p1-interview', [['date', on.interview], ['minutes', '60'], ['place', 'home'], ['lives_there', 'yes'], ['interviewed', 'yes'], ['met', '本人'],
    ['wishes', person.wish], ['home_situation', 'よく片づいている。']]);
  // A change need not look back: its term has only begun.
  if (on.kind === 'renewal') await review(page, person, on);
  await open(page, 'p1-assessment');
  same(await page.inputValue('[name=skills_wish]'), person.need, 'the assessment begins with the last one');
  await record(page, 'p1-assessment', [['written_on', on.assessed], ['skills_now', '手順の絵を見て一人で作れる。']], '仕上げる');
}

async function review(page, person, on) {
  await open(page, 'p1-review');
  check((await page.textContent('main')).includes('手順の絵を増やす。'), 'the reports of the term are in view');
  await clean(page, 'p1-review');
  await tabTo(page, 'a report of the term', (f) => f.tag === 'button' && f.text.includes('まとめて取り込む'));
  await turn(page, () => page.keyboard.press('Enter'));
  check((await page.textContent('main')).includes('から'), 'what is taken over says where it is from');
  await record(page, 'p1-review', [['written_on', on.reviewed], ['outlook', '一人で買い物にも行きたい。'], ['effect', '夕食を作る日が増え、母が休めるようになった。'],
    ['services_need', 'unchanged'], ['unchanged_reason', 'いまの量で足りている。']], '仕上げる');
}

/** p2: the draft as it was, with why its goal stays; the week and the interval as they were. */
export async function draftAgain(page, person, on) {
  await open(page, 'p2-draft');
  check((await page.inputValue('[name=effect]')).includes('母が休めるようになった'), 'the effect goes on into the draft');
  same(await page.inputValue('[name=need_0]'), person.need, 'and so do the needs');
  await record(page, 'p2-draft', [['written_on', on.draft], ['valid_until', on.end], ['need_kept_0', '回数を増やしている途中のため。']], '仕上げる');
  await record(page, 'p2-week-plan', [['written_on', on.draft], ['starts', on.start.slice(0, 7)]], '仕上げる');
  await record(page, 'p2-interval', [['interval_months', person.interval]], '仕上げる');
  await record(page, 'p2-draft-consent', [['agreed_on', on.draftConsent], ...Object.entries(person.signer), ['handed_on', on.draftConsent]]);
}
