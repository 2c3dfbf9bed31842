// The system's Chromium, with nothing of it reaching out to the network.

import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. */
export function open() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ARGUMENTS,
  });
}

/** A fresh window; faults of scripts and refused parts of the page are collected in `page.faults`. */
export async function window(browser, options = {}) {
  const context = await browser.newContext({
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 900 },
    acceptDownloads: true,
    ...options,
  });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (fault) => page.faults.push(`${page.url()}: ${fault.message}`));
  page.on('console', (line) => {
    // A refused form answers 4xx by design; that alone is no fault.
    if (line.type() === 'error' && !/status of 4\d\d/.test(line.text())) page.faults.push(`${page.url()}: ${line.text()}`);
  });
  return page;
}
