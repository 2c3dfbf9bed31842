// 変更 in a month in which no monitoring is due: something happened, the ward is asked before the draft, plan and week plan change together.

import { check, same } from '../../lib/checks.mjs';
import { clean } from '../../lib/axe.mjs';
import { fill, open, record } from '../../lib/forms.mjs';
import { follow, press } from '../../lib/keyboard.mjs';

/** 生活の変化: it is recorded, and the three questions are answered. The address of the case that it begins. */
export async function somethingHappens(page, server, client, person, on) {
  await page.goto(`${server.base}${client}`);
  await follow(page, '生活の変化');
  await clean(page, 'life events');
  await fill(page, [['event_kind', '家族の介護状況の変化'], ['event_on', on.opened], ['event_note', '母が腰を痛めた。'], ['event_told_by', '母']]);
  await press(page, '記録する');
  check((await page.textContent('main')).includes('母が腰を痛めた。'), 'the event stands on the page');
  await clean(page, 'an event with its questions');
  await press(page, '答えを記録して、変更の計画を始める');
  await fill(page, [['opened_on', on.opened], ['service', person.service], ['kind', 'change'], ['municipality', '川崎市']]);
  await press(page, '計画を始める');
  return new URL(page.url()).pathname;
}

/** p2 of a change: the ward first; the week plan is asked for when the services changed. */
export async function changeOfAmount(page, person, on) {
  await record(page, 'p2-ward-consultation', [['options', '家事の時間を増やす。'], ['consulted_on', on.consulted], ['to', 'あおば区役所 障害者支援係'], ['channel', 'phone'],
    ['asked', `${person.more}にしたい。`], ['answer', '計画案を出してください。'], ['plan_day', on.consent]]);
  await record(page, 'p2-draft', [['written_on', on.draft], ['valid_until', on.end], ['service_often_0', '週3回'], ['service_amount_0', person.more]], '仕上げる');
  await record(page, 'p2-week-plan', [['written_on', on.draft], ['starts', on.start.slice(0, 7)]], '仕上げる');
  const asks = async () => {
    await open(page, 'p2-week-plan');
    return page.locator('.since-last .notice-warn').count();
  };
  check((await asks()) > 0, 'services that changed ask for the week plan to change, too');
  await record(page, 'p2-week-plan', [['week_wednesday_0', true]], '仕上げる');
  same(await asks(), 0, 'with the week changed nothing more is asked');
  await record(page, 'p2-interval', [['interval_months', person.interval], ['marked_change', 'no']], '仕上げる');
  await record(page, 'p2-draft-consent', [['agreed_on', on.draftConsent], ...Object.entries(person.signer), ['handed_on', on.draftConsent]]);
}
