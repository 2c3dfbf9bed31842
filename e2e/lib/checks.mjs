// What was found right or wrong, one line each, as `cargo xtask test` counts them.

let number = 0;
let failed = 0;

/** Says that something is as it should be, or not. */
export function check(good, sentence, detail = '') {
  number += 1;
  if (good) {
    console.log(`ok ${number} ${sentence}`);
  } else {
    failed += 1;
    console.log(`not ok ${number} ${sentence}${detail ? `\n    ${String(detail).replaceAll('\n', '\n    ')}` : ''}`);
  }
  return good;
}

/** Two values are the same. */
export function same(found, wanted, sentence) {
  return check(found === wanted, sentence, `found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);
}

/** Ends the walk when going on makes no sense. */
export class Lost extends Error {}

/** How many checks failed so far. */
export function failures() {
  return failed;
}
