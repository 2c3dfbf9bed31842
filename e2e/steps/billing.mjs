// Closing the month: what the screen shows, what the file holds.

import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, same } from '../lib/checks.mjs';
import { clean } from '../lib/axe.mjs';
import { follow, press, tabTo } from '../lib/keyboard.mjs';
import { CERTIFICATE_NUMBER, CLIENT, OFFICE, month } from './people.mjs';

/** 請求: from the round to the month, closed. */
export async function closeMonth(page) {
  await follow(page, '請求を開く');
  same(new URL(page.url()).pathname, `/billing/${month(-1)}`, 'the round leads to its month of claims');
  check((await page.textContent('main')).includes(CLIENT.name), 'the client is a candidate');
  await clean(page, 'the month of claims');
  await press(page, '件を締める');
  check((await page.textContent('main')).includes('一致しています'), 'the closed file decodes to what the screen shows');
  await clean(page, 'the closed month');
}

/** The claim file, fetched by keyboard, looked at byte by byte. */
export async function claimFile(page, folder) {
  await tabTo(page, 'the button of the file', (f) => f.tag === 'button' && f.text.includes('取り出す'));
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const file = join(folder, 'claims.csv');
  await download.saveAs(file);
  const bytes = readFileSync(file);
  const text = new TextDecoder('shift_jis').decode(bytes);
  writeFileSync(join(folder, 'claims.txt'), text);
  const lines = text.split('\r\n');
  check(bytes.subarray(-2).toString('latin1') === '\r\n' || bytes.at(-1) === 0x1a, 'each record ends in CR LF');
  check(!bytes.toString('latin1').replaceAll('\r\n', '').includes('\n'), 'there is no bare LF');
  const cells = lines.map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
  same(cells[0][0], '1', 'the first record is the control record');
  check(cells[0].includes('J31') || cells[0].some((cell) => cell.startsWith('J31')), 'it says which claim it carries', lines[0]);
  const data = cells.filter((line) => line[0] === '2');
  check(data.some((line) => line.includes(OFFICE.number_plan)), 'the office number stands in the data', text);
  check(data.some((line) => line.includes(CERTIFICATE_NUMBER)), 'the certificate number stands in the data', text);
  check(data.some((line) => line.includes(month(-1).replace('-', ''))), 'the month of service stands in the data', text);
  same(Number(cells[0][3]), data.length, 'the control record counts the data records');
  check(cells.some((line) => line[0] === '3'), 'an end record closes the file', text);
  const shown = await page.locator('table .number').allTextContents();
  const yen = shown.map((cell) => /([\d,]+)円/.exec(cell)?.[1]?.replaceAll(',', '')).find(Boolean);
  check(data.some((line) => line.includes(yen)), `the amount on the screen (${yen} yen) stands in the file`, text);
}
