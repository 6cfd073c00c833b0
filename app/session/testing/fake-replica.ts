/** A replica that decides on request, alone or in the order of a test. */

import type { Peer } from '#app/mesh/transport.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import type { ReplicaListener } from '#app/replica/listener.ts';
import type { Board } from '#shared/board/board.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { Applicable, Decided, Status } from '#shared/paxos/effects.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import type { Command } from '#shared/paxos/model/entry.ts';
import { noSlot, type ReplicaId, replicaId, slot } from '#shared/paxos/model/ids.ts';
import { groupOf } from '#shared/paxos/testing/groups.ts';
import type { SubmitRefusal, Submitted, Unsaved } from '#shared/replica/outbox/outbox.ts';
import type { Presence } from '#shared/wire/presence.ts';

export class FakeReplica implements SessionReplica {
  readonly id: ReplicaId;
  readonly network: SessionReplica['network'] = {
    peers: () => this.peerList,
    signaling: () => ({ status: 'connected' }),
    isClear: () => true,
  };
  listener: ReplicaListener | undefined;
  /** Handed over and not yet decided. */
  readonly submitted: Command[] = [];
  /** Passed to `listener` at its start: the stored state, a snapshot first. */
  replay: Applicable[] = [];
  earlier: Command[] = [];
  problem: SubmitRefusal | undefined;
  peerList: Peer[] = [];
  stops = 0;
  recoveries = 0;
  removed: readonly ReplicaId[] = [];
  wakes = 0;
  isRecoverable = false;
  some: Partial<Status> = {};
  isNewcomer = false;
  /** Sent outside the log. */
  readonly presences: { readonly peer: ReplicaId; readonly message: Presence }[] = [];
  #slot = 0;
  readonly #sequences = new Map<ReplicaId, number>();

  constructor(id = replicaId('me-1')) {
    this.id = id;
  }

  /** The start replays at once. */
  prepare(): Promise<void> {
    return Promise.resolve();
  }

  start(listener: ReplicaListener): void {
    this.listener = listener;
    const decided: Decided[] = [];
    this.submitted.push(...this.earlier);
    this.#sequences.set(this.id, Math.max(this.#last(this.id), this.earlier.at(-1)?.sequence ?? 0));
    for (const applicable of this.replay) {
      if (applicable.type === 'decided') decided.push(applicable);
      else listener.restored(applicable);
    }
    if (decided.length > 0) listener.decided(decided);
  }

  pendingCommands(): readonly Command[] {
    return this.listener === undefined ? this.earlier : [...this.submitted];
  }

  holdBack(): Unsaved {
    return { groups: [], commands: this.pendingCommands() };
  }

  submit(body: Uint8Array): Submitted {
    if (this.problem !== undefined) return { ok: false, refusal: this.problem };
    const command = this.command(this.id, body);
    this.submitted.push(command);
    return { ok: true, sequence: command.sequence };
  }

  status(): Status {
    const status: Status = {
      id: this.id,
      role: 'leader',
      generation: 1,
      promised: noBallot,
      leader: { epoch: slot(1), round: 1, replica: this.id },
      configuration: configuration(1, [this.id]),
      decidedThrough: slot(this.#slot),
      lastSlot: slot(this.#slot),
      compactedThrough: noSlot,
      signsOff: false,
      pendingSubmissions: this.submitted.length,
      quorumReached: true,
      peers: [],
      ...this.some,
    };
    if (!this.isNewcomer) return status;
    const { configuration: _, ...rest } = status;
    return { ...rest, role: 'learner', leader: noBallot, quorumReached: false };
  }

  sendPresence(peer: ReplicaId, message: Presence): number {
    this.presences.push({ peer, message });
    return 100;
  }

  canRecover(): boolean {
    return this.isRecoverable;
  }

  recover(): void {
    this.recoveries += 1;
  }

  remove(replicas: Iterable<ReplicaId>): void {
    this.removed = [...replicas];
  }

  signOff(): void {
    this.some = { ...this.some, signsOff: true };
  }

  stay(): void {
    this.some = { ...this.some, signsOff: false };
  }

  async leave(): Promise<void> {
    this.signOff();
  }

  wake(): void {
    this.wakes += 1;
    this.stay();
  }

  async stop(): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    this.stops += 1;
  }

  /** The next command of `origin`. */
  command(origin: ReplicaId, body: Uint8Array): Command {
    const sequence = this.#last(origin) + 1;
    this.#sequences.set(origin, sequence);
    return { origin, sequence, body };
  }

  by(origin: ReplicaId, body: BoardCommandBody): Command {
    return this.command(origin, encodeCommand({ ...body, at: 3 }));
  }

  decided(...commands: Command[]): Decided {
    this.#slot += 1;
    return {
      type: 'decided',
      slot: slot(this.#slot),
      entry: {
        type: 'commands',
        groups: commands.map(({ origin, sequence, body }) => groupOf(origin, sequence, body)),
      },
      commands,
      digestDue: false,
    };
  }

  /** A snapshot of `board`, some slots ahead. @returns the listener's answer: the covered commands. */
  restore(board: Board): number {
    return this.restoreState(board.snapshot());
  }

  /** The same of the bytes of a snapshot. */
  restoreState(state: Uint8Array): number {
    this.#slot += 10;
    return this.listener?.restored({ type: 'restored', through: slot(this.#slot), state }) ?? 0;
  }

  /** One slot with these commands. */
  decide(...commands: Command[]): void {
    this.listener?.decided([this.decided(...commands)]);
  }

  /** Everything that this device handed over, one slot each. */
  decideSubmitted(): void {
    for (const command of this.submitted.splice(0)) this.decide(command);
  }

  #last(origin: ReplicaId): number {
    return this.#sequences.get(origin) ?? 0;
  }
}
