/**
 * `npm start`: the desktop app where Electron's runtime is (or can be fetched) and somebody can see it, else the host in
 * plain Node and the browser.
 *
 * Flags go on to what is started; `npm start -- --help` tells them. `PAXBOARD_SHELL=browser` or `=desktop` chooses.
 */

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root, say } from './prepare.mjs';

const electronFolder = join(root, 'node_modules/electron');
const failedFetch = join(root, 'node_modules/.paxboard-electron-fetch-failed');
const fetchMilliseconds = 60_000;

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
    run(electron, [...(isRoot() ? ['--no-sandbox'] : []), root, ...args]);
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
  const present = electronProgram();
  if (present !== undefined) return present;
  const version = JSON.parse(readFileSync(join(electronFolder, 'package.json'), 'utf8')).version;
  const failedBefore = existsSync(failedFetch) && readFileSync(failedFetch, 'utf8') === version;
  if (failedBefore && !insist) {
    say("Electron's runtime could not be fetched before, so Paxboard opens in the browser.");
    say('(PAXBOARD_SHELL=desktop npm start tries again.)');
    return undefined;
  }
  return fetchElectron(version);
}

/** Reads where it is. Requiring the package would start a download, and throw without a network. */
function electronProgram() {
  const pathFile = join(electronFolder, 'path.txt');
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist');
  if (!existsSync(pathFile)) return undefined;
  const program = join(folder, readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

function fetchElectron(version) {
  say(`Fetching Electron's runtime ${version}, for a window of Paxboard's own (once; at most a minute) …`);
  const result = spawnSync(process.execPath, [join(electronFolder, 'install.js')], {
    cwd: root,
    stdio: 'ignore',
    timeout: fetchMilliseconds,
    killSignal: 'SIGKILL',
  });
  const program = result.status === 0 ? electronProgram() : undefined;
  if (program === undefined) {
    writeFileSync(failedFetch, version);
    say('That did not work, so Paxboard opens in the browser. Everything works there, too.');
  } else rmSync(failedFetch, { force: true });
  return program;
}

function hasDisplay() {
  if (process.env.CI) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Chromium's sandbox does not work for root, and Electron refuses to start without being told so. */
function isRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0;
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
