/** The members of a board and their environment: power, storage, sleep, links and clocks. */

import type { Message } from '#shared/paxos/messages.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Device } from '#shared/replica/device.ts';
import { maxOutboxCommands } from '#shared/replica/outbox/outbox.ts';
import { allChecks, checksWithoutModel, type MakeChecks } from '../checks/all.ts';
import type { Check } from '../checks/check.ts';
import { assertBounded } from '../checks/device/outbox.ts';
import { assertRollbackNoticed, RollbackAccount } from '../checks/device/rollback.ts';
import { StatesAfterSlots } from '../checks/device/versions.ts';
import type { Ledger } from '../checks/ledger.ts';
import { Generations } from '../faults/generations.ts';
import type { Plan } from '../plan.ts';
import { Random } from '../random.ts';
import { Agenda, tickTime } from './agenda.ts';
import { olderBuild, speakAlike } from './builds.ts';
import { Connections } from './connections/connections.ts';
import type { Links } from './connections/links.ts';
import { Network } from './connections/network.ts';
import { EarlierWindows } from './earlier-windows.ts';
import { Incarnation } from './incarnation.ts';
import { lenderKnownTo } from './lenders.ts';
import { Member } from './member.ts';
import { Signatures } from './signatures.ts';
import { drawBreak } from './start.ts';
import type { Surroundings } from './surroundings.ts';
import { Veils } from './veils.ts';

/** Receives the lines of a trace. */
export type Sink = (line: string) => void;

/** Members created over a run, at most. */
export const maxMembers = 14;

export class World implements Surroundings {
  readonly plan: Plan;
  readonly agenda = new Agenda();
  readonly random: Random;
  readonly connections: Connections;
  readonly links: Links;
  readonly network: Network;
  readonly generations: Generations;
  readonly earlierWindows: EarlierWindows;
  readonly signatures = new Signatures();
  readonly veils = new Veils();
  readonly statesAfterSlots = new StatesAfterSlots();
  readonly members: Member[] = [];
  /** In the mean, in ticks. */
  writeDelay: number;
  /** The version that newcomers have. */
  newcomersBuild = olderBuild;
  /** A request for voters that does not come from the policy is running. */
  isRequesting = false;
  /** The time at which the policy last requested these voters, by their ids. */
  readonly policyRequestedAt = new Map<string, number>();
  /** Counts leaderships, to see whether they settle. */
  leaderships = 0;
  /** Called for each member that stopped because it was superseded. */
  onSuperseded: (member: Member) => void = () => undefined;
  readonly #leaderListeners: ((leader: Member) => void)[] = [];
  readonly #byId = new Map<ReplicaId, Member>();
  /** The latest run of each member. */
  readonly #incarnations = new Map<Member, Incarnation>();
  readonly #sink: Sink | undefined;
  readonly #storageRandom: Random;
  readonly #linkRandom: Random;
  readonly #startRandom: Random;
  #events = 0;

  constructor(plan: Plan, sink?: Sink, makeChecks?: MakeChecks) {
    this.plan = plan;
    this.#sink = sink;
    this.random = new Random(`run ${plan.seed}`);
    this.#storageRandom = this.random.fork('storage');
    this.#linkRandom = this.random.fork('links');
    this.#startRandom = this.random.fork('starts');
    this.writeDelay = plan.writeDelay;
    // The model has one run of a replica at a time.
    const usualChecks = plan.rates.secondWindows === undefined ? allChecks : checksWithoutModel;
    this.generations = new Generations(
      plan.limits,
      this.signatures,
      () => this.agenda.now,
      makeChecks ?? usualChecks,
    );
    this.network = new Network(this.agenda, this.random.fork('network'), plan, (from, to, message, epoch) =>
      this.#deliver(from, to, message, epoch),
    );
    this.connections = new Connections(this, this.#linkRandom, plan.isCrowded);
    this.links = this.connections.links;
    this.earlierWindows = new EarlierWindows(this);
  }

  /** Of the generation that survives when all meet. */
  get ledger(): Ledger {
    return this.generations.latest.ledger;
  }

  /** Of the generation that `member` belongs to. */
  #checksOf(member: Member): readonly Check[] {
    return this.generations.of(member.generation).checks;
  }

  /** Events that all replicas have processed so far. */
  get events(): number {
    return this.#events;
  }

  get ticks(): number {
    return Math.floor(this.agenda.now / tickTime);
  }

  member(id: ReplicaId): Member | undefined {
    return this.#byId.get(id);
  }

  /** Members whose storage still exists. */
  get present(): Member[] {
    return this.members.filter((member) => !member.isGone);
  }

  get running(): Member[] {
    return this.members.filter((member) => member.isUp);
  }

  /** Calls `listener` for every new leader. */
  whenLeading(listener: (leader: Member) => void): void {
    this.#leaderListeners.push(listener);
  }

  trace(line: () => string): void {
    this.#sink?.(`${(this.agenda.now / tickTime).toFixed(3).padStart(9)} ${line()}`);
  }

  /** A new device joins the board, or `lentBy` or nobody lends it as a witness; the first one founds the board. */
  addMember(isWitness = false, lentBy?: ReplicaId): Member {
    const id = replicaId(`n${this.members.length + 1}`);
    const skewed = this.random.fork(`clock ${id}`).scale(1, this.plan.skew);
    const member = new Member(
      id,
      this.members.length === 0,
      Math.round(tickTime * skewed),
      isWitness,
      this.plan.limits.storedChunkBytes,
      lentBy,
    );
    if (member.isFounder) for (const check of this.#checksOf(member)) check.founded?.(id);
    member.build = this.newcomersBuild;
    this.members.push(member);
    this.#byId.set(id, member);
    this.boot(member);
    return member;
  }

  boot(member: Member): void {
    if (member.isUp || member.isGone) return;
    if (!member.disk.mayOpen(member.build))
      return this.trace(() => `${member.id} does not open what a newer version has opened`);
    const { brokenStarts } = this.plan;
    const at = brokenStarts === undefined ? undefined : drawBreak(this.#startRandom, brokenStarts);
    const incarnation = new Incarnation(this, member, this.#storageRandom);
    this.#incarnations.set(member, incarnation);
    if (!incarnation.boot(at)) {
      this.#stop(member, false, at?.type === 'powerCut');
      return this.boot(member);
    }
    this.#planTick(member, member.incarnation, this.#linkRandom.next());
    this.connections.started(member);
    for (const removed of this.present) {
      if (removed.isRemoved && !removed.isRemovedByCommand) this.connections.planRemoval(member, removed, 2);
    }
  }

  /** Power loss: memory is lost, and the batch being written is lost or kept. */
  crash(member: Member): void {
    if (!member.isUp) return;
    const isKept = this.plan.tornGroups && this.#storageRandom.chance(0.5);
    this.trace(
      () => `${member.id} crashes${member.disk.isWriting && isKept ? '; the disk has all of it' : ''}`,
    );
    this.#stop(member, isKept, true);
  }

  /** The page of `member` may end from now on: it keeps the commands that its disk lacks. */
  keepUnsaved(member: Member): void {
    this.#incarnations.get(member)?.keepUnsaved();
  }

  /** The page ends in an orderly way; the batch being written is lost unless `isKept`. */
  endPage(member: Member, isKept: boolean): void {
    if (!member.isUp) return;
    this.keepUnsaved(member);
    this.trace(() => `the page of ${member.id} ends`);
    this.#stop(member, isKept, false);
  }

  /** Another window of the same device opens the database. The present one continues until it notices. */
  openAnotherWindow(member: Member, random: Random): void {
    const incarnation = this.#incarnations.get(member);
    if (incarnation === undefined || !member.isUp) return;
    const earlier = this.earlierWindows.open(member, incarnation, random);
    this.#incarnations.set(earlier, incarnation);
    this.#planTick(earlier, earlier.incarnation, random.next());
    this.boot(member);
  }

  #stop(member: Member, isKept: boolean, isPowerLoss: boolean): void {
    this.earlierWindows.end(member);
    member.device = undefined;
    member.pausedUntil = 0;
    member.stalledUntil = 0;
    member.takeDeferred();
    member.links.clear();
    const batch = member.disk.crash(isKept, isPowerLoss);
    if (batch !== undefined) this.#incarnations.get(member)?.becameDurable(batch);
    this.connections.stopped(member);
  }

  /**
   * Sets the storage of `member` back to an earlier image. Its messages are dropped, as it could have decided what it has
   * forgotten, unless `isHeard`.
   */
  rollBack(member: Member, restore: () => void, isHeard = false): void {
    this.crash(member);
    restore();
    member.rollback = new RollbackAccount(member.disk, isHeard);
    this.trace(() => `the storage of ${member.id} is rolled back`);
    this.boot(member);
  }

  /** The device and its storage are lost permanently. */
  wipe(member: Member): void {
    this.crash(member);
    member.isGone = true;
    this.trace(() => `${member.id} is wiped`);
  }

  /** `member` sleeps until then: it processes nothing, and processes everything that arrived afterwards. */
  pause(member: Member, until: number): void {
    member.pausedUntil = until;
    this.agenda.at(until, () => this.#resume(member, true));
  }

  /** The storage of `member` confirms nothing until then. */
  stall(member: Member, until: number): void {
    member.stalledUntil = until;
    if (until < Number.POSITIVE_INFINITY) this.agenda.at(until, () => this.#resume(member));
  }

  /** Ends its sleep and its storage stall now. */
  wake(member: Member): void {
    member.pausedUntil = 0;
    member.stalledUntil = 0;
    this.#resume(member);
  }

  #resume(member: Member, wasAsleep = false): void {
    if (wasAsleep && member.pausedUntil <= this.agenda.now) this.runOn(member, (device) => device.woke());
    for (const act of member.takeDeferred()) this.agenda.after(0, act);
  }

  /** The client on `member` submits a command. */
  command(member: Member, body: Uint8Array): void {
    if (member.isHalted || member.isRolledBack || member.pausedUntil > this.agenda.now) return;
    const { outboxCommands = maxOutboxCommands } = this.plan;
    const isFull = (member.device?.pendingCommands.length ?? 0) >= outboxCommands;
    const submitted = member.device?.submit(body);
    if (member.device?.isRunning === true && !member.isWitness) assertBounded(member.id, isFull, submitted);
    if (submitted?.ok !== true) return;
    member.lastCommand = submitted.sequence;
    member.outbox.accepted({ sequence: submitted.sequence, body });
    member.outbox.shows(member.device?.pendingCommands ?? [], member.lastApplied);
  }

  /** Requests these voters, independently of the policy, without members that count as gone. */
  requestVoters(member: Member, voters: readonly ReplicaId[]): void {
    const remaining = voters.filter((voter) => {
      const { isRemoved, isRolledBack } = this.member(voter) ?? {};
      return isRemoved !== true && isRolledBack !== true;
    });
    if (remaining.length === 0) return;
    // The policy never has a witness vote beside its lender, and does not expect it. A lender is agreed on once.
    const apart = remaining.filter((voter) => {
      if (this.member(voter)?.lentBy === undefined) return true;
      const lender = lenderKnownTo(member, this, voter);
      return lender === voter || (lender !== undefined && !remaining.includes(lender));
    });
    const witnesses = apart.filter((voter) => this.member(voter)?.isWitness === true);
    // Where they are no minority, the full members are requested.
    const isMinority = witnesses.length * 2 < apart.length;
    const asked = isMinority ? apart : apart.filter((voter) => !witnesses.includes(voter));
    if (asked.length === 0) return;
    this.isRequesting = true;
    this.runOn(member, (device) => device.reconfigure(asked, isMinority ? witnesses : []));
    this.isRequesting = false;
  }

  /** `member` signs off. */
  signOff(member: Member): void {
    member.hasSignedOff = true;
    this.runOn(member, (device) => device.signOff());
  }

  /** The board has decided to remove `removed`; a leader knows that, and each other device learns of it at its own time. */
  remove(removed: Member): void {
    removed.isRemoved = true;
    this.trace(() => `${removed.id} is removed from the board`);
    for (const member of this.running) {
      this.connections.planRemoval(member, removed, 10);
      if (member.isLeader) this.connections.removalDecided(member, removed);
    }
  }

  /** A user starts a recovery: `member` continues alone. */
  recover(member: Member): void {
    this.earlierWindows.end(member);
    this.runOn(member, (device) => device.recover());
  }

  /** Runs `act` on the device of `member`, if it is up. */
  runOn(member: Member, act: (device: Device) => void): void {
    const { device } = member;
    if (device !== undefined) this.#incarnations.get(member)?.guarded(() => act(device));
  }

  // Reports of the running devices.

  /** `member` disconnects from these permanently. */
  dismiss(member: Member, removed: ReadonlySet<ReplicaId>): void {
    for (const id of removed) {
      const removed = this.member(id);
      if (removed !== undefined && removed !== member) this.connections.cut(member, removed);
    }
  }

  wasFenced(earlier: Member): void {
    this.earlierWindows.wasFenced(earlier);
  }

  /** `member` has stopped, and never returns. */
  removalIsOver(member: Member): void {
    this.agenda.after(0, () => this.wipe(member));
  }

  /** `member` has applied the removal of `removed`. */
  learnsRemoval(member: Member, removed: ReplicaId): void {
    const found = this.member(removed);
    if (found !== undefined) this.connections.planRemoval(member, found, 0.1);
  }

  countEvent(): void {
    this.#events += 1;
  }

  onLeader(member: Member): void {
    this.leaderships += 1;
    for (const removed of this.members) {
      if (removed.isRemoved && !removed.isRemovedByCommand) this.connections.removalDecided(member, removed);
    }
    for (const listener of this.#leaderListeners) listener(member);
  }

  send(from: Member, to: ReplicaId, message: Message): void {
    const { id, isEarlier, links } = from;
    if (isEarlier && links.get(to) !== this.links.epoch(id, to)) return;
    this.connections.send(id, to, this.veils.sent(from, this.member(to), message));
  }

  #planTick(member: Member, incarnation: number, share: number): void {
    const tick = (): void => {
      if (member.incarnation !== incarnation || !member.isUp) return;
      if (member.pausedUntil > this.agenda.now) return member.defer(tick);
      this.agenda.after(member.tickEvery, tick);
      // A stopped device disconnects no peer, and its links do not count.
      if (member.isEarlier) this.earlierWindows.dropLinks(member);
      else if (!member.isHalted) member.voters.ticked();
      const { recoveryOffer, disk } = member;
      const { heartbeatTicks = 10 } = this.plan.limits;
      this.runOn(member, (device) => {
        // A witness has no board to continue with.
        if (member.isWitness || member.isEarlier) device.tick();
        else recoveryOffer.during(device, () => device.tick(), disk.isAtRest, heartbeatTicks);
      });
    };
    this.agenda.after(member.tickEvery * share, tick);
  }

  #deliver(from: ReplicaId, to: ReplicaId, message: Message, epoch: number): void {
    const member = this.#byId.get(to);
    if (member === undefined || !member.isUp || this.links.isCut(from, to)) return;
    const sender = this.member(from);
    if (sender?.rollback?.isHeard === false || (sender !== undefined && !speakAlike(sender, member))) return;
    const { earlier } = member;
    if (earlier?.links.get(from) === epoch)
      return this.runOn(earlier, (device) => device.receive(from, this.#opened(from, member, message)));
    if (member.pausedUntil > this.agenda.now) {
      return member.defer(() => this.#deliver(from, to, message, epoch));
    }
    if (!this.plan.lateMessages && member.links.get(from) !== epoch) return;
    const clear = this.veils.account.clear(message);
    for (const check of this.generations.of(message.generation).checks) check.received?.(to, from, clear);
    member.voters.heard(from, [0, member.generation].includes(message.generation));
    member.recoveryOffer.heard();
    const isDetectable = member.rollback?.isShownBy(from, message, member) === true;
    this.runOn(member, (device) => device.receive(from, this.#opened(from, member, message)));
    if (isDetectable) assertRollbackNoticed(member, from, message);
  }

  #opened(from: ReplicaId, to: Member, message: Message): Message {
    return this.veils.received(this.member(from), to, message);
  }
}
