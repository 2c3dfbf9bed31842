// The demo: the login that it prints for its manager.

/** Signs in with what the demo printed. */
export async function signInToDemo(page, server) {
  const { login, password } = credentials(server.output);
  await page.goto(`${server.base}/login`);
  await page.fill('input[name="login"]', login);
  await page.fill('input[name="password"]', password);
  await Promise.all([page.waitForNavigation(), page.click('main button[type="submit"]')]);
}

function credentials(text) {
  const login = /(?:ログインID|login)\s*[:：]?\s*([A-Za-z0-9._-]+)/.exec(text)?.[1];
  const password = /(?:パスワード|password)\s*[:：]?\s*(\S+)/.exec(text)?.[1];
  if (!login || !password) throw new Error(`the demo prints no login:\n${text}`);
  return { login, password };
}
