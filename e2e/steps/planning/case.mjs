// A plan from the first call to the day it is delivered, each part by keyboard, in the order of the handbook.

import { check, same } from '../../lib/checks.mjs';
import { clean } from '../../lib/axe.mjs';
import { fill, open, record } from '../../lib/forms.mjs';
import { follow, press, type } from '../../lib/keyboard.mjs';
import { SPECIALIST } from '../people.mjs';

/** The providers stand in the register before anything names them. */
export async function newProvider(page, server, provider, services) {
  await page.goto(`${server.base}/providers/new`);
  await fill(page, [['name', provider.name], ['kana', provider.kana], ['services', services], ['phone', provider.phone], ['mail', provider.mail],
    ['person', provider.person], ['from', provider.from]]);
  await press(page, '登録する');
  check((await page.textContent('main')).includes(provider.name), `${provider.name} stands in the register`);
}

/** A new client, without a certificate; the address of the page. */
export async function newPerson(page, server, person) {
  await page.goto(`${server.base}/clients/new`);
  await fill(page, [...Object.entries(person.client), ['specialist', SPECIALIST.name]]);
  await press(page, '登録する');
  check((await page.textContent('h1')).includes(person.client.name), `${person.client.name} has a page`);
  return new URL(page.url()).pathname;
}

/** The first call, and the day on which the plan is begun; the address of the case. */
export async function begin(page, server, client, person, on) {
  await page.goto(`${server.base}${client}`);
  await follow(page, '相談の記録');
  await clean(page, '相談の記録');
  await fill(page, [['date', on.call], ['minutes', '20'], ['channel', 'phone'], ['who', '母'], ['relation', '母'], ['content', '計画を作ってほしいと電話があった。']]);
  await press(page, '記録する');
  await page.goto(`${server.base}${client}/planning/new`);
  await clean(page, '計画を始める');
  await fill(page, [['opened_on', on.opened], ['service', person.service], ['kind', on.kind], ['municipality', '川崎市']]);
  await press(page, '計画を始める');
  return new URL(page.url()).pathname;
}

/** p1: who is covered, what is known, the visit, the assessment. */
export async function p1(page, person, on) {
  await record(page, 'p1-coverage', [['applied_on', on.opened], ['services', [person.covered]], ['care_insurance', 'no']], '記録する');
  await record(page, 'p1-basic', [['consulted_on', on.call], ['caller', '母'], ['consultation', '計画を作ってほしい。'], ['overview', '母と二人で暮らしている。'],
    ['member_kin_0', '母'], ['member_name_0', '緑野 花'], ['member_age_0', '68'], ['member_together_0', true], ['member_carer_0', true],
    ['tie_kind_0', '医療'], ['tie_name_0', 'みどり診療所'], ['tie_role_0', '月1回の通院']], '仕上げる');
  await record(page, 'p1-interview', [['date', on.interview], ['minutes', '60'], ['place', 'home'], ['lives_there', 'yes'], ['interviewed', 'yes'], ['met', '本人、母'],
    ['wishes', person.wish], ['home_situation', '片づいている。']]);
  await record(page, 'p1-assessment', [['written_on', on.assessed], ['life_history', '市内で育つ。'], ['situation', '日中は家で過ごす。'], ['wishes', person.wish],
    ['skills_now', '包丁が使える。'], ['skills_wish', person.need], ['skills_need', 'needed'], ['skills_noticed', '手順の絵があると進む。'],
    ['own_kind_0', '強み・得意なこと'], ['own_words_0', '花の名前をたくさん知っている']], '仕上げる');
}

/** p2: the draft with a row, the week on its list, the interval, and the consent to the draft. */
export async function p2(page, person, on) {
  await record(page, 'p2-draft', [['written_on', on.draft], ['valid_until', on.end], ['wishes', person.wish], ['policy', '自分のことは自分で決めて暮らす。'],
    ['long_goal', person.wish], ['long_goal_term', '1年'], ['short_goal', person.goal], ['short_goal_term', '6か月'],
    ['need_0', person.need], ['need_goal_0', person.goal], ['need_due_0', '6か月'], ['need_item_0', '回数'], ['need_part_0', 'できることを自分でする'], ['need_review_0', `${person.interval}か月ごと`],
    ['service_kind_0', person.covered], ['service_for_0', person.need], ['service_content_0', person.content], ['service_often_0', '週2回'], ['service_amount_0', person.amount],
    ['service_provider_0', person.provider.name], ['service_person_0', person.provider.person]], '仕上げる');
  await record(page, 'p2-week-plan', [['week_what_0', person.covered], ['week_who_0', person.provider.name], ['week_tuesday_0', true], ['week_friday_0', true], ['week_from_0', '16:00'], ['week_to_0', '18:00'],
    ['daily_life', '日中は家で過ごす。'], ['whole_life', '外に出る日ができる。'], ['written_on', on.draft], ['starts', on.start.slice(0, 7)]], '仕上げる');
  await record(page, 'p2-interval', [['interval_months', person.interval], ['use_from', on.start]], '仕上げる');
  await record(page, 'p2-draft-consent', [['agreed_on', on.draftConsent], ...Object.entries(person.signer), ['handed_on', on.draftConsent]]);
}

/** p3: handed in, decided, agreed upon with the provider. */
async function p3(page, person, on) {
  await record(page, 'p3-hand-in', [['handed_on', on.handIn], ['papers', ['draft', 'application', 'notice']], ['to', 'あおば区役所 障害者支援係'], ['by', 'client'], ['means', 'counter']]);
  await record(page, 'p3-decision', [['outcome', 'granted'], ['decided_on', on.decided], ['notified_on', on.notified], ['decided_service_0', person.covered], ['decided_amount_0', person.amount],
    ['interval_months', person.interval]]);
  await record(page, 'p3-coordination', [['date', on.coordinated], ['provider', person.provider.name], ['person', person.provider.person], ['channel', 'phone'], ['content', '始める日を決めた。'], ['result', '月のはじめから週2回。']]);
}

/** 受給者証: the decision leads to it and most of it stands there already. */
async function certificate(page, person, on) {
  await open(page, 'p3-decision');
  await follow(page, '受給者証を登録する');
  await clean(page, 'a certificate from the decision');
  same(await page.inputValue('[name=grant_service_0]'), person.covered, 'the service stands in the certificate');
  same(await page.inputValue('[name=grant_amount_0]'), person.amount, 'and its amount');
  await fill(page, [['number', person.certificate], ['upper_limit_yen', '0'], ['grant_start_0', on.start], ['grant_end_0', on.end]]);
  await press(page, '登録する');
  const problems = await page.locator('main .problems').allInnerTexts();
  check(problems.length === 0, 'the certificate is kept', problems.join('\n'));
}

/** p3 to p5, with the certificate between them. */
export async function untilDelivered(page, server, base, person, on) {
  await p3(page, person, on);
  await certificate(page, person, on);
  await page.goto(`${server.base}${base}`);
  await p4p5(page, person, on);
}

/** p4 and p5: the meeting, the plan and everything that follows it. */
async function p4p5(page, person, on) {
  await record(page, 'p4-conference', [['written_on', on.conference], ['held_on', on.conference], ['begins', '10:00'], ['ends', '11:00'], ['place', '自宅'], ['person_came', 'yes'], ['family_came', 'yes'], ['family_who', '母'],
    ['may_share', 'yes'], ['attendee_attendance_0', '出席'], ['attendee_affiliation_1', person.provider.name], ['attendee_name_1', person.provider.person], ['attendee_attendance_1', '出席'],
    ['agenda', '始める日'], ['discussion', 'できることを一緒に増やす。'], ['conclusion', '計画のとおり始める。']], '仕上げる');
  await record(page, 'p5-plan', [['written_on', on.consent]], '仕上げる');
  await agree(page, person, on);
  await open(page, 'p5-delivery');
  const to = await page.locator('[name=to]').evaluateAll((boxes) => boxes.map((box) => box.value));
  await record(page, 'p5-delivery', [['to', to], ['delivered_on', on.delivered], ['means', 'hand'], ['by', '若松 空']]);
  await record(page, 'p5-provider-plan', [['provider', person.provider.name], ['asked_on', on.delivered], ['received_on', on.delivered], ['fits', 'fits']]);
}

/** The consent: a fee that its day loses is told first and read by whoever records it. */
async function agree(page, person, on) {
  await open(page, 'p5-consent');
  await clean(page, 'p5-consent');
  await fill(page, [['agreed_on', on.consent], ...Object.entries(person.signer), ['certificate', person.certificate]]);
  await press(page, '記録する');
  for (const [name, value] of [['one_flow_with', 'none'], ['accepts_loss', true]]) {
    if ((await page.locator(`main form [name=${name}]`).count()) > 0) {
      await fill(page, [[name, value]]);
      await press(page, '記録する');
    }
  }
  const problems = await page.locator('main .problems').allInnerTexts();
  check(problems.length === 0, 'p5-consent is recorded', problems.join('\n'));
}
