/**
 * `npm run bench:desktop -- [--starts 5]`: the time from the start of the desktop app until its window is usable, with
 * a new profile and with a board, and the memory of its processes with that board open. Electron's runtime of the tests
 * on a separate display; Linux only; about ten seconds per start.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppProcess } from '../e2e/processes/app-process.ts';
import { argsOf } from '../e2e/processes/electron-app.ts';
import { openDisplay } from '../scripts/environment/display.mjs';
import { ensureTestElectron } from '../scripts/environment/electron/test-electron.mjs';
import { boardName } from './app/instances.ts';
import { parseCount } from './options/count.ts';
import { processBytes } from './report/process-memory.ts';
import { processorSeconds } from './report/processor-time.ts';
import { spreadOf } from './report/statistics.ts';
import { formatSpread, formatTable } from './report/table.ts';

const bytesPerMegabyte = 1024 * 1024;

/** As Chromium names them in `--type`; the first has none. */
const kinds = { main: 'main process', renderer: 'window', 'gpu-process': 'GPU process' } as const;

const { values } = parseArgs({ options: { starts: { type: 'string', default: '5' } } });
const starts = parseCount('--starts', values.starts);

const electron = await ensureTestElectron();
if (electron === undefined) process.exit(1);
const folder = mkdtempSync(join(tmpdir(), 'paxboard-bench-'));
const display = await openDisplay();
try {
  await measure(electron.program, display.env);
} finally {
  display.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function measure(program: string, env: Readonly<Record<string, string>>): Promise<void> {
  const fresh: number[] = [];
  const known: number[] = [];
  const processor: number[] = [];
  const memory = new Map<string, number[]>();
  for (let at = 0; at < starts; at += 1) {
    const profile = join(folder, `profile-${at}`);
    mkdirSync(profile);
    const first = await start(program, profile, env);
    fresh.push(first.took);
    await first.window.enterName('Ada');
    await first.window.createBoard(boardName);
    await first.app.quit();

    const second = await start(program, profile, env);
    known.push(second.took);
    processor.push(second.processorMs);
    await second.window.openBoard(boardName);
    await second.window.expectState('settling');
    for (const [kind, bytes] of bytesByKind(second.app))
      memory.set(kind, [...(memory.get(kind) ?? []), bytes]);
    await second.app.quit();
    process.stdout.write(`${Math.round(first.took)} ms, ${Math.round(second.took)} ms\n`);
  }
  const load = loadavg()[0]?.toFixed(1) ?? '';
  const rows = [
    ['start to usable window, new profile, ms', formatSpread(spreadOf(fresh), 0)],
    ['start to usable window, one board, ms', formatSpread(spreadOf(known), 0)],
    ['processor time of that start, ms', formatSpread(spreadOf(processor), 0)],
    ...[...memory].map(([kind, bytes]) => [
      `memory of the ${kind}, MB`,
      formatSpread(spreadOf(bytes.map((one) => one / bytesPerMegabyte)), 0),
    ]),
  ];
  process.stdout.write(
    `${formatTable([`median (least to most), ${starts} starts, load ${load}`, ''], rows)}\n`,
  );
}

async function start(program: string, profile: string, env: Readonly<Record<string, string>>) {
  const begun = performance.now();
  const app = new AppProcess(program, argsOf({ program, profile, args: ['--listen=127.0.0.1'] }), { env });
  const window = await app.window();
  await window.expectUsable();
  const took = performance.now() - begun;
  const [main] = app.processes();
  return { app, window, took, processorMs: processorSeconds(main?.pid ?? 0) * 1000 };
}

/** Of the three processes that the app has, and of its others together. */
function bytesByKind(app: AppProcess): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { kind, pid } of app.processes()) {
    const name = Object.entries(kinds).find(([type]) => type === kind)?.[1] ?? 'other processes';
    found.set(name, (found.get(name) ?? 0) + processBytes(pid));
  }
  return found;
}
