/**
 * `npm run bench:signatures`: the cost of signed commands. Replicas in one process decide commands as fast as they can;
 * each device signs its commands and verifies the others', by WebCrypto, by `@noble/curves`, or not at all. The three
 * alternate.
 *
 * Options: `--rounds N` samples of each; `--window N` commands in flight at once; `--size N` replicas;
 * `--milliseconds N` length of a sample; `--storage N` milliseconds until a transaction is durable (0: at once, so that
 * only the processor counts).
 *
 * All devices share one core here; real devices verify at the same time.
 */

import { parseArgs } from 'node:util';
import { BoardSeals } from '#app/replica/seals/board-seals.ts';
import { type Ed25519, nobleEd25519, platformEd25519 } from '#app/replica/seals/ed25519.ts';
import { boardSecretBytes } from '#shared/invite/invite.ts';
import { type DeviceIdentity, deviceIdentity } from '#shared/invite/keys/device-key.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import { noDigest } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Device, type DeviceHost } from '#shared/replica/device.ts';
import { nothingUnsaved } from '#shared/replica/outbox/outbox.ts';
import type { Seals } from '#shared/replica/seals/seals.ts';
import { numbersFrom } from '#shared/testing/random.ts';
import { decodeMessage, encodeMessage } from '#shared/wire/frame.ts';
import { chained } from '#shared/wire/group-digest.ts';
import { commandBytes } from './consensus/cluster.ts';
import { ratioOf, spreadOf } from './report/statistics.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    window: { type: 'string', default: '64' },
    size: { type: 'string', default: '3' },
    milliseconds: { type: 'string', default: '700' },
    storage: { type: 'string', default: '0' },
  },
});
const [rounds, window, size, milliseconds, storage] = [
  values.rounds,
  values.window,
  values.size,
  values.milliseconds,
  values.storage,
].map(Number) as [number, number, number, number, number];

const keys = deriveKeys(new Uint8Array(boardSecretBytes).fill(1));
const later = (run: () => void): void => void setImmediate(run);
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const anySeal = new Uint8Array(96);

const unsigned: Seals = {
  seal: ({ drafts, previous }, answer) => answer(chained(drafts, previous, () => anySeal)),
  check: (_groups, answer) => answer(true),
};

const contenders: readonly (readonly [string, Ed25519 | undefined])[] = [
  ['unsigned', undefined],
  ['WebCrypto', platformEd25519(globalThis.crypto.subtle, later)],
  ['@noble/curves', nobleEd25519(later)],
];

class Member implements DeviceHost {
  readonly identity: DeviceIdentity;
  readonly device: Device;
  readonly #seals: Seals;
  readonly #others: () => readonly Member[];
  applied = 0;
  onApplied: () => void = () => undefined;
  groups = 0;
  /** Time until a transaction is durable, milliseconds. */
  writeMs = 0;

  constructor(position: number, others: () => readonly Member[], ed25519: Ed25519 | undefined) {
    this.identity = deviceIdentity(new Uint8Array(32).fill(position + 1));
    this.#others = others;
    this.#seals =
      ed25519 === undefined ? unsigned : new BoardSeals({ identity: this.identity, keys, ed25519 });
    this.device = new Device({
      id: this.identity.replica,
      random: numbersFrom(position + 1),
      state: undefined,
      genesis: position === 0,
      standing: { access: 'edit' },
      stored: { outbox: [], unsaved: nothingUnsaved, nextSequence: 1, lastDigest: noDigest },
      policy: { everyTicks: Number.POSITIVE_INFINITY },
      host: this,
    });
  }

  seal: Seals['seal'] = (...unsealed) => this.#seals.seal(...unsealed);
  check: Seals['check'] = (...groups) => this.#seals.check(...groups);

  decided: DeviceHost['decided'] = (decided) => {
    for (const { entry, commands } of decided) {
      this.applied += commands.length;
      if (entry.type === 'commands') this.groups += entry.groups.length;
    }
    this.onApplied();
  };

  restored = (): number => {
    throw new Error('a replica lagged and received a snapshot');
  };

  digest = (): string => String(this.applied);
  snapshot = (): Iterable<Uint8Array> => [];
  write = (): void => {
    const saved = (): void => this.device.saved();
    if (this.writeMs > 0) setTimeout(saved, this.writeMs);
    else setImmediate(saved);
  };

  saveSoon = (): void => queueMicrotask(() => this.device.save());
  workSoon = (): void => {
    setImmediate(() => this.device.work());
  };

  send = (envelopes: readonly Envelope[]): void => {
    let encoded: { readonly of: Envelope['message']; readonly bytes: Uint8Array } | undefined;
    for (const { to, message } of envelopes) {
      if (encoded?.of !== message) encoded = { of: message, bytes: encodeMessage(message) };
      const { bytes } = encoded;
      const receiver = this.#others().find(({ identity }) => identity.replica === to);
      setImmediate(() => {
        const decoded = decodeMessage(bytes);
        if (!decoded.ok) throw new Error(decoded.problem);
        receiver?.device.receive(this.identity.replica, decoded.message);
      });
    }
  };

  status = (): void => undefined;
  halted = (reason: string, why: string): never => {
    throw new Error(`${reason}: ${why}`);
  };
  overreach = (): void => undefined;
  forged = (from: ReplicaId): never => {
    throw new Error(`a signature of ${from} was rejected`);
  };
  lenderOf = (): undefined => undefined;
  dismiss = (): void => undefined;
  failed = (error: unknown): never => {
    throw error;
  };
}

interface Sample {
  /**
   * Commands per second of the wall clock. Commands are in flight all the time, so each wait for a signature counts.
   */
  readonly perSecond: number;
  /** Commands per second of processor time, including WebCrypto's threads. */
  readonly perCoreSecond: number;
  /** Commands per signed group. */
  readonly perGroup: number;
}

/** Starts a board of `size` voters and measures the commands that it decides within the length of a sample. */
async function sample(ed25519: Ed25519 | undefined): Promise<Sample> {
  const members: Member[] = [];
  for (let position = 0; position < size; position += 1)
    members.push(new Member(position, () => members, ed25519));
  const [leader] = members;
  if (leader === undefined) throw new RangeError('no replicas');
  for (const { device } of members) device.start();
  for (const a of members) {
    for (const b of members) if (a !== b) a.device.linkUp(b.identity.replica, { access: 'edit' });
  }
  const voters = members.map(({ identity }) => identity.replica);
  const isReady = () =>
    members.every(({ device }) => device.status().configuration?.voters.length === size) &&
    leader.device.status().role === 'leader';
  for (let turns = 0; !isReady(); turns += 1) {
    if (turns > 10_000) throw new Error('the replicas do not become voters');
    for (const { device } of members) device.tick();
    for (let rest = 0; rest < 6; rest += 1) await nextTurn();
    if (leader.device.status().configuration?.voters.length !== size) leader.device.reconfigure(voters);
  }
  for (const member of members) member.writeMs = storage;
  let sent = 0;
  let isRunning = true;
  const body = new Uint8Array(commandBytes);
  const refill = (): void => {
    const submitter = members[Math.floor(sent / window) % size] ?? leader;
    const free = isRunning ? window - (sent - leader.applied) : 0;
    for (let count = 0; count < free; count += 1) if (submitter.device.submit(body).ok) sent += 1;
  };
  // No busy waiting: the wait for a signature takes no processor time.
  leader.onApplied = () => setImmediate(refill);
  const ticking = setInterval(() => {
    for (const { device } of members) device.tick();
  }, 50);
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  refill();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  isRunning = false;
  clearInterval(ticking);
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - begun) / 1000;
  const result = {
    perSecond: leader.applied / seconds,
    perCoreSecond: (leader.applied * 1_000_000) / (user + system),
    perGroup: leader.applied / Math.max(1, leader.groups),
  };
  for (const { device } of members) device.halt();
  await nextTurn();
  return result;
}

const samples = new Map<string, Sample[]>(contenders.map(([name]) => [name, []]));
for (let round = -1; round < rounds; round += 1) {
  for (let turn = 0; turn < contenders.length; turn += 1) {
    const next = contenders[(round + 1 + turn) % contenders.length];
    if (next === undefined) continue;
    const [name, ed25519] = next;
    const taken = await sample(ed25519);
    // The code is compiled in the first round, so it does not count.
    if (round >= 0) samples.get(name)?.push(taken);
  }
}

const base = samples.get('unsigned') ?? [];
process.stdout.write(
  `${size} replicas in one process, ${window} commands of ${commandBytes} bytes in flight, ${storage} ms for a transaction\n`,
);
for (const [name, taken] of samples) {
  const median = (of: (each: Sample) => number) => spreadOf(taken.map(of)).median;
  const ratio = (of: (each: Sample) => number) => ratioOf(taken.map(of), base.map(of)).median.toFixed(2);
  const [wall, core] = [(each: Sample) => each.perSecond, (each: Sample) => each.perCoreSecond];
  process.stdout.write(
    `${name.padEnd(14)} ${Math.round(median(wall))} a second (× ${ratio(wall)}), ` +
      `${Math.round(median(core))} a second of one core (× ${ratio(core)}), ` +
      `${median((each) => each.perGroup).toFixed(1)} in a group\n`,
  );
}
process.exit();
