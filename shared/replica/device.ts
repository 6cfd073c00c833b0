/**
 * One device on one board: the loop around its engine, and all decisions outside the engine. Those are the voter
 * policy, the filter for viewers' messages, the removal of members, and the condition for a recovery.
 *
 * Synchronous and without I/O, like the loop; its host provides storage, network and clock.
 */

import type { BoardAccess } from '../invite/invite.ts';
import type { Event, Halted, Status } from '../paxos/effects.ts';
import type { Message } from '../paxos/messages.ts';
import type { ReplicaId } from '../paxos/model/ids.ts';
import { defaultLimits } from '../paxos/model/limits.ts';
import type { ReplicaOptions } from '../paxos/options.ts';
import { Replica } from '../paxos/replica.ts';
import { type Engine, type LoopHost, ReplicaLoop } from './loop/loop.ts';
import { MajorityWait } from './majority-wait.ts';
import { admittedFromViewer, admittedFromWitness, isOverreach } from './members/admission.ts';
import { Links } from './members/links.ts';
import { Removals } from './members/removals.ts';
import { mayVote, type Standing } from './members/standing.ts';
import type { OutboxLimits, PendingCommand, StoredOutbox, Submitted, Unsaved } from './outbox/outbox.ts';
import { SealGate } from './seals/seal-gate.ts';
import type { Seals } from './seals/seals.ts';
import { defaultPolicyLimits, type PolicyLimits } from './voters/voter-policy.ts';
import { VoterWatch } from './voters/voter-watch.ts';

/**
 * The reason for which a device stops by itself. `superseded`: the board continued without it. `diverged`: its state
 * differs from that of a majority. `invariant`: an assertion of the engine failed. `rolledBack`: its storage lost
 * confirmed writes. `removed`: a decided command removed it from the board.
 */
export type DeviceHalt = Halted['reason'] | 'removed';

export interface DeviceHost extends Omit<LoopHost, 'stepped'>, Seals {
  /** Called after each round of events; often unchanged. */
  status(status: Status): void;
  /** The device has stopped, except for a last batch that records a permanent stop. */
  halted(reason: DeviceHalt, why: string): void;
  /** `from` has view access, and sent a message that needs more; the engine did not receive it. */
  overreach(from: ReplicaId): void;
  /** `from` sent commands with another origin; the engine did not receive them. Its link must be closed. */
  forged(from: ReplicaId): void;
  /**
   * The member that lends the vote of `witness`, by the agreed state of the board, or `witness` itself if it is on no
   * member's computer; undefined if the members did not agree on this witness, or no longer do: it gets no vote.
   */
  lenderOf(witness: ReplicaId): ReplicaId | undefined;
  /** These members were removed and are no longer needed: close their links, and open no new ones. */
  dismiss(removed: ReadonlySet<ReplicaId>): void;
}

export interface DeviceOptions
  extends Pick<ReplicaOptions, 'id' | 'random' | 'state' | 'genesis' | 'limits'> {
  readonly standing: Standing;
  /** The stored outbox. */
  readonly stored: StoredOutbox;
  readonly outboxLimits?: OutboxLimits | undefined;
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
  readonly #majorityWait = new MajorityWait();
  readonly #links = new Links();
  readonly #removals = new Removals();
  #isConnected = false;
  #dismissed: ReadonlySet<ReplicaId> = new Set();
  /** The status after the last round: the engine changes only in rounds. */
  #status: Status;

  /** @throws InvariantViolation if `state` could not have been written by a replica. */
  constructor(options: DeviceOptions) {
    const { id, random, state, genesis, limits, standing, stored, outboxLimits, policy, host, createEngine } =
      options;
    this.id = id;
    this.#standing = standing;
    this.#host = host;
    const create = createEngine ?? ((engineOptions) => new Replica(engineOptions));
    this.#engine = create({ id, random, state, genesis, limits, witness: standing.witness });
    this.#status = this.#engine.status();
    this.#voterWatch = new VoterWatch(
      id,
      this.#links,
      this.#removals,
      { ...defaultPolicyLimits, ...policy },
      (witness) => host.lenderOf(witness),
    );
    const loopHost: LoopHost = {
      decided: (decided) => host.decided(decided),
      restored: (restored) => host.restored(restored),
      preparing: (restored) => host.preparing?.(restored),
      digest: () => host.digest(),
      digestSome: () => host.digestSome?.() === true,
      snapshot: () => host.snapshot(),
      write: (batch) => host.write(batch),
      saveSoon: () => host.saveSoon(),
      workSoon: () => host.workSoon(),
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
    const loopLimits = { ...defaultLimits, ...limits };
    this.#loop = new ReplicaLoop(id, this.#engine, loopHost, stored, loopLimits, outboxLimits);
  }

  /** Replays the decided slots, then resubmits undecided commands. Called once. */
  start(): void {
    this.#loop.start();
  }

  /** As {@link start}, in steps of a few milliseconds; see {@link ReplicaLoop.starting}. */
  starting(): Iterator<void, void> {
    return this.#loop.starting();
  }

  get isRunning(): boolean {
    return this.#loop.isRunning;
  }

  /** Own commands that are not known to be applied, in order. */
  get pendingCommands(): readonly PendingCommand[] {
    return this.#loop.pendingCommands;
  }

  /** The members with a link. */
  get linked(): Iterable<ReplicaId> {
    return this.#links.linked;
  }

  /** The access that a linked member has proved; undefined without a link, and for a witness, which has none. */
  accessOf(peer: ReplicaId): BoardAccess | undefined {
    const standing = this.#links.standingOf(peer);
    return standing?.witness === true ? undefined : standing?.access;
  }

  /** Whether it is linked, as a witness. */
  isLinkedWitness(peer: ReplicaId): boolean {
    return this.#links.standingOf(peer)?.witness === true;
  }

  /** The status after the last round of events. */
  status(): Status {
    return this.#status;
  }

  /** @param body must not be modified afterwards. */
  submit(body: Uint8Array): Submitted {
    if (!this.isRunning) return { ok: false, refusal: 'stopped' };
    if (this.#standing.access === 'view' || this.#standing.witness === true)
      return { ok: false, refusal: 'viewOnly' };
    return this.#loop.submit(body);
  }

  /**
   * The page may end at any moment: the host keeps the result beyond it.
   *
   * @returns every own command that is not known to be applied.
   */
  holdBack(): Unsaved {
    return this.#loop.holdBack();
  }

  // Storage: the host's replies to `write` and `saveSoon`, and its pauses.

  save(): void {
    this.#loop.save();
  }

  saved(): void {
    this.#loop.saved();
  }

  /** The host's reply to `workSoon`. */
  work(): void {
    this.#loop.work();
  }

  /** The storage failed, or the host must stop at once: nothing more is written. */
  halt(): void {
    this.#loop.halt();
  }

  /** Accepts no more events. Accepted ones still become durable. */
  close(): void {
    this.#loop.close();
  }

  // Time and network.

  tick(): void {
    if (!this.isRunning) return;
    this.#majorityWait.tick(this.status());
    this.#removals.tick();
    this.#loop.step({ type: 'tick' });
    this.#links.tick();
    const advice = this.#voterWatch.tick(() => this.status());
    if (advice !== undefined) this.#loop.step(advice);
    this.#dismissRemoved();
  }

  /** The network was created or replaced: it has no dismissed members yet. */
  connected(): void {
    this.#isConnected = true;
    this.#dismissed = new Set();
    this.#dismissRemoved();
  }

  linkUp(peer: ReplicaId, standing: Standing): void {
    if (!this.isRunning) return;
    this.#links.up(peer, standing);
    this.#loop.step({ type: 'link', peer, state: 'up' });
  }

  linkDown(peer: ReplicaId): void {
    if (!this.isRunning) return;
    this.#gate.forget(peer);
    this.#links.down(peer);
    this.#loop.step({ type: 'link', peer, state: 'down' });
  }

  /** The linked `peer` may be gone; a hint that may be wrong. */
  doubt(peer: ReplicaId): void {
    this.#loop.step({ type: 'doubt', peer });
  }

  receive(from: ReplicaId, message: Message): void {
    if (!this.isRunning) return;
    const standing = this.#links.standingOf(from);
    if (standing?.witness === true) {
      const received = admittedFromWitness(message);
      if (received !== undefined) this.#gate.receive(from, received);
      else this.#host.overreach(from);
      return;
    }
    const isViewer = standing?.access === 'view';
    const admitted = isViewer ? admittedFromViewer(message, this.status()) : message;
    if (admitted !== undefined) this.#gate.receive(from, admitted);
    else if (isOverreach(message)) this.#host.overreach(from);
  }

  // Requests by a person, or by the window.

  /** To a leader: make these replicas the voters. The decided entries show the result. */
  reconfigure(voters: readonly ReplicaId[], witnesses?: readonly ReplicaId[]): void {
    this.#loop.step({ type: 'reconfigure', voters, ...(witnesses === undefined ? {} : { witnesses }) });
  }

  /** To a leader: hand leadership over to another voter. */
  resign(): void {
    this.#loop.step({ type: 'resign' });
  }

  /** The device is about to leave (quit, sleep): another member may take over its vote and leadership. */
  signOff(): void {
    this.#loop.step({ type: 'signOff' });
  }

  /** Revokes {@link signOff}: the device stays, or has returned. */
  stay(): void {
    this.#loop.step({ type: 'stay' });
  }

  /** The device was asleep, with all its links. */
  woke(): void {
    if (!this.status().signsOff) this.#voterWatch.lapsed();
  }

  /** Whether a recovery is allowed: no majority for long enough, a known board, edit access, and durable storage. */
  get canRecover(): boolean {
    // Other members would not follow a viewer, and a guest's board would end with its page.
    if (!this.isRunning || !mayVote(this.#standing)) return false;
    return this.#majorityWait.canRecover(this.status());
  }

  /** Continues alone from the local state: only after a person confirmed it. */
  recover(): void {
    this.#loop.step({ type: 'recover' });
  }

  /**
   * The log removed these members from the board: they get no vote, and lose their link once their votes have moved. If
   * this device is among them it hands its vote over, and stops.
   */
  remove(replicas: Iterable<ReplicaId>): void {
    const members = [...replicas];
    if (!this.#removals.add(members)) return;
    this.#voterWatch.removed();
    this.#loop.step({ type: 'removed', members });
    if (this.#removals.has(this.id)) this.signOff();
    this.#dismissRemoved();
  }

  #dismissRemoved(): void {
    if (this.#removals.isEmpty || !this.isRunning || !this.#isConnected) return;
    const due = this.#removals.due(this.status().configuration?.voters ?? []);
    if (due.has(this.id)) return this.#halt('removed', '');
    // Equal sizes do not mean equal sets: a pending change may have given one of them its vote back.
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
    const advice = this.#voterWatch.observe(status);
    return advice === undefined ? [] : [advice];
  }

  #halt(reason: DeviceHalt, why: string): void {
    if (!this.isRunning) return;
    // The reason must become durable: the replica must not vote after a restart.
    if (reason === 'superseded' || reason === 'rolledBack') this.#loop.close();
    else this.#loop.halt();
    this.#host.halted(reason, why);
  }
}
