/**
 * `npm run smoke`: checks that the packaged app of `npm run dist -- dir` starts. Runs it with a new profile until its host answers, and
 * ends it. Playwright cannot start it, because it needs the debugging arguments that a fuse of the packaged app disables.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, say } from './environment/prepare.mjs';

const limitMilliseconds = 60_000;
const pauseMilliseconds = 500;
const origin = 'http://127.0.0.1:7420';

const program = packagedProgram(process.argv[2] ?? join(root, 'dist'));
if (program === undefined) {
  process.stderr.write('There is no packaged app for this machine. Build one with `npm run dist -- dir`.\n');
  process.exit(1);
}
if ((await hostVersion()) !== undefined) {
  process.stderr.write(`Another Paxboard already runs at ${origin}. Close it first.\n`);
  process.exit(1);
}
process.exit(await smoke(program));

function packagedProgram(dist) {
  const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
  const places = {
    linux: `linux${suffix}-unpacked/paxboard`,
    win32: `win${suffix}-unpacked/Paxboard.exe`,
    darwin: `mac${suffix}/Paxboard.app/Contents/MacOS/Paxboard`,
  };
  const place = places[process.platform];
  const file = place && join(dist, place);
  return file && existsSync(file) ? file : undefined;
}

/** @returns the process's exit code. */
async function smoke(file) {
  const profile = mkdtempSync(join(tmpdir(), 'paxboard-smoke-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(file, [...sandbox, `--user-data-dir=${profile}`], { stdio: 'inherit' });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`it ended by itself (${signal ?? `exit code ${code}`})`));
  });
  let why;
  void ended.then((reason) => {
    why ??= reason;
  });
  const deadline = performance.now() + limitMilliseconds;
  let version;
  while (version === undefined && why === undefined && performance.now() < deadline) {
    version = await hostVersion();
    if (version === undefined) await Promise.race([ended, wait(pauseMilliseconds)]);
  }
  why ??= version === undefined ? `it did not answer within ${limitMilliseconds / 1000} s` : undefined;
  child.kill();
  await Promise.race([ended, wait(5000)]);
  child.kill('SIGKILL');
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  if (version === undefined) {
    process.stderr.write(`The packaged app does not start: ${why}.\n`);
    return 1;
  }
  say(`The packaged app ${version} starts and serves its page.`);
  return 0;
}

/** @returns the version of the host at {@link origin}; undefined if none answers, or if it does not serve the page. */
async function hostVersion() {
  try {
    const host = await (await fetch(`${origin}/host.json`)).json();
    const page = await fetch(`${origin}/`);
    const text = await page.text();
    return page.ok && text.includes('<title>') && host.app === 'paxboard' ? host.version : undefined;
  } catch {
    // It has not started yet.
    return undefined;
  }
}
