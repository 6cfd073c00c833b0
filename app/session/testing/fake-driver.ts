/** A replica that decides when it is told to, alone or in the order that a test asks for. */

import type { Peer, SignalingState } from '#app/mesh/transport.ts';
import type { SubmitRefusal, Submitted } from '#app/replica/outbox.ts';
import { encodeCommand } from '#shared/board/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import { noBallot } from '#shared/paxos/ballot.ts';
import { configuration } from '#shared/paxos/configuration.ts';
import type { Decided, Status } from '#shared/paxos/effects.ts';
import type { Command } from '#shared/paxos/entry.ts';
import { type ReplicaId, replicaId, slot } from '#shared/paxos/ids.ts';
import type { SessionDriver, SessionDriverListener } from '../driver.ts';

export class FakeDriver implements SessionDriver {
  readonly id: ReplicaId;
  listener: SessionDriverListener | undefined;
  /** Handed over and not yet decided. */
  readonly submitted: Command[] = [];
  /** Handed over to `listener` while it starts: what the storage knew. */
  replay: Decided[] = [];
  earlier: Command[] = [];
  problem: SubmitRefusal | undefined;
  peerList: Peer[] = [];
  stops = 0;
  some: Partial<Status> = {};
  isNewcomer = false;
  #slot = 0;
  readonly #sequences = new Map<ReplicaId, number>();

  constructor(id = replicaId('me-1')) {
    this.id = id;
  }

  start(listener: SessionDriverListener): void {
    this.listener = listener;
    this.submitted.push(...this.earlier);
    this.#sequences.set(this.id, Math.max(this.#last(this.id), this.earlier.at(-1)?.sequence ?? 0));
    if (this.replay.length > 0) listener.decided(this.replay);
  }

  pendingCommands(): readonly Command[] {
    return this.earlier;
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
      leader: { round: 1, replica: this.id },
      configuration: configuration(1, [this.id]),
      decidedThrough: slot(this.#slot),
      lastSlot: slot(this.#slot),
      pendingSubmissions: this.submitted.length,
      quorumReached: true,
      peers: [],
      ...this.some,
    };
    if (!this.isNewcomer) return status;
    const { configuration: _, ...rest } = status;
    return { ...rest, role: 'learner', leader: noBallot, quorumReached: false };
  }

  peers(): readonly Peer[] {
    return this.peerList;
  }

  signaling(): SignalingState {
    return { status: 'connected' };
  }

  stop(): Promise<void> {
    this.stops += 1;
    return Promise.resolve();
  }

  /** What `origin` would say next. */
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
    return { slot: slot(this.#slot), entry: { type: 'commands', commands }, commands };
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
