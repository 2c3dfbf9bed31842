// A mimamori of our own on a free port of loopback, ended with the walk.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** A port nobody listens on right now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts `mimamori COMMAND` and waits for /healthz; `output` collects what it prints, `more` are further arguments. */
export async function start(program, command, folder, database, more = []) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const where = command === 'demo' ? ['--port', String(port)] : ['--listen', `127.0.0.1:${port}`];
  const args = [command, '--data', data, ...where, ...more];
  if (database) args.push('--database', database);
  // setpriv ends the server even when this program is killed.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server = { base, child, output: '', stop: () => stop(child) };
  child.stdout.on('data', (text) => (server.output += text));
  child.stderr.on('data', (text) => (server.output += text));
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`mimamori ended with ${child.exitCode}:\n${server.output}`);
    const answer = await fetch(`${base}/healthz`).catch(() => null);
    if (answer?.ok) return server;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop(child);
  throw new Error(`mimamori does not answer:\n${server.output}`);
}

function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.on('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGINT');
  });
}
