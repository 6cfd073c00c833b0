/**
 * The members of a board and everything around them: events go into their replicas, and what comes out goes to the
 * disks, the network and the checks. It does what a driver does (`docs/protocol.md`, "The engine's shape").
 */

import type { Applicable, Event, Write } from '#shared/paxos/effects.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { noSlot, type ReplicaId, replicaId, type Slot } from '#shared/paxos/model/ids.ts';
import { Replica } from '#shared/paxos/replica.ts';
import { type Check, Violation } from '../checks/check.ts';
import type { Ledger } from '../checks/ledger.ts';
import { describeEntry, describeMessage, describeTrace, describeWrite } from '../describe.ts';
import { type Generation, Generations } from '../faults/generations.ts';
import { operationFrom } from '../histories/operation.ts';
import { Registers } from '../histories/registers.ts';
import type { Plan } from '../plan.ts';
import { Random } from '../random.ts';
import { Agenda, tickTime } from './agenda.ts';
import { Links } from './links.ts';
import { Member } from './member.ts';
import { Network } from './network.ts';

/** Takes the lines of a trace. */
export type Sink = (line: string) => void;

/** Members that ever existed, at most. */
export const maxMembers = 14;

export class World {
  readonly plan: Plan;
  readonly agenda = new Agenda();
  readonly random: Random;
  readonly links = new Links();
  readonly network: Network;
  readonly generations: Generations;
  readonly members: Member[] = [];
  /** In the mean, in ticks. */
  writeDelay: number;
  /** Counts leaderships, to see whether they come to rest. */
  leaderships = 0;
  /** Hears of each member that stopped, as the board went on without it. */
  onSuperseded: (member: Member) => void = () => undefined;
  readonly #leaderListeners: ((leader: Member) => void)[] = [];
  readonly #byId = new Map<ReplicaId, Member>();
  readonly #sink: Sink | undefined;
  readonly #storageRandom: Random;
  readonly #linkRandom: Random;
  #events = 0;

  constructor(plan: Plan, sink?: Sink) {
    this.plan = plan;
    this.#sink = sink;
    this.random = new Random(`run ${plan.seed}`);
    this.#storageRandom = this.random.fork('storage');
    this.#linkRandom = this.random.fork('links');
    this.writeDelay = plan.writeDelay;
    this.generations = new Generations(plan.limits, () => this.agenda.now);
    this.network = new Network(this.agenda, this.random.fork('network'), plan, (from, to, message, epoch) =>
      this.#deliver(from, to, message, epoch),
    );
  }

  /** Of the generation that goes on when all meet. */
  get ledger(): Ledger {
    return this.generations.latest.ledger;
  }

  /** Of the generation that `member` takes part in. */
  #checksOf(member: Member): readonly Check[] {
    return this.generations.of(member.generation).checks;
  }

  /** Events that any replica took so far. */
  get events(): number {
    return this.#events;
  }

  get ticks(): number {
    return Math.floor(this.agenda.now / tickTime);
  }

  /** Those whose storage still exists. */
  get present(): Member[] {
    return this.members.filter((member) => !member.isGone);
  }

  get running(): Member[] {
    return this.members.filter((member) => member.isUp);
  }

  /** `listener` hears of every new leader. */
  whenLeading(listener: (leader: Member) => void): void {
    this.#leaderListeners.push(listener);
  }

  trace(line: () => string): void {
    this.#sink?.(`${(this.agenda.now / tickTime).toFixed(3).padStart(9)} ${line()}`);
  }

  /** A new device comes to the board; the first one founds it. */
  addMember(): Member {
    const id = replicaId(`n${this.members.length + 1}`);
    const skewed = this.random.fork(`clock ${id}`).scale(1, this.plan.skew);
    const member = new Member(id, this.members.length === 0, Math.round(tickTime * skewed));
    if (member.isFounder) for (const check of this.#checksOf(member)) check.founded?.(id);
    this.members.push(member);
    this.#byId.set(id, member);
    this.boot(member);
    return member;
  }

  boot(member: Member): void {
    if (member.isUp || member.isGone) return;
    const { id, disk } = member;
    member.incarnation += 1;
    member.isConfirming = false;
    member.isHalted = false;
    member.decidedThrough = noSlot;
    member.registers = new Registers();
    const { incarnation } = member;
    const random = this.random.fork(`replica ${id} ${incarnation}`);
    const state = disk.state();
    this.#reenter(member, state?.generation ?? 0);
    const genesis = member.isFounder && state === undefined;
    this.trace(
      () => `${id} starts${state === undefined ? ' with nothing' : ` decided ${state.decidedThrough}`}`,
    );
    try {
      member.replica = new Replica({
        id,
        random: () => random.next(),
        state,
        genesis,
        limits: this.plan.limits,
      });
    } catch (error) {
      throw asViolation(id, error);
    }
    const status = member.replica.status();
    for (const { checks } of this.generations.all)
      for (const check of checks) check.booted?.(id, state, status);
    this.#collect(member);
    this.#planTick(member, incarnation, this.#linkRandom.next());
    for (const peer of this.running) if (peer !== member) this.#planLinkNews(member, peer);
    // The outbox may lag behind what was seen applied, never run ahead of it.
    const lag = this.#storageRandom.chance(0.3) ? this.#storageRandom.between(0, 5) : 0;
    for (const { sequence, body } of member.outbox.slice(Math.max(0, member.acknowledged - lag))) {
      this.step(member, { type: 'submit', sequence, body });
    }
  }

  /** Power is lost: memory, and all writes but a prefix of those under way. */
  crash(member: Member): void {
    if (!member.isUp) return;
    const pending = member.disk.pendingCount;
    const kept = this.plan.tornGroups ? this.#storageRandom.between(0, pending) : 0;
    this.trace(() => `${member.id} crashes; ${kept} of ${pending} writes reach the disk`);
    member.replica = undefined;
    member.pausedUntil = 0;
    member.stalledUntil = 0;
    member.takeDeferred();
    member.links.clear();
    for (const write of member.disk.crash(kept)) {
      this.#becameDurable(member, write);
      member.confirmed(write.number);
    }
    member.forgetAcknowledgements();
    for (const peer of this.members) {
      if (peer === member) continue;
      this.links.broke(member.id, peer.id);
      this.#planLinkNews(member, peer);
    }
  }

  /** The device is lost for good, and all that it had. */
  wipe(member: Member): void {
    this.crash(member);
    member.isGone = true;
    this.trace(() => `${member.id} is wiped`);
  }

  /** `member` sleeps: nothing happens on it until then, and all that came in the meantime does then. */
  pause(member: Member, until: number): void {
    member.pausedUntil = until;
    this.agenda.at(until, () => this.#resume(member));
  }

  /** The storage of `member` confirms nothing until then. */
  stall(member: Member, until: number): void {
    member.stalledUntil = until;
    if (until < Number.POSITIVE_INFINITY) this.agenda.at(until, () => this.#resume(member));
  }

  /** Ends its sleep and its storage's silence now. */
  rouse(member: Member): void {
    member.pausedUntil = 0;
    member.stalledUntil = 0;
    this.#resume(member);
  }

  #resume(member: Member): void {
    for (const act of member.takeDeferred()) this.agenda.after(0, act);
  }

  /** Both notice, each in its own time. */
  cutLink(a: Member, b: Member): void {
    this.links.cut(a.id, b.id);
    this.#planLinkNews(a, b);
  }

  joinLink(a: Member, b: Member): void {
    this.links.join(a.id, b.id);
    this.#planLinkNews(a, b);
  }

  /** Every visible cut and every silent one ends. */
  healNetwork(): void {
    this.links.heal();
    this.network.heal();
    for (const a of this.members) for (const b of this.members) if (a.id < b.id) this.#planLinkNews(a, b);
  }

  /** A person on `member` does something: durable in the outbox first. */
  command(member: Member, body: Uint8Array): void {
    if (!member.isUp || member.isHalted || member.pausedUntil > this.agenda.now) return;
    const sequence = member.outbox.length + 1;
    const command = { origin: member.id, sequence, body };
    member.outbox.push(command);
    const { checks, history } = this.generations.of(member.generation);
    for (const check of checks) check.submitted?.(command);
    history.began(command);
    this.step(member, { type: 'submit', sequence, body });
  }

  requestVoters(member: Member, voters: readonly ReplicaId[]): void {
    for (const check of this.#checksOf(member)) check.requested?.(voters);
    this.step(member, { type: 'reconfigure', voters });
  }

  /** A person gives the others up: `member` is to go on alone. */
  recover(member: Member): void {
    for (const check of this.#checksOf(member)) check.requested?.([member.id]);
    this.step(member, { type: 'recover' });
  }

  /** Lets `member` take `event`, and carries out what comes of it. */
  step(member: Member, event: Event): void {
    const { replica } = member;
    if (replica === undefined) return;
    this.#events += 1;
    if (this.#sink !== undefined && event.type !== 'tick')
      this.trace(() => `${member.id} ← ${describeEvent(event)}`);
    try {
      replica.step(event);
    } catch (error) {
      throw asViolation(member.id, error);
    }
    this.#collect(member);
  }

  #collect(member: Member): void {
    const { replica, id, disk } = member;
    if (replica === undefined) return;
    const { writes, messages, decided, trace, snapshotDue } = replica.drain();
    // A newcomer takes on the generation that it meets, and may speak in it before it writes.
    if (member.generation === 0) this.#enter(member, messages.at(-1)?.message.generation ?? 0);
    for (const event of trace) {
      this.trace(() => `${id} ${describeTrace(event)}`);
      if (event.type !== 'role') continue;
      if (event.role === 'leader') {
        this.leaderships += 1;
        for (const listener of this.#leaderListeners) listener(member);
      }
      if (event.role === 'halted') this.#halted(member, event.why);
    }
    for (const write of writes) {
      this.trace(() => `${id} ${describeWrite(write)}`);
      if (!this.generations.has(write.generation)) {
        this.trace(() => `${id} goes on alone in generation ${write.generation}`);
        this.generations.begin(member, write);
      }
      disk.write(write);
      this.#enter(member, write.generation);
      for (const check of this.#checksOf(member)) check.wrote?.(id, write);
    }
    const digests = new Map<Slot, string>();
    for (const next of decided) this.#apply(member, next, digests);
    for (const envelope of messages) {
      const { to, message } = envelope;
      this.trace(() => `${id} → ${to} ${describeMessage(message)}`);
      for (const check of this.#checksOf(member)) check.sent?.(id, envelope, disk);
      this.network.send(id, to, message, this.links.epoch(id, to));
    }
    this.#confirmLater(member);
    for (const next of decided) {
      if (next.type !== 'decided' || !next.digestDue) continue;
      this.step(member, { type: 'digest', slot: next.slot, digest: digests.get(next.slot) ?? '' });
    }
    if (snapshotDue && this.#storageRandom.chance(0.5)) {
      this.step(member, {
        type: 'compact',
        through: replica.decidedThrough,
        state: member.registers.state(),
      });
    }
  }

  /** What its person began and has no answer to is carried over. */
  #enter(member: Member, generation: number): void {
    const [from, to] = [this.generations.of(member.generation), this.generations.of(generation)];
    const isNew = member.generation === 0;
    member.generation = generation;
    // A recovery took what was open along by itself.
    if (from !== to && isNew) from.history.carryOver(member.id, to.history);
  }

  /** After a crash it may be in a generation that it had left. */
  #reenter(member: Member, generation: number): void {
    const [from, to] = [this.generations.of(member.generation), this.generations.of(generation)];
    member.generation = generation;
    if (from !== to) from.history.carryOver(member.id, to.history);
  }

  #becameDurable(member: Member, write: Write): void {
    const generation: Generation = this.generations.of(write.generation);
    generation.isDurable = true;
    for (const check of generation.checks) check.durable?.(member.id, write);
  }

  /** It is right to stop for a higher generation, and for nothing else. */
  #halted(member: Member, why: string): void {
    member.isHalted = true;
    const isSuperseded =
      member.replica?.status().halted?.reason === 'superseded' &&
      this.generations.latest.number > member.generation;
    if (isSuperseded) this.onSuperseded(member);
    else for (const check of this.#checksOf(member)) check.halted?.(member.id, why);
  }

  /** The state machine's part of a driver. */
  #apply(member: Member, next: Applicable, digests: Map<Slot, string>): void {
    const { id, registers, disk } = member;
    const { checks, history } = this.generations.of(member.generation);
    if (next.type === 'restored') {
      this.trace(() => `${id} takes on a snapshot of ${next.through}`);
      member.decidedThrough = next.through;
      for (const check of checks) check.restored?.(id, next);
      registers.restore(next.state);
      member.acknowledge(registers.last(id));
      return;
    }
    this.trace(() => `${id} decides ${next.slot}: ${describeEntry(next.entry)}`);
    member.decidedThrough = next.slot;
    for (const check of checks) check.decided?.(id, next, disk);
    for (const { origin, sequence, body } of next.commands) {
      const answer = registers.apply(operationFrom(body), origin, sequence);
      if (origin !== id) continue;
      member.acknowledge(sequence);
      history.answered(origin, sequence, answer);
    }
    if (next.digestDue) digests.set(next.slot, registers.digest());
  }

  #confirmLater(member: Member): void {
    const group = member.disk.lastPending;
    if (group === undefined || member.isConfirming) return;
    member.isConfirming = true;
    const { incarnation, disk } = member;
    const confirm = (): void => {
      if (member.incarnation !== incarnation || !member.isUp) return;
      if (Math.max(member.stalledUntil, member.pausedUntil) > this.agenda.now) return member.defer(confirm);
      member.isConfirming = false;
      for (const write of disk.confirm(group)) this.#becameDurable(member, write);
      member.confirmed(group);
      this.step(member, { type: 'persisted', number: group });
      this.#confirmLater(member);
    };
    this.agenda.after(this.#storageRandom.exponential(this.writeDelay * tickTime), confirm);
  }

  #planTick(member: Member, incarnation: number, share: number): void {
    const tick = (): void => {
      if (member.incarnation !== incarnation || !member.isUp) return;
      if (member.pausedUntil > this.agenda.now) return member.defer(tick);
      this.agenda.after(member.tickEvery, tick);
      this.step(member, { type: 'tick' });
    };
    this.agenda.after(member.tickEvery * share, tick);
  }

  #deliver(from: ReplicaId, to: ReplicaId, message: Message, epoch: number): void {
    const member = this.#byId.get(to);
    if (member === undefined || !member.isUp || this.links.isCut(from, to)) return;
    if (member.pausedUntil > this.agenda.now) {
      return member.defer(() => this.#deliver(from, to, message, epoch));
    }
    if (!this.plan.lateMessages && member.links.get(from) !== epoch) return;
    for (const check of this.generations.of(message.generation).checks) check.received?.(to, from, message);
    this.step(member, { type: 'receive', from, message });
  }

  #planLinkNews(a: Member, b: Member): void {
    for (const [member, peer] of [
      [a, b],
      [b, a],
    ] as const) {
      this.agenda.after(this.#linkRandom.exponential(2 * tickTime), () => this.#noticeLink(member, peer));
    }
  }

  /** `member` notices how its link to `peer` is now. */
  #noticeLink(member: Member, peer: Member): void {
    if (!member.isUp) return;
    if (member.pausedUntil > this.agenda.now) {
      return member.defer(() => this.#noticeLink(member, peer));
    }
    const epoch = this.links.epoch(member.id, peer.id);
    const isUp = peer.isUp && !this.links.isCut(member.id, peer.id);
    const known = member.links.get(peer.id);
    if (known !== undefined && (known !== epoch || !isUp)) {
      member.links.delete(peer.id);
      this.step(member, { type: 'link', peer: peer.id, state: 'down' });
    }
    if (isUp && known !== epoch) {
      member.links.set(peer.id, epoch);
      this.step(member, { type: 'link', peer: peer.id, state: 'up' });
    }
  }
}

function describeEvent(event: Event): string {
  switch (event.type) {
    case 'receive':
      return `${event.from} ${describeMessage(event.message)}`;
    case 'submit':
      return `submit #${event.sequence}`;
    case 'persisted':
      return `persisted ${event.number}`;
    case 'link':
      return `link to ${event.peer} ${event.state}`;
    case 'reconfigure':
      return `reconfigure to ${event.voters.join(',')}`;
    default:
      return event.type;
  }
}

function asViolation(id: ReplicaId, error: unknown): unknown {
  if (error instanceof Violation || !(error instanceof Error)) return error;
  return new Violation('0 no halt', `${id} threw ${error.name}: ${error.message}\n${error.stack ?? ''}`);
}
