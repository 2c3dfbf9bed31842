// Walking by keyboard alone: Tab to it, see that the focus shows, type or press.

import { Lost } from './checks.mjs';

const FAR = 250;

/** What has the focus now. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const text = (element.innerText || element.value || element.getAttribute('aria-label') || '').trim().replace(/\s+/g, ' ');
    return {
      tag: element.tagName.toLowerCase(),
      type: element.type ?? '',
      name: element.name ?? '',
      value: element.value ?? '',
      checked: element.checked === true,
      href: element.getAttribute('href') ?? '',
      text,
      form: element.form?.getAttribute('action') ?? '',
      // A radio button or checkbox may show the focus on its label.
      shown: [element, element.closest('label'), element.nextElementSibling, element.parentElement].some((part) => {
        if (!part) return false;
        const own = getComputedStyle(part);
        return (own.outlineStyle !== 'none' && own.outlineWidth !== '0px') || own.boxShadow !== 'none';
      }) || style.outlineStyle === 'auto',
    };
  });
}

/** Presses Tab until `wanted(focus)` holds; starts at the top of the page when it is not met before the end. */
export async function tabTo(page, sentence, wanted) {
  for (let steps = 0; steps < FAR; steps += 1) {
    const focus = await focused(page);
    if (focus && wanted(focus)) {
      if (!focus.shown) (page.unseen ??= new Set()).add(`${new URL(page.url()).pathname}: ${focus.tag} ${focus.name || focus.text}`);
      return focus;
    }
    await page.keyboard.press('Tab');
  }
  throw new Lost(`Tab never reaches ${sentence} on ${page.url()}`);
}

/** Tabs to a field and fills it as a person would; a list of values ticks the checkboxes of that name. */
export async function type(page, name, value) {
  if (Array.isArray(value)) {
    for (const one of value) await tick(page, name, one);
    return undefined;
  }
  await unfold(page, `[name="${name}"]`);
  const focus = await tabTo(page, `field ${name}`, (f) => f.name === name && ['input', 'textarea', 'select'].includes(f.tag));
  if (focus.tag === 'select') return choose(page, name, value);
  if (focus.type === 'radio') return pick(page, name, value);
  if (focus.type === 'checkbox') {
    if (focus.checked !== Boolean(value)) await page.keyboard.press('Space');
    return undefined;
  }
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  return page.keyboard.insertText(String(value));
}

/** Opens the folded part in which a field waits. */
async function unfold(page, field) {
  const title = await page.evaluate((of) => document.querySelector(of)?.closest('details:not([open])')?.querySelector('summary').innerText.trim(), field);
  if (!title) return;
  await tabTo(page, `the folded ${title}`, (f) => f.tag === 'summary' && f.text.includes(title.replace(/\s+/g, ' ')));
  await page.keyboard.press('Enter');
}

/** Arrow keys in a list until the wanted value (or label) stands there. */
async function choose(page, name, value) {
  await page.keyboard.press('Home');
  for (let steps = 0; steps < FAR; steps += 1) {
    const now = await page.evaluate(() => {
      const list = document.activeElement;
      return { value: list.value, label: list.selectedOptions[0]?.label ?? '' };
    });
    if (now.value === value || now.label.includes(value)) return undefined;
    await page.keyboard.press('ArrowDown');
  }
  throw new Lost(`${name} has no choice ${value} on ${page.url()}`);
}

/** Space or arrow keys in a group of radio buttons until the wanted one is set. */
async function pick(page, name, value) {
  await page.keyboard.press('Space');
  for (let steps = 0; steps < 30; steps += 1) {
    const focus = await focused(page);
    if (focus.name === name && focus.value === value && focus.checked) return undefined;
    await page.keyboard.press('ArrowDown');
  }
  throw new Lost(`${name} has no choice ${value} on ${page.url()}`);
}

/** Tabs to one of several checkboxes of a name and ticks it. */
export async function tick(page, name, value) {
  await unfold(page, `[name="${name}"][value="${value}"]`);
  const focus = await tabTo(page, `checkbox ${name} ${value}`, (f) => f.name === name && f.value === value && f.type === 'checkbox');
  if (!focus.checked) await page.keyboard.press('Space');
}

/** Tabs to a button with this text and presses Enter; waits for the next page. */
export async function press(page, text) {
  await tabTo(page, `button ${text}`, (f) => (f.tag === 'button' || f.type === 'submit') && f.text.includes(text));
  await turn(page, () => page.keyboard.press('Enter'));
}

/** Tabs to a link with this text (or to this address) and presses Enter; waits for the next page. */
export async function follow(page, text) {
  await tabTo(page, `link ${text}`, (f) => f.tag === 'a' && (f.text.includes(text) || f.href === text));
  await turn(page, () => page.keyboard.press('Enter'));
}

/** Does something that leads to another page. */
export async function turn(page, action) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), action()]);
}
