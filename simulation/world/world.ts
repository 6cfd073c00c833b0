/** The members of a board and everything around them: their power, storage, sleep, links and clocks. */

import type { Message } from '#shared/paxos/messages.ts';
import { isHigherBallot } from '#shared/paxos/model/ballot.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Device } from '#shared/replica/device.ts';
import { type Check, Violation } from '../checks/check.ts';
import type { Ledger } from '../checks/ledger.ts';
import { Generations } from '../faults/generations.ts';
import type { Plan } from '../plan.ts';
import { Random } from '../random.ts';
import { Agenda, tickTime } from './agenda.ts';
import { Incarnation } from './incarnation.ts';
import { Links } from './links.ts';
import { Member } from './member.ts';
import { Network } from './network.ts';
import { Signatures } from './signatures.ts';

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
  readonly signatures = new Signatures();
  readonly members: Member[] = [];
  /** In the mean, in ticks. */
  writeDelay: number;
  /** Somebody other than the policy is asking for voters. */
  isAsking = false;
  /** When the policy last asked for these voters, by their names. */
  readonly policyAskedAt = new Map<string, number>();
  /** Counts leaderships, to see whether they come to rest. */
  leaderships = 0;
  /** Hears of each member that stopped, as the board went on without it. */
  onSuperseded: (member: Member) => void = () => undefined;
  readonly #leaderListeners: ((leader: Member) => void)[] = [];
  readonly #byId = new Map<ReplicaId, Member>();
  /** The latest run of each. */
  readonly #incarnations = new Map<Member, Incarnation>();
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
    this.generations = new Generations(plan.limits, this.signatures, () => this.agenda.now);
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

  member(id: ReplicaId): Member | undefined {
    return this.#byId.get(id);
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
    const incarnation = new Incarnation(this, member, this.#storageRandom);
    this.#incarnations.set(member, incarnation);
    incarnation.boot();
    this.#planTick(member, member.incarnation, this.#linkRandom.next());
    for (const peer of this.running) if (peer !== member) this.#planLinkNews(member, peer);
    for (const outcast of this.present) if (outcast.isRemoved) this.#planRemovalNews(member, outcast, 2);
  }

  /** Power is lost: memory, and what is on its way to the disk, or not. */
  crash(member: Member): void {
    if (!member.isUp) return;
    const isKept = this.plan.tornGroups && this.#storageRandom.chance(0.5);
    this.trace(
      () => `${member.id} crashes${member.disk.isWriting && isKept ? '; the disk has all of it' : ''}`,
    );
    member.device = undefined;
    member.pausedUntil = 0;
    member.stalledUntil = 0;
    member.takeDeferred();
    member.links.clear();
    const batch = member.disk.crash(isKept);
    if (batch !== undefined) this.#incarnations.get(member)?.becameDurable(batch);
    for (const peer of this.members) {
      if (peer === member) continue;
      this.links.broke(member.id, peer.id);
      this.#planLinkNews(member, peer);
    }
  }

  /**
   * The storage of `member` goes back to what it was once. It may not be heard any more: what it has forgotten could
   * already have been decided by it.
   */
  rollBack(member: Member, restore: () => void): void {
    this.crash(member);
    restore();
    member.isRolledBack = true;
    this.trace(() => `the storage of ${member.id} is rolled back`);
    this.boot(member);
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

  /** A person on `member` does something. */
  command(member: Member, body: Uint8Array): void {
    if (member.isHalted || member.isRolledBack || member.pausedUntil > this.agenda.now) return;
    const submitted = member.device?.submit(body);
    if (submitted?.ok !== true) return;
    member.lastCommand = submitted.sequence;
    member.outbox.accepted({ sequence: submitted.sequence, body });
  }

  /** Somebody other than the policy asks for these voters, without those that are as good as gone. */
  requestVoters(member: Member, voters: readonly ReplicaId[]): void {
    const remaining = voters.filter((voter) => {
      const { isRemoved, isRolledBack } = this.member(voter) ?? {};
      return isRemoved !== true && isRolledBack !== true;
    });
    if (remaining.length === 0) return;
    this.isAsking = true;
    this.tell(member, (device) => device.reconfigure(remaining));
    this.isAsking = false;
  }

  /** `member` is about to go. */
  signOff(member: Member): void {
    member.hasSignedOff = true;
    this.tell(member, (device) => device.signOff());
  }

  /** The board has decided to be rid of `outcast`; each device learns of it in its own time. */
  remove(outcast: Member): void {
    outcast.isRemoved = true;
    this.trace(() => `${outcast.id} is removed from the board`);
    for (const member of this.running) this.#planRemovalNews(member, outcast, 10);
  }

  #planRemovalNews(member: Member, outcast: Member, ticks: number): void {
    const { incarnation } = member;
    const learn = (): void => {
      if (member.incarnation !== incarnation || !member.isUp) return;
      if (member.pausedUntil > this.agenda.now) return member.defer(learn);
      member.voters.removed(outcast.id);
      this.tell(member, (device) => device.remove([outcast.id]));
    };
    this.agenda.after(this.#linkRandom.exponential(ticks * tickTime), learn);
  }

  /** A person gives the others up: `member` is to go on alone. */
  recover(member: Member): void {
    this.tell(member, (device) => device.recover());
  }

  /** Lets something happen on `member`, if it is up. */
  tell(member: Member, act: (device: Device) => void): void {
    const { device } = member;
    if (device !== undefined) this.#incarnations.get(member)?.guarded(() => act(device));
  }

  // What the running devices report.

  /** `member` wants no link to these any more. */
  dismiss(member: Member, removed: ReadonlySet<ReplicaId>): void {
    for (const id of removed) {
      const outcast = this.member(id);
      if (outcast !== undefined && outcast !== member) this.cutLink(member, outcast);
    }
  }

  /** `member` has stopped, and never comes again. */
  removalIsOver(member: Member): void {
    this.agenda.after(0, () => this.wipe(member));
  }

  took(): void {
    this.#events += 1;
  }

  leads(member: Member): void {
    this.leaderships += 1;
    for (const listener of this.#leaderListeners) listener(member);
  }

  send({ id }: Member, to: ReplicaId, message: Message): void {
    this.network.send(id, to, message, this.links.epoch(id, to));
  }

  #planTick(member: Member, incarnation: number, share: number): void {
    const tick = (): void => {
      if (member.incarnation !== incarnation || !member.isUp) return;
      if (member.pausedUntil > this.agenda.now) return member.defer(tick);
      this.agenda.after(member.tickEvery, tick);
      // A stopped device dismisses nobody, and its links do not count.
      if (!member.isHalted) member.voters.ticked();
      this.tell(member, (device) => device.tick());
    };
    this.agenda.after(member.tickEvery * share, tick);
  }

  #deliver(from: ReplicaId, to: ReplicaId, message: Message, epoch: number): void {
    const member = this.#byId.get(to);
    if (member === undefined || !member.isUp || this.links.isCut(from, to)) return;
    if (this.member(from)?.isRolledBack === true) return;
    if (member.pausedUntil > this.agenda.now) {
      return member.defer(() => this.#deliver(from, to, message, epoch));
    }
    if (!this.plan.lateMessages && member.links.get(from) !== epoch) return;
    for (const check of this.generations.of(message.generation).checks) check.received?.(to, from, message);
    member.voters.heard(from);
    const { promised, lastSlot } = member.disk;
    this.tell(member, (device) => device.receive(from, message));
    if (!member.isRolledBack || member.isHalted || !('yours' in message)) return;
    const { ballot, acceptedThrough } = message.yours;
    const isTold = isHigherBallot(ballot, promised) || acceptedThrough > lastSlot;
    if (!isTold || message.generation !== member.generation) return;
    throw new Violation(
      'rollback',
      `${to} goes on, and ${from} has seen it do what its storage does not hold`,
    );
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
      member.voters.unlinked(peer.id);
      this.tell(member, (device) => device.linkDown(peer.id));
    }
    if (isUp && known !== epoch) {
      member.links.set(peer.id, epoch);
      member.voters.linked(peer.id);
      member.memory.linked(peer.id, () =>
        this.tell(member, (device) => device.linkUp(peer.id, { access: 'edit' })),
      );
    }
  }
}
