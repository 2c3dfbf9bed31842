// A whole page filled by keyboard, field by field in the order in which they stand.

import { clean } from './axe.mjs';
import { check } from './checks.mjs';
import { press, tabTo, turn, type } from './keyboard.mjs';

/** Fills the fields of the page that is open. */
export async function fill(page, fields) {
  for (const [name, value] of fields) await type(page, name, value);
}

/** Opens a part of the step strip: `part` is the end of its address. */
export async function open(page, part) {
  await tabTo(page, `link to ${part}`, (f) => f.tag === 'a' && f.href.endsWith(`/${part}`));
  await turn(page, () => page.keyboard.press('Enter'));
}

/** Opens a part, looks at it, fills it, presses its button; the page that follows has no mistake to tell. */
export async function record(page, part, fields, button = '記録する') {
  await open(page, part);
  await clean(page, part);
  await fill(page, fields);
  await press(page, button);
  const problems = await page.locator('main .problems').allInnerTexts();
  check(problems.length === 0, `${part} is recorded`, problems.join('\n'));
}
