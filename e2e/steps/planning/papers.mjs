// Every paper of a case comes out as a sound PDF (or workbook) that says whose it is.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, same } from '../../lib/checks.mjs';

/** Follows the links of the case's page to its papers. */
export async function papers(page, server, base, folder) {
  await page.goto(`${server.base}${base}`);
  const links = await page.locator('main a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const wanted = [...new Set(links)].filter((href) => /\.(pdf|xlsx)(\?|$)/.test(href ?? ''));
  check(wanted.length >= 8, 'the page of the case leads to its papers', wanted.join(' '));
  for (const href of wanted) {
    const answer = await page.request.get(new URL(href, page.url()).href);
    const name = href.split('/').pop().replaceAll(/[^a-z.-]/g, '-');
    same(answer.status(), 200, `${name} comes out`);
    if (!href.includes('.pdf')) continue;
    const file = join(folder, `paper-${name}.pdf`);
    writeFileSync(file, await answer.body());
    execFileSync('qpdf', ['--check', file], { stdio: 'pipe' });
    check(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).length > 100, `${name} is sound and says something`);
  }
}
