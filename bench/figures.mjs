// The figures of the product on this machine: start-up, memory, board, PDF, law. Median and spread, one table.
// usage: MIMAMORI=program MIMAMORI_WALK=scratch node figures.mjs   (started by cargo xtask bench)

import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { cpus } from 'node:os';
import { fill } from './office.mjs';
import { start } from '../e2e/lib/server.mjs';

const program = process.env.MIMAMORI;
const folder = process.env.MIMAMORI_WALK;
const rows = [];

function note(name, values, unit, goal) {
  const sorted = [...values].sort((a, b) => a - b);
  const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
  rows.push({ name, unit, median: digits(sorted[sorted.length >> 1]), from: digits(sorted[0]), to: digits(sorted.at(-1)), goal });
}

/** Memory that a process holds, in MB. */
function memory(id, key) {
  const line = readFileSync(`/proc/${id}/status`, 'utf8').split('\n').find((text) => text.startsWith(`${key}:`));
  return Number(line.split(/\s+/)[1]) / 1024;
}

/** Milliseconds from the start of the program to its first 200 from /healthz, asked again and again without a pause. */
async function startUp(data) {
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const found = probe.address().port;
      probe.close(() => resolve(found));
    });
  });
  const began = process.hrtime.bigint();
  const child = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
  const answered = () =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n');
      });
      let text = '';
      socket.on('data', (part) => (text += part));
      socket.on('error', () => resolve(false));
      socket.on('close', () => resolve(text.startsWith('HTTP/1.1 200')));
    });
  for (let tries = 0; !(await answered()); tries += 1) {
    if (tries > 20000) throw new Error('no answer from /healthz');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const took = Number(process.hrtime.bigint() - began) / 1e6;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const rest = memory(child.pid, 'VmRSS');
  await new Promise((resolve) => {
    child.on('exit', resolve);
    child.kill('SIGINT');
  });
  return { took, rest };
}

/** wrk for some seconds; requests a second, and the 99th percentile in milliseconds. */
function load(url, cookie, connections, seconds) {
  const text = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-H', `cookie: ${cookie}`, url], { encoding: 'utf8' });
  const rate = Number(/Requests\/sec:\s*([\d.]+)/.exec(text)[1]);
  const [, number, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(text);
  const wrong = /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? '0';
  if (wrong !== '0') throw new Error(`${wrong} answers were no page:\n${text}`);
  return { rate, p99: Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit] };
}

/** Milliseconds of one request after the other. */
async function times(url, cookie, count) {
  const all = [];
  for (let n = 0; n < count; n += 1) {
    const began = process.hrtime.bigint();
    const answer = await fetch(url, { headers: { cookie } });
    const bytes = await answer.arrayBuffer();
    if (answer.status !== 200 || bytes.byteLength < 1000) throw new Error(`${url}: ${answer.status}`);
    all.push(Number(process.hrtime.bigint() - began) / 1e6);
  }
  return all;
}

const server = await start(program, 'serve', folder);
try {
  const office = await fill(server, 500);
  await times(`${server.base}/`, office.cookie, 50);
  const runs = Array.from({ length: 5 }, () => load(`${server.base}/`, office.cookie, 32, 6));
  note('board, 500 clients, 32 connections', runs.map((run) => run.rate), 'requests/s', '≥ 5000');
  note('board, 99th percentile', runs.map((run) => run.p99), 'ms', '≤ 15');
  note('memory after the load', [memory(server.child.pid, 'VmRSS')], 'MB', '');
  if (office.report) {
    await times(office.report, office.cookie, 5);
    note('report as PDF, warm', await times(office.report, office.cookie, 60), 'ms', '≤ 20');
  }
} finally {
  await server.stop();
}
const starts = [];
for (let n = 0; n < 15; n += 1) starts.push(await startUp(join(folder, 'data')));
note('start to the first 200 of /healthz', starts.map((one) => one.took), 'ms', '≤ 150');
note('memory at rest', starts.map((one) => one.rest), 'MB', '≤ 80');

console.log(`${cpus().length} × ${cpus()[0].model}`);
console.log('| what | median | from | to | unit | goal |\n|---|---|---|---|---|---|');
for (const row of rows) console.log(`| ${row.name} | ${row.median} | ${row.from} | ${row.to} | ${row.unit} | ${row.goal} |`);
