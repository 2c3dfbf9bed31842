// No page moves while it loads: layout shift, as the browser measures it, with nothing cached and over a slow line.

import { check } from '../lib/checks.mjs';

/** More than this is a page that moves under the reader. */
const MOST = 0.02;

/** Some hundred kilobytes a second: the fonts come when the page has long been read. */
const SLOW = { offline: false, latency: 80, downloadThroughput: 400 * 1024, uploadThroughput: 200 * 1024 };

/** Opens board, clients, a client and a round, each in a window that has never seen the site. */
export async function still(browser, signedIn, server, { client, round }) {
  const storageState = await signedIn.context().storageState();
  for (const path of ['/', '/clients', client, round, `${round}/m2-home-visit`]) {
    for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
      const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', viewport, storageState });
      await context.addInitScript(observe);
      const page = await context.newPage();
      const line = await context.newCDPSession(page);
      await line.send('Network.emulateNetworkConditions', SLOW);
      await page.goto(`${server.base}${path}`, { waitUntil: 'load' });
      // The fonts are the last to come, and are what moved pages.
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(300);
      const { sum, moved } = await page.evaluate(() => window.layoutShift);
      const place = path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
      check(sum <= MOST, `${place} does not move while it loads (${viewport.width} px)`, `${sum.toFixed(4)}: ${moved.join(', ')}`);
      await context.close();
    }
  }
}

/** Runs in the page before anything else of it: sums up what moves without anybody pressing anything. */
function observe() {
  window.layoutShift = { sum: 0, moved: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.layoutShift.sum += entry.value;
      for (const source of entry.sources ?? []) window.layoutShift.moved.push(source.node?.className || source.node?.nodeName);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}
