// usage: chromium.mjs HTMLDIR COUNT OUT -- one warm Chromium, setContent and page.pdf (tagged), one page object; prints the seconds of the
// papers, the start of the browser outside of the clock.
import { createRequire } from "node:module";
import fs from "node:fs";
const require = createRequire(`${process.env.MODULES}/x.js`);
const { chromium } = require("playwright-core");
const [dir, count, out] = process.argv.slice(2);
fs.mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
const draw = async (number) => {
  await page.goto(`file://${dir}/${String(number).padStart(5, "0")}.html`);
  fs.writeFileSync(`${out}/${String(number).padStart(5, "0")}.pdf`, await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
};
await draw(0);
const begun = performance.now();
for (let number = 0; number < +count; number++) await draw(number);
console.log((performance.now() - begun) / 1e3);
await browser.close();
