/**
 * One device on one board: the loop around its engine, with everything that decides outside the engine. That is the
 * policy of who votes, what may be heard of viewers, how removed members go, and when a person may go on alone.
 *
 * Synchronous and without I/O, as the loop is; its host has the storage, the network and the clock.
 */

import type { BoardAccess } from '../invite/invite.ts';
import type { Event, Halted, Status } from '../paxos/effects.ts';
import type { Message } from '../paxos/messages.ts';
import type { ReplicaId } from '../paxos/model/ids.ts';
import { Replica, type ReplicaOptions } from '../paxos/replica.ts';
import { heardOfViewer, isOverreach } from './admission.ts';
import { type Engine, type LoopHost, ReplicaLoop } from './loop.ts';
import type { PendingCommand, StoredOutbox, Submitted } from './outbox.ts';
import { Removals } from './removals.ts';
import { SealGate } from './seal-gate.ts';
import type { Seals } from './seals.ts';
import { defaultPolicyLimits, type PolicyLimits } from './voter-policy.ts';
import { VoterWatch } from './voter-watch.ts';
import { Waiting } from './waiting.ts';

/** The rights of a device on a board, and whether it may vote. */
export interface Standing {
  readonly access: BoardAccess;
  /** It keeps its copy only for as long as it runs: it never votes, and never goes on alone. */
  readonly guest?: boolean;
}

/** Why a device stops by itself. `removed`: it was removed from the board, and the log says so. */
export type DeviceHalt = Halted['reason'] | 'removed';

export interface DeviceHost extends Omit<LoopHost, 'stepped'>, Seals {
  /** After each round of events; often without a change. */
  status(status: Status): void;
  /** The device does nothing more, except for a batch that it may yet hand out where it stopped for good. */
  halted(reason: DeviceHalt, why: string): void;
  /** `from` may only view, and tried to do more; the engine did not hear it. */
  overreach(from: ReplicaId): void;
  /** `from` sent commands in another's name; the engine did not hear them. Its link is to go down. */
  forged(from: ReplicaId): void;
  /** These were removed from the board and are needed no longer: their links go down, and do not come up again. */
  dismiss(removed: ReadonlySet<ReplicaId>): void;
}

export interface DeviceOptions
  extends Pick<ReplicaOptions, 'id' | 'random' | 'state' | 'genesis' | 'limits'> {
  readonly standing: Standing;
  /** What the storage holds. */
  readonly stored: StoredOutbox;
  readonly policy?: Partial<PolicyLimits>;
  readonly createEngine?: (options: ReplicaOptions) => Engine;
  readonly host: DeviceHost;
}

export class Device {
  readonly id: ReplicaId;
  readonly #standing: Standing;
  readonly #host: DeviceHost;
  readonly #engine: Engine;
  readonly #loop: ReplicaLoop;
  readonly #gate: SealGate;
  readonly #voterWatch: VoterWatch;
  readonly #waiting = new Waiting();
  readonly #removals = new Removals();
  /** Linked members that may only view. */
  readonly #viewers = new Set<ReplicaId>();
  #isConnected = false;
  #dismissed: ReadonlySet<ReplicaId> = new Set();
  /** After the last round: the engine changes in rounds only. */
  #status: Status;

  /** @throws InvariantViolation if `state` is not what a replica writes. */
  constructor(options: DeviceOptions) {
    const { id, random, state, genesis, limits, standing, stored, policy, host, createEngine } = options;
    this.id = id;
    this.#standing = standing;
    this.#host = host;
    const create = createEngine ?? ((engineOptions) => new Replica(engineOptions));
    this.#engine = create({ id, random, state, genesis, limits });
    this.#status = this.#engine.status();
    this.#voterWatch = new VoterWatch(id, { ...defaultPolicyLimits, ...policy });
    const loopHost: LoopHost = {
      decided: (decided) => host.decided(decided),
      restored: (restored) => host.restored(restored),
      digest: () => host.digest(),
      snapshot: () => host.snapshot(),
      write: (batch) => host.write(batch),
      saveSoon: () => host.saveSoon(),
      send: (envelopes) => host.send(envelopes),
      trace: (trace) => host.trace?.(trace),
      failed: (error) => host.failed(error),
      seal: (unsealed, answer) => host.seal(unsealed, answer),
      stepped: () => this.#stepped(),
    };
    this.#gate = new SealGate({
      seals: host,
      pass: (from, message) => this.#loop.step({ type: 'receive', from, message }),
      forged: (from) => this.#forged(from),
    });
    this.#loop = new ReplicaLoop(id, this.#engine, loopHost, stored);
  }

  /** Replays what is decided, then submits again what is not. Once. */
  start(): void {
    this.#loop.start();
  }

  get isRunning(): boolean {
    return this.#loop.isRunning;
  }

  /** Commands of this device that are not known to be applied, in order. */
  get pendingCommands(): readonly PendingCommand[] {
    return this.#loop.pendingCommands;
  }

  get linked(): Iterable<ReplicaId> {
    return this.#voterWatch.linked;
  }

  /** After the last round of events. */
  status(): Status {
    return this.#status;
  }

  /** @param body must not be changed any more. */
  submit(body: Uint8Array): Submitted {
    if (!this.isRunning) return { ok: false, refusal: 'stopped' };
    if (this.#standing.access === 'view') return { ok: false, refusal: 'viewOnly' };
    return this.#loop.submit(body);
  }

  // Storage: the host's answers to `write` and `saveSoon`.

  save(): void {
    this.#loop.save();
  }

  saved(): void {
    this.#loop.saved();
  }

  /** The storage failed, or the host has another reason to stop at once: nothing more is written. */
  halt(): void {
    this.#loop.halt();
  }

  /** Takes no more events. What it has taken still becomes durable. */
  close(): void {
    this.#loop.close();
  }

  // Time and network.

  tick(): void {
    if (!this.isRunning) return;
    this.#waiting.tick(this.status());
    this.#removals.tick();
    this.#loop.step({ type: 'tick' });
    const advice = this.#voterWatch.tick(() => this.status());
    if (advice !== undefined) this.#loop.step(advice);
    this.#dismissRemoved();
  }

  /** The network is made, or made anew: it knows of no dismissed members. */
  connected(): void {
    this.#isConnected = true;
    this.#dismissed = new Set();
    this.#dismissRemoved();
  }

  linkUp(peer: ReplicaId, { access, guest }: Standing): void {
    if (!this.isRunning) return;
    if (access === 'view') this.#viewers.add(peer);
    this.#voterWatch.linkUp(peer, access === 'edit' && guest !== true);
    this.#loop.step({ type: 'link', peer, state: 'up' });
  }

  linkDown(peer: ReplicaId): void {
    if (!this.isRunning) return;
    this.#viewers.delete(peer);
    this.#gate.forget(peer);
    this.#voterWatch.linkDown(peer);
    this.#loop.step({ type: 'link', peer, state: 'down' });
  }

  receive(from: ReplicaId, message: Message): void {
    if (!this.isRunning) return;
    const heard = this.#viewers.has(from) ? heardOfViewer(message, this.status()) : message;
    if (heard !== undefined) this.#gate.receive(from, heard);
    else if (isOverreach(message)) this.#host.overreach(from);
  }

  // What a person, or the window, asks for.

  /** To a leader: let these replicas vote. The decided entries show the result. */
  reconfigure(voters: readonly ReplicaId[]): void {
    this.#loop.step({ type: 'reconfigure', voters });
  }

  /** To a leader: hand leadership to another voter. */
  resign(): void {
    this.#loop.step({ type: 'resign' });
  }

  /** This device is about to leave (quit, sleep): another member may take its vote, and its leadership. */
  signOff(): void {
    this.#loop.step({ type: 'signOff' });
  }

  /** It stays after all, or is back. */
  stay(): void {
    this.#loop.step({ type: 'stay' });
  }

  /** Whether it may go on alone: it has waited long enough for a majority, has a board, may edit it, and keeps it. */
  get canRecover(): boolean {
    // The others would not follow one that may only view, and a board that a guest goes on with ends with its page.
    const { access, guest } = this.#standing;
    if (!this.isRunning || access === 'view' || guest === true) return false;
    return this.#waiting.canRecover(this.status());
  }

  /** Goes on alone, from what this device knows: only if a person says so. */
  recover(): void {
    this.#loop.step({ type: 'recover' });
  }

  /**
   * These were removed from the board, as all agree: they get no vote, and no link as soon as none of them is needed to
   * hand over its own. If this device is among them it hands over its vote, and stops.
   */
  remove(replicas: Iterable<ReplicaId>): void {
    if (!this.#removals.add(replicas)) return;
    this.#voterWatch.remove(this.#removals.ids);
    if (this.#removals.has(this.id)) this.signOff();
    this.#dismissRemoved();
  }

  #dismissRemoved(): void {
    if (this.#removals.isEmpty || !this.isRunning || !this.#isConnected) return;
    const due = this.#removals.due(this.status().configuration?.voters ?? []);
    if (due.has(this.id)) return this.#halt('removed', '');
    // As many are not the same: one of them may vote again, by a change that was under way.
    if (due.size === this.#dismissed.size && [...due].every((id) => this.#dismissed.has(id))) return;
    this.#dismissed = due;
    this.#host.dismiss(due);
  }

  #forged(from: ReplicaId): void {
    if (this.isRunning) this.#host.forged(from);
  }

  #stepped(): readonly Event[] {
    const status = this.#engine.status();
    this.#status = status;
    this.#host.status(status);
    if (status.halted !== undefined) this.#halt(status.halted.reason, status.halted.why);
    const advice = this.#voterWatch.hear(status);
    return advice === undefined ? [] : [advice];
  }

  #halt(reason: DeviceHalt, why: string): void {
    if (!this.isRunning) return;
    // Why it stopped is to be durable: it must not vote again after a restart.
    if (reason === 'superseded' || reason === 'rolledBack') this.#loop.close();
    else this.#loop.halt();
    this.#host.halted(reason, why);
  }
}
