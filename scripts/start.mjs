/**
 * `npm start`: starts the desktop app if there is a display and Electron's runtime is installed or can be downloaded;
 * else starts the host in plain Node and opens the browser.
 *
 * Arguments are passed to the started program; `npm start -- --help` lists them. `PAXBOARD_SHELL=browser` or `=desktop`
 * selects one.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  fetchElectron,
  hasFailedToFetch,
  installedElectron,
  sandboxFlags,
} from './environment/electron/electron.mjs';
import { prepare, root, say } from './environment/prepare.mjs';

prepare();
start(process.argv.slice(2));

function start(args) {
  const wanted = process.env.PAXBOARD_SHELL ?? '';
  if (!['', 'browser', 'desktop'].includes(wanted)) {
    process.stderr.write(`PAXBOARD_SHELL must be "browser" or "desktop", not "${wanted}".\n`);
    process.exit(2);
  }
  const electron = wanted === 'browser' || asksForHost(args) ? undefined : findElectron(wanted === 'desktop');
  if (electron !== undefined) {
    run(electron, [...sandboxFlags(), root, ...args]);
    return;
  }
  if (wanted === 'desktop') {
    process.stderr.write(
      "Electron's runtime is not installed and could not be downloaded. Without PAXBOARD_SHELL=desktop, ",
    );
    process.stderr.write('Paxboard opens in the browser.\n');
    process.exit(1);
  }
  run(process.execPath, [join(root, 'out/main/host.js'), ...args]);
}

/** The desktop app does not have these options. */
function asksForHost(args) {
  return args.some((arg) =>
    /^(?:-h|-p|--help|--host|--port|--no-open|--lend-votes|--votes-folder)(?:=|$)/.test(arg),
  );
}

/** @param isRequired by `PAXBOARD_SHELL`. @returns the path of Electron's program; undefined to use the browser. */
function findElectron(isRequired) {
  if (!isRequired && !hasDisplay()) return undefined;
  const present = installedElectron();
  if (present !== undefined) return present;
  if (hasFailedToFetch() && !isRequired) {
    say("Electron's runtime could not be downloaded before, so Paxboard opens in the browser.");
    say('(PAXBOARD_SHELL=desktop npm start tries again.)');
    return undefined;
  }
  const fetched = fetchElectron();
  if (fetched === undefined) {
    say('The download failed, so Paxboard opens in the browser.');
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
