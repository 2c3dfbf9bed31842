// The board of a city of 1,000,000 clients beside its peers, and of an office of 500 beside an earlier commit; all in one run.
// usage: MIMAMORI=program BOARD_DATA=generator EARLIER=program EARLIER_ROOT=worktree DATA=folder MODULES=folder VENV=folder WORK=scratch
//        [OFFICES=6666] [CLIENTS=150] [ROUNDS=5] [SECONDS=4] node run.mjs   (started by cargo xtask bench board)

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { names, template } from './page.mjs';
import { fill } from '../office.mjs';
import { start } from '../../e2e/lib/server.mjs';

const { MIMAMORI, BOARD_DATA, EARLIER, EARLIER_ROOT, DATA, MODULES, VENV, WORK } = process.env;
const OFFICES = Number(process.env.OFFICES ?? 6666);
const CLIENTS = Number(process.env.CLIENTS ?? 150);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SECONDS = Number(process.env.SECONDS ?? 4);
const HERE = import.meta.dirname;
const require = createRequire(join(MODULES, 'x.js'));
const TODAY = new Date(Date.now() + 9 * 3600 * 1000).toISOString().slice(0, 10);
const now = () => new Date().toISOString();

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));
const spread = (values) => `${digits(middle(values))} (${digits(Math.min(...values))}–${digits(Math.max(...values))})`;

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The data of this month, made once: our database, and the peers' made out of it. */
function prepare() {
  const folder = join(DATA, `board-${TODAY.slice(0, 7)}-${OFFICES}x${CLIENTS}`);
  const ours = join(folder, 'data', 'mimamori.sqlite');
  const peers = join(folder, 'peers.sqlite');
  if (!existsSync(join(folder, 'ready'))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 });
    console.error(`making ${OFFICES} offices of ${CLIENTS} clients in ${folder} …`);
    execFileSync(BOARD_DATA, [ours, TODAY, now(), String(OFFICES), String(CLIENTS)], { stdio: ['ignore', 'ignore', 'inherit'], maxBuffer: 1 << 28 });
    writeFileSync(join(folder, 'ready'), '');
  }
  // A program with more migrations brings the data along.
  execFileSync(MIMAMORI, ['migrate', '--data', join(folder, 'data')], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(peers) || readFileSync(join(folder, 'peers-of'), 'utf8') !== TODAY) {
    for (const end of ['', '-wal', '-shm']) rmSync(peers + end, { force: true });
    const made = `${peers}.part`;
    rmSync(made, { force: true });
    const db = require('better-sqlite3')(made);
    db.exec(`attach '${ours}' as ours`);
    const running = Number(TODAY.slice(0, 4)) * 12 + Number(TODAY.slice(5, 7)) - 1;
    db.exec(readFileSync(join(HERE, 'peers.sql'), 'utf8').replaceAll(':month', String(running)).replaceAll(':today', `'${TODAY}'`));
    db.exec('detach ours; pragma wal_checkpoint(truncate)');
    db.close();
    renameSync(made, peers);
    writeFileSync(join(folder, 'peers-of'), TODAY);
  }
  const cookies = execFileSync(BOARD_DATA, ['sessions', ours, now()], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const file = join(WORK, 'cookies.txt');
  writeFileSync(file, cookies);
  copySessions(ours, peers);
  return { folder, ours, peers, file, cookies: cookies.trim().split('\n') };
}

function copySessions(ours, peers) {
  const db = require('better-sqlite3')(peers);
  db.exec(`attach '${ours}' as ours`);
  db.exec('begin; delete from session; insert into session select token_hash, organisation_id, user_id, expires_at from ours.session order by token_hash; commit');
  db.close();
}

/** As if everybody had just clicked: no session's last use is due to be written while the clock runs. */
function touch(ours) {
  const db = require('better-sqlite3')(ours);
  db.prepare('update session set last_seen_at = ?').run(now());
  db.pragma('wal_checkpoint(truncate)');
  db.close();
}

/** A peer, started; `end` stops it. */
async function peer(program, args, environment) {
  const port = await freePort();
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', program, ...args.map((one) => one.replace('PORT', String(port)))], {
    cwd: HERE, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...environment, PORT: String(port) },
  });
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
    if (await fetch(base, { redirect: 'manual' }).catch(() => null)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { base, end: () => child.kill('SIGTERM') };
}

/** wrk for some seconds: requests a second, 99th percentile in milliseconds, requests that timed out or were no page. */
function load(base, connections, seconds, how) {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...how.args, `${base}/`];
  const text = execFileSync('wrk', args, { encoding: 'utf8', env: { ...process.env, ...how.environment } });
  const rate = Number(/Requests\/sec:\s*([\d.]+)/.exec(text)[1]);
  const [, number, unit] = /99%\s+([\d.]+)(us|ms|s|m)/.exec(text);
  const wrong = Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? '0');
  const [, connect, read, write, timeout] = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text) ?? [0, 0, 0, 0, 0];
  if (wrong + Number(connect) + Number(read) + Number(write) > 0) throw new Error(`${base}: not only pages:\n${text}`);
  return { rate, p99: Number(number) * { us: 0.001, ms: 1, s: 1000, m: 60000 }[unit], timeout: Number(timeout) };
}

async function page(base, cookie) {
  // Behind HTTPS the cookie has another name; a peer knows the first.
  const answer = await fetch(`${base}/`, { headers: { cookie: `${cookie}; __Host-${cookie}` }, redirect: 'manual' });
  if (answer.status !== 200) throw new Error(`${base}: ${answer.status}`);
  return answer.text();
}

/** Each peer shows the same people in the same order, in a body of at least nine tenths of ours. */
async function same(servers, cookies) {
  const bytes = new Map(servers.map((one) => [one.name, []]));
  for (const cookie of [cookies[0], cookies[cookies.length >> 1], cookies.at(-1)]) {
    const ours = await page(servers[0].base, cookie);
    for (const one of servers) {
      const theirs = await page(one.base, cookie);
      if (names(theirs).join() !== names(ours).join()) throw new Error(`${one.name} shows other people than we do`);
      const [our, their] = [Buffer.byteLength(ours), Buffer.byteLength(theirs)];
      if (their < our * 0.9) throw new Error(`${one.name}: ${their} bytes, ours ${our}`);
      bytes.get(one.name).push(their);
    }
  }
  return bytes;
}

function rounds(servers, connections, how, before) {
  const all = new Map(servers.map((one) => [one.name, []]));
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const one of servers) {
      before?.(one);
      all.get(one.name).push(load(one.base, connections, SECONDS, how));
    }
  }
  return all;
}

/** Ratios pair by pair: ours and the other one of the same round. */
const pairs = (ours, theirs, of) => ours.map((one, n) => of(one, theirs[n]));

function verdict(reached, goal, text) {
  return `${text}: ${reached} (goal ${goal})`;
}

async function city() {
  const data = prepare();
  // As behind a proxy: from one address alone it takes no 256 connections.
  const ours = await start(MIMAMORI, 'serve', data.folder, undefined, ['--trusted-proxy', '127.0.0.1']);
  const ending = [() => ours.stop()];
  try {
    const html = await page(ours.base, data.cookies[0]);
    for (const engine of ['ejs', 'django']) writeFileSync(join(WORK, `page.${engine}`), template(html, engine));
    const environment = { DB: data.peers, TODAY, MODULES: join(MODULES, 'x.js') };
    const ejs = { ...environment, TEMPLATE: join(WORK, 'page.ejs') };
    const gunicorn = ['-w', '2', '-b', '127.0.0.1:PORT', '--backlog', '512', '--log-level', 'warning', 'django_peer:app'];
    const servers = [{ name: 'mimamori', base: ours.base }];
    for (const [name, program, args, more] of [
      ['Express, joins', process.execPath, ['express.cjs'], ejs],
      ['Express, ready board', process.execPath, ['express.cjs'], { ...ejs, BOARD: '1' }],
      ['Django, joins', join(VENV, 'bin/gunicorn'), gunicorn, { ...environment, TEMPLATE: join(WORK, 'page.django') }],
    ]) {
      const one = await peer(program, args, more);
      ending.push(one.end);
      servers.push({ name, base: one.base });
    }
    const bytes = await same(servers, data.cookies);
    // Nobody's first round waits for the disk: everything is read once before the clock counts.
    execFileSync('cat', [data.ours, data.peers], { stdio: ['ignore', 'ignore', 'inherit'] });
    const how = { args: ['-s', join(HERE, 'cookies.lua')], environment: { COOKIES: data.file } };
    const fresh = (one) => one.name === 'mimamori' && touch(data.ours);
    for (const one of servers) {
      fresh(one);
      load(one.base, 32, 2, how);
    }
    const calm = rounds(servers, 32, how, fresh);
    const crowd = rounds(servers, 256, how, fresh);
    tell(servers, bytes, calm, crowd);
  } finally {
    for (const end of ending.reverse()) await end();
  }
}

function tell(servers, bytes, calm, crowd) {
  const [ours, crowdOurs] = [calm.get('mimamori'), crowd.get('mimamori')];
  console.log(`\n### The board, ${(OFFICES * CLIENTS).toLocaleString('en')} clients in ${OFFICES.toLocaleString('en')} offices; ${ROUNDS} rounds of ${SECONDS} s in turn\n`);
  console.log('| who | bytes a page | requests/s, 32 | p99 ms, 32 | ours is … times as fast, pair by pair | requests/s, 256 | p99 ms, 256 | time-outs, 256 |\n|---|---|---|---|---|---|---|---|');
  for (const { name } of servers) {
    const [one, many] = [calm.get(name), crowd.get(name)];
    const times = name === 'mimamori' ? '1' : spread(pairs(ours, one, (a, b) => a.rate / b.rate));
    console.log(`| ${name} | ${middle(bytes.get(name)).toLocaleString('en')} | ${spread(one.map((r) => r.rate))} | ${spread(one.map((r) => r.p99))} | ${times} | ${spread(many.map((r) => r.rate))} | ${spread(many.map((r) => r.p99))} | ${many.reduce((sum, r) => sum + r.timeout, 0)} |`);
  }
  console.log();
  for (const [name, goal] of [['Express, joins', 5], ['Express, ready board', 3], ['Django, joins', 50]]) {
    const times = middle(pairs(ours, calm.get(name), (a, b) => a.rate / b.rate));
    console.log(`- ${verdict(`${digits(times)} times, ${times >= goal ? 'reached' : 'MISSED'}`, `${goal} times`, name)}`);
  }
  const part = middle(pairs(ours, calm.get('Express, joins'), (a, b) => a.p99 / b.p99));
  console.log(`- ${verdict(`${digits(part)}, ${part <= 0.2 ? 'reached' : 'MISSED'}`, 'at most 0.2', 'p99 as a part of that of Express with joins')}`);
  const late = crowdOurs.reduce((sum, r) => sum + r.timeout, 0);
  console.log(`- ${verdict(`${late}, ${late === 0 ? 'reached' : 'MISSED'}`, 'none', 'our time-outs at 256 connections')}`);
}

/** An office of 500 clients entered through the pages of each program. */
async function earlier() {
  if (!EARLIER) return;
  const { fill: fillEarlier } = await import(pathToFileURL(join(EARLIER_ROOT, 'bench/office.mjs')).href);
  const servers = [];
  try {
    for (const [name, program, entered] of [['mimamori', MIMAMORI, fill], ['8cd86a9', EARLIER, fillEarlier]]) {
      const server = await start(program, 'serve', join(WORK, name));
      const office = await entered(server, 500);
      servers.push({ name, base: server.base, server, cookie: office.cookie });
    }
    for (const one of servers) load(one.base, 32, 2, { args: ['-H', `cookie: ${one.cookie}`] });
    const all = new Map(servers.map((one) => [one.name, []]));
    for (let n = 0; n < ROUNDS; n += 1) {
      for (const one of servers) all.get(one.name).push(load(one.base, 32, SECONDS, { args: ['-H', `cookie: ${one.cookie}`] }));
    }
    const [ours, before] = [all.get('mimamori'), all.get('8cd86a9')];
    const times = pairs(ours, before, (a, b) => a.rate / b.rate);
    console.log(`\n### One office of 500 clients, 32 connections; ${ROUNDS} rounds of ${SECONDS} s in turn\n\n| who | bytes a page | requests/s | p99 ms |\n|---|---|---|---|`);
    for (const one of servers) {
      const runs = all.get(one.name);
      const bytes = Buffer.byteLength(await page(one.base, one.cookie));
      console.log(`| ${one.name} | ${bytes.toLocaleString('en')} | ${spread(runs.map((r) => r.rate))} | ${spread(runs.map((r) => r.p99))} |`);
    }
    console.log(`\n- ${verdict(`${spread(times)} times, ${middle(times) >= 1.8 ? 'reached' : 'MISSED'}`, '1.8 times', 'ours beside 8cd86a9, pair by pair')}`);
  } finally {
    for (const one of servers) await one.server.stop();
  }
}

const versions = ['express', 'ejs', 'better-sqlite3'].map((name) => `${name} ${JSON.parse(readFileSync(join(MODULES, 'node_modules', name, 'package.json'))).version}`);
const python = execFileSync(join(VENV, 'bin/python'), ['-c', 'import django, gunicorn, platform; print(f"Python {platform.python_version()}, Django {django.__version__}, gunicorn {gunicorn.__version__}")'], { encoding: 'utf8' }).trim();
console.log(`${cpus().length} × ${cpus()[0].model}; load ${loadavg()[0].toFixed(1)}; Node ${process.version}, ${versions.join(', ')}; ${python}`);
if (process.env.ONLY !== 'earlier') await city();
if (process.env.ONLY !== 'city') await earlier();
