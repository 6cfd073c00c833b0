/** Chromium, as a process: with a profile, which can be killed, or for private windows of several people. */

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statfsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { findChromium } from '../../../scripts/environment/browser.mjs';

/** Without a default route, Chromium gathers addresses only for pages that may use the microphone. */
export const microphoneFlag = '--use-fake-ui-for-media-stream';

/** CSS pixels. */
export const viewport = { width: 1280, height: 800 };

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  // No requests to other networks. WebRTC may hide local addresses behind `.local` names; 10.77.0.* is the tests' LAN.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE *.local , EXCLUDE 10.77.0.*',
  // Chromium uses only the last such flag, and Playwright adds one as well: this list repeats the needed parts of it.
  `--disable-features=${[
    'WebRtcHideLocalIpsWithMdns',
    'MediaRouter',
    'OptimizationHints',
    'PaintHolding',
    'HttpsUpgrades',
    'DestroyProfileOnBrowserClose',
    // Pages and processes that Chromium prepares for its own address bar and for a next tab: half of the cost of a start.
    'WebUIOmniboxPopup',
    'WebUIOmniboxAimPopup',
    'WebUIOmniboxFullPopup',
    'AimEnabled',
    'LensOverlay',
    'SpareRendererForSitePerProcess',
  ]}`,
  microphoneFlag,
  '--allow-loopback-in-peer-connection',
];

/**
 * @param options.program the Chromium to run; the installed one by default.
 * @param options.withoutFeatures further features of Chromium to disable.
 */
export async function launchChromium(
  profile: string,
  options: { readonly program?: string | undefined; readonly withoutFeatures?: readonly string[] } = {},
): Promise<BrowserContext> {
  const { withoutFeatures: features = [] } = options;
  return chromium.launchPersistentContext(profile, {
    ...(await launchOptions(options.program, features)),
    viewport,
  });
}

/** A Chromium without a profile, for private windows. */
export async function launchCommonChromium(): Promise<Browser> {
  return chromium.launch(await launchOptions(undefined, []));
}

async function launchOptions(program: string | undefined, withoutFeatures: readonly string[]) {
  const executablePath = program ?? (await findChromium());
  if (executablePath === undefined)
    throw new Error('There is no Chromium. Run "npm test", which installs one.');
  return {
    executablePath,
    headless: true,
    ignoreDefaultArgs: hasSharedMemory() ? ['--disable-dev-shm-usage'] : [],
    args: flags.map((flag) =>
      flag.startsWith('--disable-features=') ? [flag, ...withoutFeatures].join(',') : flag,
    ),
    // Only the tests kill the browser.
    handleSIGHUP: false,
  };
}

/**
 * Playwright lets Chromium keep its shared memory in files in `/tmp`, for containers whose `/dev/shm` is small. Where it is not, memory
 * saves a tenth of the processor time of a window that opens a board.
 */
function hasSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= 1024 ** 3;
  } catch {
    // Only Linux has it.
    return false;
  }
}

/** Kills the browser without a signal that it could handle, as a power loss does. */
export async function killChromium(context: BrowserContext, profile: string): Promise<void> {
  const closed = context.waitForEvent('close');
  const pid = browserProcess(profile);
  // Playwright starts each browser as the leader of a process group.
  process.kill(-pid, 'SIGKILL');
  await closed;
}

/** Stops all its processes where they are, as those of a machine that is cut off. @returns a function that resumes them. */
export function freezeChromium(profile: string): () => void {
  const group = -browserProcess(profile);
  process.kill(group, 'SIGSTOP');
  return () => void process.kill(group, 'SIGCONT');
}

/**
 * The id of the browser's main process, the parent of all others.
 *
 * @throws Error if no browser runs on `profile`
 */
export function browserProcess(profile: string): number {
  const pid = processesWith(profile).find(({ command }) => !/ --type=/.test(command))?.pid;
  if (pid === undefined) throw new Error(`no browser runs on ${profile}`);
  return pid;
}

interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

function processesWith(profile: string): readonly RunningProcess[] {
  const running = process.platform === 'linux' ? processesFromProc() : processesFromPs();
  return running.filter(({ command }) => command.includes(`--user-data-dir=${profile}`));
}

function processesFromProc(): readonly RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), command: commandOf(pid) }));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // The process ended meanwhile.
    return '';
  }
}

function processesFromPs(): readonly RunningProcess[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => {
    const [, pid = '', command = ''] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command };
  });
}
