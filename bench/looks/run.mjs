// What the log of looks costs the board: this program beside the same program that notes no look, in turn, in one run.
// usage: MIMAMORI=program WITHOUT=program BOARD_DATA=generator WORK=scratch
//        [OFFICES=200] [CLIENTS=150] [PAIRS=9] [SECONDS=4] node run.mjs   (started by cargo xtask bench looks)

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { start } from '../../e2e/lib/server.mjs';

const { MIMAMORI, WITHOUT, BOARD_DATA, WORK } = process.env;
const OFFICES = Number(process.env.OFFICES ?? 200);
const CLIENTS = Number(process.env.CLIENTS ?? 150);
const PAIRS = Number(process.env.PAIRS ?? 9);
const SECONDS = Number(process.env.SECONDS ?? 4);
const GOAL = 0.95;
const COOKIES = join(import.meta.dirname, '../board/cookies.lua');

const now = () => new Date().toISOString();
const today = new Date(Date.now() + 9 * 3600 * 1000).toISOString().slice(0, 10);
const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const spread = (values, digits) => `${middle(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;

/** wrk for some seconds: requests a second and the 99th percentile in milliseconds. */
function load(server, seconds) {
  const args = ['-t1', '-c32', `-d${seconds}s`, '--latency', '-s', COOKIES, `${server.base}/`];
  const text = execFileSync('wrk', args, { encoding: 'utf8', env: { ...process.env, COOKIES: server.cookies } });
  if (/Non-2xx or 3xx responses|Socket errors/.test(text)) throw new Error(`not only pages:\n${text}`);
  const [, number, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(text);
  return { rate: Number(/Requests\/sec:\s*([\d.]+)/.exec(text)[1]), p99: Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit] };
}

const first = join(WORK, 'with');
mkdirSync(join(first, 'data'), { recursive: true, mode: 0o700 });
const database = join(first, 'data', 'mimamori.sqlite');
execFileSync(BOARD_DATA, [database, today, now(), String(OFFICES), String(CLIENTS)], { stdio: ['ignore', 'ignore', 'inherit'] });
const cookies = join(WORK, 'cookies.txt');
writeFileSync(cookies, execFileSync(BOARD_DATA, ['sessions', database, now()], { encoding: 'utf8', maxBuffer: 1 << 28 }));
cpSync(first, join(WORK, 'without'), { recursive: true });

console.log(`${cpus().length} × ${cpus()[0].model}; load ${loadavg()[0].toFixed(1)}; Node ${process.version}`);
const servers = [];
try {
  for (const [name, program] of [['with', MIMAMORI], ['without', WITHOUT]]) {
    const server = await start(program, 'serve', join(WORK, name), undefined, ['--trusted-proxy', '127.0.0.1']);
    servers.push(Object.assign(server, { name, cookies, runs: [] }));
  }
  for (const server of servers) load(server, 3);
  for (let pair = 0; pair < PAIRS; pair += 1) {
    // Who comes first changes, so that neither always has the other's warmth.
    for (const server of pair % 2 ? [...servers].reverse() : servers) server.runs.push(load(server, SECONDS));
  }
  const [noted, bare] = servers.map((server) => server.runs);
  console.log(`\n### The board with and without the log of looks, ${OFFICES} offices of ${CLIENTS} clients, 32 connections; ${PAIRS} pairs of ${SECONDS} s\n`);
  console.log('| program | requests/s | p99 ms |\n|---|---|---|');
  for (const { name, runs } of servers) console.log(`| ${name} | ${spread(runs.map((run) => run.rate), 0)} | ${spread(runs.map((run) => run.p99), 1)} |`);
  const rate = noted.map((run, n) => run.rate / bare[n].rate);
  const late = noted.map((run, n) => run.p99 / bare[n].p99);
  console.log(`\n- requests/s with to without: ${spread(rate, 3)}, ${middle(rate) >= GOAL ? 'reached' : 'MISSED'} (goal ${GOAL} and more)`);
  console.log(`- p99 with to without: ${spread(late, 3)}, ${middle(late) <= 2 - GOAL ? 'reached' : 'MISSED'} (goal ${(2 - GOAL).toFixed(2)} and less)`);
} finally {
  for (const server of servers) await server.stop();
}
