// The six steps of one month, each by keyboard, as the handbook orders them.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, same } from '../lib/checks.mjs';
import { clean } from '../lib/axe.mjs';
import { follow, press, tabTo, type } from '../lib/keyboard.mjs';
import { CLIENT, SPECIALIST, day, month } from './people.mjs';

/** 今月の仕事: the round of last month is there, late or not. */
export async function openRound(page, server) {
  await page.goto(`${server.base}/?month=${month(-1)}`);
  check((await page.textContent('main')).includes(CLIENT.name), 'the board shows the client in the month of the certificate');
  await clean(page, 'the board');
  await follow(page, CLIENT.name);
  check((await page.locator('nav.steps li').count()) === 6, 'the round has six steps');
  await clean(page, 'the round');
}

/** (1) to (3): check, visit, report. */
export async function untilReport(page) {
  await follow(page, '(1) サービス提供状況の確認');
  await clean(page, 'step (1)');
  await type(page, 'date_0', day(-1, 5));
  await type(page, 'means_0', 'phone');
  await type(page, 'provider_0', 'ヘルパーステーションこもれび');
  await type(page, 'finding_0', '予定どおり週2回。調理を一緒にする日が増えた。');
  await press(page, '記録する');
  await follow(page, '(2) 自宅訪問');
  await clean(page, 'step (2)');
  await type(page, 'date', day(-1, 12));
  await type(page, 'start', '14:00');
  await type(page, 'end', '14:45');
  await type(page, 'place', 'home');
  await type(page, 'interviewed', 'yes');
  await type(page, 'met', '本人');
  await type(page, 'visitor', SPECIALIST.name);
  await type(page, 'wishes', 'ひとりで買い物に行けるようになりたい。');
  await type(page, 'home_situation', '母の腰の具合がよくなった。');
  await press(page, '記録する');
  await follow(page, '(3) 記録');
  await clean(page, 'step (3)');
  await type(page, 'written_on', day(-1, 14));
  await type(page, 'policy', '住みなれた家で、自分のことは自分で決めて暮らす。');
  await type(page, 'overall', '生活は安定している。');
  await type(page, 'need_0', '料理を自分で作りたい');
  await type(page, 'goal_0', '週に2回、夕食を作る');
  await type(page, 'due_0', '半年');
  await type(page, 'provision_0', '計画どおり週2回、調理を一緒に行っている。');
  await type(page, 'satisfaction_0', '「カレーが作れるようになった」と満足している。');
  await type(page, 'achievement_0', 'good');
  await type(page, 'issues_0', '火の扱いに慣れるまで見守りが要る。');
  await press(page, '仕上げる');
}

/** The report as PDF, its link reached by keyboard; what is printed is what was typed (様式3-1 has no column for ニーズ). */
export async function report(page, folder) {
  await follow(page, '(3) 記録');
  for (const layout of ['national', 'seed']) {
    const link = await tabTo(page, `PDF ${layout}`, (f) => f.tag === 'a' && f.href.includes(`layout=${layout}`));
    const answer = await page.request.get(new URL(link.href, page.url()).href);
    const file = join(folder, `report-${layout}.pdf`);
    writeFileSync(file, await answer.body());
    const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '');
    for (const words of [CLIENT.name, '火の扱いに慣れるまで見守りが要る。', ...(layout === 'seed' ? ['料理を自分で作りたい'] : [])]) {
      check(text.includes(words.replaceAll(/\s/g, '')), `the PDF (${layout}) says ${words}`, text.slice(0, 600));
    }
    execFileSync('qpdf', ['--check', file], { stdio: 'pipe' });
    check(true, `the PDF (${layout}) is sound`);
  }
}

/** (4) by post: sent, waited for, agreed; (5) handed in. */
export async function untilHandIn(page) {
  await follow(page, '(4) 同意');
  await clean(page, 'step (4)');
  await type(page, 'method', 'post');
  await type(page, 'sent_on', day(-1, 15));
  await type(page, 'relation', 'client');
  await press(page, '記録する');
  await follow(page, '(4) 同意');
  check((await page.textContent('main')).includes('待ち'), 'a report sent by post waits for its answer');
  await type(page, 'method', 'post');
  await type(page, 'sent_on', day(-1, 15));
  await type(page, 'agreed_on', day(-1, 20));
  await type(page, 'signer', CLIENT.name);
  await type(page, 'relation', 'client');
  await press(page, '記録する');
  await follow(page, '(5) 写しの提出');
  await clean(page, 'step (5)');
  await type(page, 'date', day(-1, 22));
  await type(page, 'to', 'あおば区役所 障害者支援係');
  await type(page, 'means', 'counter');
  await press(page, '記録する');
  await follow(page, '(6) 請求');
  await clean(page, 'step (6)');
  check((await page.textContent('main')).includes('請求できます'), 'with (1) to (5) done the month can be claimed');
  same(await page.locator('nav.steps .step').count(), 6, 'six steps stay in sight');
}
