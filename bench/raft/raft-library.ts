/**
 * The Raft that the benchmark compares the engine with: the part of `@coaty/consensus.raft` (Siemens, Apache-2.0) that is a port of
 * etcd's Raft. The types declare only what the benchmark uses. The library's driver, network and database are not loaded.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface RaftEntry {
  readonly type: number;
  readonly index: number;
  /** Any JSON value. */
  readonly data: unknown;
}

export interface RaftMessage {
  readonly to: string;
  readonly from: string;
}

interface HardState {
  isEmptyHardState(): boolean;
}

interface ConfState {
  readonly voters: readonly string[];
}

export interface Ready {
  readonly hardState: HardState;
  readonly entries: readonly RaftEntry[];
  readonly committedEntries: readonly RaftEntry[];
  readonly messages: readonly RaftMessage[];
  readonly snapshot: { isEmptySnap(): boolean };
}

export interface MemoryStorage {
  readonly snapshot: { readonly metadata: { confState: ConfState; readonly index: number } };
  SetHardState(state: HardState): Error | null;
  Append(entries: readonly RaftEntry[]): Error | null;
  CreateSnapshot(index: number, confState: ConfState, data: unknown): [unknown, Error | null];
  Compact(index: number): Error | null;
}

export interface RawNode {
  readonly raft: { readonly id: string; readonly lead: string; readonly state: number };
  tick(): void;
  /** @returns the error, or null. */
  step(message: RaftMessage): Error | null;
  propose(data: unknown): Error | null;
  hasReady(): boolean;
  ready(): Ready;
  advance(ready: Ready): void;
}

export interface RaftLibrary {
  readonly RawNode: { NewRawNode(config: unknown): RawNode };
  readonly RaftConfig: new (options: Readonly<Record<string, unknown>>) => unknown;
  readonly MemoryStorage: { NewMemoryStorage(): MemoryStorage };
  readonly ConfState: new (options: ConfState) => ConfState;
  readonly Entry: new (options: { readonly data: unknown }) => RaftEntry;
  readonly Message: new (options: Readonly<Record<string, unknown>>) => RaftMessage;
  readonly MessageType: { readonly MsgProp: number };
  readonly discardLogger: unknown;
}

export type Loaded =
  | { readonly ok: true; readonly library: RaftLibrary; readonly version: string }
  | { readonly ok: false; readonly why: string };

const folder = fileURLToPath(new URL('../peer/', import.meta.url));
const packageName = '@coaty/consensus.raft';

/** Timeout of the installation, milliseconds. */
const maxInstallMilliseconds = 300_000;

export function isRaftInstalled(): boolean {
  return existsSync(`${folder}node_modules/${packageName}/package.json`);
}

/** Installs the library in `bench/peer`, outside the project's dependencies. @returns the problem, or undefined. */
export function installRaft(): string | undefined {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { error, status, stderr } = spawnSync(npm, options, {
    cwd: folder,
    encoding: 'utf8',
    timeout: maxInstallMilliseconds,
    shell: process.platform === 'win32',
  });
  if (error !== undefined) return error.message;
  if (status === 0) return undefined;
  const [reason] = stderr.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
  return reason ?? `npm ended with ${status}`;
}

/** Loads the library from `bench/peer`. @returns a reason if it is not installed or cannot be loaded. */
export function loadRaft(): Loaded {
  if (!isRaftInstalled()) return { ok: false, why: `${packageName} is not installed in bench/peer` };
  try {
    const load = createRequire(`${folder}package.json`);
    const { version }: { version: string } = load(`${packageName}/package.json`);
    const parts: readonly Partial<RaftLibrary>[] = [
      'rawnode',
      'raft',
      'storage',
      'raftpb/raft.pb',
      'logger',
    ].map((part) => load(`${packageName}/ported/${part}.js`));
    const library: RaftLibrary = Object.assign(Object.create(null), ...parts);
    return { ok: true, library, version };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}
