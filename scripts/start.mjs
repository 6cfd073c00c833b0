/**
 * `npm start`: the desktop app where Electron's runtime is (or can be fetched) and somebody can see it, else the host in
 * plain Node and the browser.
 *
 * Flags go on to what is started; `npm start -- --help` tells them. `PAXBOARD_SHELL=browser` or `=desktop` chooses.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fetchElectron, hasFailedToFetch, installedElectron, sandboxFlags } from './environment/electron.mjs';
import { prepare, root, say } from './environment/prepare.mjs';

prepare();
start(process.argv.slice(2));

function start(args) {
  const wanted = process.env.PAXBOARD_SHELL ?? '';
  if (!['', 'browser', 'desktop'].includes(wanted)) {
    process.stderr.write(`PAXBOARD_SHELL is "${wanted}"; it can be "browser" or "desktop".\n`);
    process.exit(2);
  }
  const electron = wanted === 'browser' || asksForHost(args) ? undefined : findElectron(wanted === 'desktop');
  if (electron !== undefined) {
    run(electron, [...sandboxFlags(), root, ...args]);
    return;
  }
  if (wanted === 'desktop') {
    process.stderr.write(
      "Electron's runtime is not here and could not be fetched. Without PAXBOARD_SHELL=desktop, ",
    );
    process.stderr.write('Paxboard opens in the browser instead.\n');
    process.exit(1);
  }
  run(process.execPath, [join(root, 'out/main/host.js'), ...args]);
}

/** These flags mean nothing to the desktop app. */
function asksForHost(args) {
  return args.some((arg) => /^(?:-h|-p|--help|--host|--port|--no-open)(?:=|$)/.test(arg));
}

/** @returns the path of Electron's program, undefined if the browser is to be used. */
function findElectron(insist) {
  if (!insist && !hasDisplay()) return undefined;
  const present = installedElectron();
  if (present !== undefined) return present;
  if (hasFailedToFetch() && !insist) {
    say("Electron's runtime could not be fetched before, so Paxboard opens in the browser.");
    say('(PAXBOARD_SHELL=desktop npm start tries again.)');
    return undefined;
  }
  const fetched = fetchElectron();
  if (fetched === undefined) {
    say('That did not work, so Paxboard opens in the browser. Everything works there, too.');
  }
  return fetched;
}

function hasDisplay() {
  if (process.env.CI) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function run(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  // A terminal sends Ctrl+C to the child as well; this process only waits for it to finish.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`Paxboard could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}
