// A term of reports: in each of its months the six steps, the rows of the report coming from the plan that was agreed to.

import { check, same } from '../../lib/checks.mjs';
import { clean } from '../../lib/axe.mjs';
import { follow } from '../../lib/keyboard.mjs';
import { record } from '../../lib/forms.mjs';
import { SPECIALIST, day, month } from '../people.mjs';

/** The reports of the term. */
export async function term(page, server, person) {
  for (const offset of person.reports) {
    await page.goto(`${server.base}/?month=${month(offset)}`);
    await follow(page, person.client.name);
    check((await page.locator('nav.steps li').count()) === 6, `there is a round of ${person.client.name} in ${month(offset)}`);
    await report(page, person, offset);
  }
}

async function report(page, person, offset) {
  const on = (number) => day(offset, number);
  await record(page, 'm1-service-check', [['date_0', on(5)], ['means_0', 'phone'], ['finding_0', '予定どおり。']]);
  await record(page, 'm2-home-visit', [['date', on(12)], ['start', '14:00'], ['end', '14:45'], ['place', 'home'], ['interviewed', 'yes'], ['met', '本人、母'], ['visitor', SPECIALIST.name],
    ['wishes', person.wish], ['home_situation', 'よく片づいている。']]);
  await follow(page, '(3) 記録');
  same(await page.inputValue('[name=need_0]'), person.need, 'the need of the plan stands in the report');
  same(await page.inputValue('[name=goal_0]'), person.goal, 'and its goal');
  await clean(page, 'a report whose rows come from the plan');
  await record(page, 'm3-record', [['written_on', on(14)], ['overall', '生活は安定している。'], ['provision_0', '計画どおり行っている。'], ['satisfaction_0', '満足している。'],
    ['achievement_0', offset === -1 ? 'good' : 'partly'], ['issues_0', '手順の絵を増やす。']], '仕上げる');
  await record(page, 'm4-consent', [['method', 'paper'], ['agreed_on', on(16)], ...Object.entries(person.signer)]);
  await record(page, 'm5-submission', [['date', on(18)], ['to', 'あおば区役所 障害者支援係'], ['means', 'counter']]);
}
