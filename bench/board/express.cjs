// The board as an Express page over better-sqlite3, two processes. BOARD=1 reads the ready table instead of joining.
// usage: DB=peers.sqlite TEMPLATE=page.ejs TODAY=2026-11-29 PORT=8000 [BOARD=1] MODULES=DIR/x.js node express.cjs
const cluster = require('node:cluster');
if (cluster.isPrimary) {
  for (let n = 0; n < 2; n += 1) cluster.fork();
  cluster.on('exit', () => process.exit(1));
  process.on('SIGTERM', () => process.exit(0));
} else {
  const load = require('node:module').createRequire(process.env.MODULES);
  const { createHash } = require('node:crypto');
  const { readFileSync } = require('node:fs');
  const { TODAY, BOARD } = process.env;
  const running = Number(TODAY.slice(0, 4)) * 12 + Number(TODAY.slice(5, 7)) - 1;
  const db = load('better-sqlite3')(process.env.DB, { readonly: true });
  db.pragma('mmap_size=8000000000');
  const session = db.prepare('select s.office_id, s.user_id, s.expires_at, o.name, a.disabled, a.role from session s join office o on o.id = s.office_id join account a on a.office_id = s.office_id and a.id = s.user_id where s.token_hash = ?');
  const account = db.prepare('select specialist_id from account where office_id = ? and id = ?');
  const shown = `m.office_id = $office and (m.month = $month or (m.open and m.month < $month))`;
  const rows = db.prepare(BOARD
    ? 'select * from board where office_id = $office order by not_late, kana, month, id limit 50'
    : `select m.id, c.name, c.kana, p.interval_months, m.month, m.lamps, m.due_record, m.due_submission, m.due_claim, m.earliest_due, m.missing,
       (select max(v.visited) from monitoring v where v.client_id = m.client_id) last_visit
       from monitoring m join client c on c.id = m.client_id join plan p on p.client_id = m.client_id
       where ${shown} order by m.earliest_due < $today desc, c.kana, m.month, m.id limit 50`);
  const counts = db.prepare(`select count(*) planned, sum(recorded) recorded, sum(earliest_due < $today) late, sum(lamps like '%A%') answer
    from ${BOARD ? 'board m where office_id = $office' : `monitoring m where ${shown}`}`);
  const template = load('ejs').compile(readFileSync(process.env.TEMPLATE, 'utf8'));
  const STEPS = ['サービスの状況を確認する', '訪問する', '報告書を書く', '同意をもらう', '写しを提出する', '請求する'];
  const LOOK = { D: ['done', '済'], N: ['none', '対象外'], A: ['answer', '回答待ち'], R: ['open', 'まだ'], W: ['open', 'まだ'] };
  const wareki = (day) => `R${Number(day.slice(0, 4)) - 2018}.${Number(day.slice(5, 7))}.${Number(day.slice(8, 10))}`;
  function line(r) {
    const due = [r.due_record, r.due_record, r.due_record, r.due_submission, r.due_submission, r.due_claim];
    const lamps = [...r.lamps].map((letter, at) => {
      const [look, word] = letter !== 'D' && letter !== 'N' && due[at] < TODAY ? ['late', '遅れ'] : LOOK[letter];
      return { step: at + 1, look, word };
    });
    const first = (letter) => r.lamps.indexOf(letter);
    const next = [first('R'), first('A'), first('W')].find((at) => at >= 0) ?? 5;
    return {
      address: `/r/${Buffer.from(r.id.replaceAll('-', ''), 'hex').toString('base64url')}`, name: r.name, kana: r.kana,
      late: r.earliest_due !== null && r.earliest_due < TODAY,
      of_month: r.month === running ? '' : `令和${Math.floor(r.month / 12) - 2018}年${(r.month % 12) + 1}月分`,
      interval: r.interval_months === 1 ? '毎月' : `${r.interval_months}か月`, lamps, next: STEPS[next], next_step: next + 1,
      missing: r.missing, due: wareki(due[next]), over: due[next] < TODAY,
    };
  }
  const app = load('express')();
  app.get('/', (request, response) => {
    const token = /mimamori=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const who = session.get(createHash('sha256').update(token).digest('hex'));
    if (!who || who.disabled || who.expires_at < new Date().toISOString()) return response.redirect('/login');
    account.get(who.office_id, who.user_id);
    const n = counts.get({ office: who.office_id, month: running, today: TODAY });
    const lines = rows.all({ office: who.office_id, month: running, today: TODAY }).map(line);
    response.send(template({ rows: lines, counts: [n.planned, n.planned - n.recorded, n.late, 0, n.answer, n.recorded] }));
  });
  app.listen(Number(process.env.PORT), '127.0.0.1');
}
