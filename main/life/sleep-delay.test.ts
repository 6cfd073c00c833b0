import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemdSleepDelay } from './sleep-delay.ts';

/** Runs the last argument, as systemd-inhibit does, and writes its own beginning and end. */
function inhibitor(): { readonly program: string; readonly said: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-sleep-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'inhibit');
  const log = join(folder, 'log');
  writeFileSync(
    program,
    `#!/bin/sh\nfor last; do true; done\necho "holds $1 $2" >> ${log}\n"$last"\necho ends >> ${log}\n`,
  );
  chmodSync(program, 0o755);
  return { program, said: () => (existsSync(log) ? readFileSync(log, 'utf8') : '') };
}

const isPosix = process.platform !== 'win32';

test.skipIf(!isPosix)('one lock is held until it is released, and another one after that', async () => {
  const { program, said } = inhibitor();
  const warn = vi.fn();
  const delay = systemdSleepDelay(warn, program);
  const once = 'holds --what=sleep --mode=delay\n';
  delay.hold();
  delay.hold();
  await vi.waitFor(() => expect(said()).toBe(once), { timeout: 5000 });
  delay.release();
  delay.release();
  await vi.waitFor(() => expect(said()).toBe(`${once}ends\n`), { timeout: 5000 });
  delay.hold();
  await vi.waitFor(() => expect(said()).toBe(`${once}ends\n${once}`), { timeout: 5000 });
  delay.release();
  await vi.waitFor(() => expect(said()).toBe(`${once}ends\n${once}ends\n`), { timeout: 5000 });
  expect(warn).not.toHaveBeenCalled();
});

test('a system without the program is reported once, and not asked again', async () => {
  const warn = vi.fn();
  const delay = systemdSleepDelay(warn, join(tmpdir(), 'no-such-program'));
  delay.hold();
  await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), { timeout: 5000 });
  delay.hold();
  delay.release();
  expect(warn).toHaveBeenCalledTimes(1);
});
