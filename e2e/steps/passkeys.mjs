// パスキー on http://localhost, with a device that Chromium plays: made, used to sign in and to prove, refused, taken away.

import { clean } from '../lib/axe.mjs';
import { check, same } from '../lib/checks.mjs';
import { press, type } from '../lib/keyboard.mjs';
import { PERSON } from './people.mjs';

/** A telephone of the person, inside of the browser. */
async function telephone(page) {
  const devtools = await page.context().newCDPSession(page);
  page.devtools = devtools;
  await devtools.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
  const keys = async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  const verifies = (isUserVerified) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  const countBack = async () => {
    const [key] = await keys();
    await devtools.send('WebAuthn.removeCredential', { authenticatorId, credentialId: key.credentialId });
    await devtools.send('WebAuthn.addCredential', { authenticatorId, credential: { ...key, signCount: 0 } });
  };
  return { keys, verifies, countBack };
}

/** What the page says beside the button. */
async function said(page, words, sentence) {
  const place = page.locator('[data-passkey-says]', { hasText: words });
  await place.waitFor({ timeout: 20_000 }).catch(() => undefined);
  check((await place.count()) === 1, sentence, await page.textContent('main'));
}

async function password(page, base) {
  await page.context().clearCookies();
  await page.goto(`${base}/login`);
  await type(page, 'login', PERSON.login);
  await type(page, 'password', PERSON.password);
  await press(page, 'ログイン');
  same(new URL(page.url()).pathname, '/login/code', 'the right password leads to the second factor');
}

/** Presses the button and waits for the page that follows. */
async function pressed(page, words, path) {
  await page.click(`main button:has-text("${words}")`);
  await page.waitForURL((url) => url.pathname === path, { timeout: 20_000 }).catch(() => undefined);
  same(new URL(page.url()).pathname, path, `${words} leads on`);
}

/** The whole life of a passkey. Under an address there is none. */
export async function passkeys(page, server) {
  await password(page, server.base);
  await type(page, 'factor_code', server.printed.pop());
  await press(page, 'ログイン');
  await page.goto(`${server.base}/settings/second-factor`);
  check((await page.textContent('#passkeys')).includes('数字のアドレス'), 'under an address the page says why there are no passkeys');
  const base = server.base.replace('127.0.0.1', 'localhost');
  await password(page, base);
  // It belongs to the site that is open.
  const device = await telephone(page);
  check((await page.locator('form[data-passkey]').count()) === 0, 'without a passkey nothing offers one');
  await type(page, 'factor_code', server.printed.pop());
  await press(page, 'ログイン');

  await page.goto(`${base}/settings/second-factor`);
  await clean(page, 'the second factor with passkeys');
  await device.verifies(false);
  await type(page, 'passkey_name', '青い携帯電話');
  await page.click('main button:has-text("パスキーを登録する")');
  await said(page, '登録していません', 'a device that was not opened makes no passkey, and the page says so');
  await device.verifies(true);
  await page.click('main button:has-text("パスキーを登録する")');
  await page.locator('#passkeys td, #passkeys th[scope="row"]', { hasText: '青い携帯電話' }).first().waitFor({ timeout: 20_000 });
  same((await device.keys()).length, 1, 'the device has a key');
  await clean(page, 'the second factor with a passkey');
  await page.click('main button:has-text("パスキーを登録する")');
  await said(page, 'もう登録されています', 'the same device makes no second one');

  await password(page, base);
  await clean(page, 'the second step with a passkey');
  await device.verifies(false);
  await page.click('main button:has-text("パスキーでログイン")');
  await said(page, '確かめられませんでした', 'what was cancelled is said, and the page goes on');
  await device.verifies(true);
  await pressed(page, 'パスキーでログイン', '/');

  await page.goto(`${base}/proof`);
  await clean(page, 'the proof with a passkey');
  await pressed(page, 'パスキーで確かめて続ける', '/');

  await password(page, base);
  await device.countBack();
  await page.click('main button:has-text("パスキーでログイン")');
  await page.locator('.problems').waitFor({ timeout: 20_000 });
  check((await page.textContent('.problems')).includes('複製されたおそれ'), 'a device that counts back is refused');
  await type(page, 'factor_code', server.printed.pop());
  await press(page, 'ログイン');
  await page.goto(`${base}/settings/second-factor`);
  await page.click('#passkeys button:has-text("削除")');
  await page.locator('.flash').waitFor({ timeout: 20_000 });
  check(!(await page.textContent('#passkeys')).includes('青い携帯電話'), 'the passkey is taken away');
}
