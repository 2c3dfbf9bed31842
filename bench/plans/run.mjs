// A client with ten years of plans: how long the server takes to open the pages and to keep what is typed; and the board of an office of
// 500 beside the commit before it counted the gaps of grants. All in one run.
// usage: MIMAMORI=program PLAN_HISTORY=generator EARLIER=program EARLIER_ROOT=worktree EARLIER_NAME=commit WORK=scratch
//        [CLIENTS=50] [ROUNDS=9] [SECONDS=4] [PART=history|board] node run.mjs   (started by cargo xtask bench plans)

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fill as fillNow } from '../office.mjs';
import { start } from '../../e2e/lib/server.mjs';

const { MIMAMORI, PLAN_HISTORY, EARLIER, EARLIER_ROOT, EARLIER_NAME, WORK, PART } = process.env;
const CLIENTS = Number(process.env.CLIENTS ?? 50);
const ROUNDS = Number(process.env.ROUNDS ?? 9);
const SECONDS = Number(process.env.SECONDS ?? 4);
const TODAY = new Date(Date.now() + 9 * 3600 * 1000).toISOString().slice(0, 10);

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
const spread = (values) => `${digits(middle(values))} (${digits(Math.min(...values))}–${digits(Math.max(...values))})`;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One request over a connection that stays; milliseconds from its first byte to the last of the answer. */
function ask(url, cookie, body) {
  const began = process.hrtime.bigint();
  const headers = { cookie, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const took = Number(process.hrtime.bigint() - began) / 1e6;
        if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}\n${Buffer.concat(parts)}`));
        else resolve({ took, text: Buffer.concat(parts).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a browser would send of the form of a page that keeps drafts. */
function fieldsOf(html) {
  const form = /<form[^>]*data-keep[\s\S]*?<\/form>/.exec(html)[0];
  const plain = (text) => text.replaceAll('&#34;', '"').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const fields = new URLSearchParams();
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const name = /\sname="([^"]*)"/.exec(input)?.[1];
    const type = /\stype="([^"]*)"/.exec(input)?.[1] ?? 'text';
    if (name && (!['radio', 'checkbox', 'submit'].includes(type) || /\schecked/.test(input))) fields.append(name, plain(/\svalue="([^"]*)"/.exec(input)?.[1] ?? ''));
  }
  for (const [, name, text] of form.matchAll(/<textarea[^>]*\sname="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g)) fields.append(name, plain(text));
  for (const [, name, options] of form.matchAll(/<select[^>]*\sname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    fields.append(name, plain(/<option value="([^"]*)" selected/.exec(options)?.[1] ?? ''));
  }
  fields.set('_script', 'yes');
  return fields;
}

async function history() {
  const folder = join(WORK, 'history');
  mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 });
  const told = execFileSync(PLAN_HISTORY, [join(folder, 'data', 'mimamori.sqlite'), TODAY, new Date().toISOString(), String(CLIENTS)], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const [cookie, ...lines] = told.trim().split('\n');
  const people = lines.map((line) => line.split(' '));
  const server = await start(MIMAMORI, 'serve', folder);
  const rows = [];
  try {
    const pages = [
      ['the client', ([client]) => `/clients/${client}`, 10],
      ['the plan (case)', ([, place]) => `/planning/${place}`, 10],
      ['計画案 of it, to be written', ([, place]) => `/planning/${place}/p2-draft`, 10],
      ['アセスメント of it', ([, place]) => `/planning/${place}/p1-assessment`, 10],
    ];
    for (const [name, at, goal] of pages) {
      for (const person of people.slice(0, 10)) await ask(server.base + at(person), cookie);
      const all = [];
      let bytes = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const person of people) {
          const { took, text } = await ask(server.base + at(person), cookie);
          all.push(took);
          bytes = Buffer.byteLength(text);
        }
      }
      rows.push({ name, all, bytes, goal });
    }
    const saves = [];
    for (const person of people) {
      const { text } = await ask(`${server.base}/planning/${person[1]}/p2-draft`, cookie);
      const fields = fieldsOf(text);
      const address = `${server.base}/drafts/${fields.get('_draft')}`;
      for (let round = 0; round < ROUNDS; round += 1) {
        fields.set('policy', `得意なことを仕事に生かす。${round} ${'花の世話を続ける。'.repeat(round + 1)}`);
        const { took } = await ask(address, cookie, fields.toString());
        if (round > 0) saves.push(took);
      }
    }
    rows.push({ name: 'autosave of 計画案', all: saves, bytes: 0, goal: 5 });
  } finally {
    await server.stop();
  }
  console.log(`\n### ${CLIENTS} clients with ten years of plans, one request after the other; ms with the way there and back\n\n| what | bytes | median | from | 95th percentile | to | goal |\n|---|---|---|---|---|---|---|`);
  for (const { name, all, bytes, goal } of rows) {
    const sorted = [...all].sort((a, b) => a - b);
    const [median, late] = [middle(all), sorted[Math.floor(sorted.length * 0.95)]];
    console.log(`| ${name} | ${bytes ? bytes.toLocaleString('en') : ''} | ${digits(median)} | ${digits(sorted[0])} | ${digits(late)} | ${digits(sorted.at(-1))} | ≤ ${goal}, ${median <= goal ? 'reached' : 'MISSED'} |`);
  }
}

/** wrk for some seconds: requests a second. */
function load(base, cookie) {
  const text = execFileSync('wrk', ['-t1', '-c32', `-d${SECONDS}s`, '--latency', '-H', `cookie: ${cookie}`, `${base}/`], { encoding: 'utf8' });
  if (/Non-2xx/.test(text)) throw new Error(text);
  return Number(/Requests\/sec:\s*([\d.]+)/.exec(text)[1]);
}

async function board() {
  const servers = [];
  // Each program is filled through its own pages, by the steps of its own commit.
  const { fill: fillEarlier } = await import(pathToFileURL(join(EARLIER_ROOT, 'bench/office.mjs')).href);
  try {
    for (const [name, program, fill] of [['now', MIMAMORI, fillNow], [EARLIER_NAME, EARLIER, fillEarlier]]) {
      const folder = join(WORK, `board-${name}`);
      mkdirSync(folder, { recursive: true });
      const server = await start(program, 'serve', folder);
      const { cookie } = await fill(server, 500);
      servers.push({ name, server, cookie, rates: [] });
    }
    for (const one of servers) load(one.server.base, one.cookie);
    for (let round = 0; round < ROUNDS; round += 1) {
      // Whoever comes first in a pair has the colder machine; they take turns at that.
      for (const one of round % 2 ? [...servers].reverse() : servers) one.rates.push(load(one.server.base, one.cookie));
    }
    const [now, before] = servers;
    const shown = await ask(`${now.server.base}/`, now.cookie);
    const gaps = /まだ決まっていない人が([0-9]+)人/.exec(shown.text)?.[1];
    if (!gaps) throw new Error('the board counts no gaps');
    console.log(`\n### The board of 500 clients, 32 connections, ${ROUNDS} pairs of ${SECONDS} s; 支給決定の切れ目: ${gaps}\n\n| who | requests/s |\n|---|---|`);
    for (const one of servers) console.log(`| ${one.name} | ${spread(one.rates)} |`);
    console.log(`\n- ${spread(now.rates.map((rate, place) => rate / before.rates[place]))} times ${EARLIER_NAME}, pair by pair`);
  } finally {
    for (const one of servers) await one.server.stop();
  }
}

console.log(`${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)} when it began`);
if (PART !== 'board') await history();
if (PART !== 'history') await board();
