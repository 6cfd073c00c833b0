/** Reports the events and effects of one device's engine to the checks, in one run of the device. */

import type { Effects, Event, Trace, Write } from '#shared/paxos/effects.ts';
import type { Group } from '#shared/paxos/model/entry.ts';
import { nextSlot, type ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Engine } from '#shared/replica/loop/loop.ts';
import { defaultPolicyLimits } from '#shared/replica/voters/voter-policy.ts';
import type { Check } from '../checks/check.ts';
import { assertLent } from '../checks/device/lending.ts';
import { assertTrim, assertWitness } from '../checks/device/witness.ts';
import { assertStopWritten } from '../checks/durability/superseded.ts';
import { Violation } from '../checks/violation.ts';
import { describeEvent, describeTrace, describeWrite } from '../describe.ts';
import type { Random } from '../random.ts';
import { lenderKnownTo } from './lenders.ts';
import type { Member } from './member.ts';
import type { Surroundings } from './surroundings.ts';
import { type EngineWatch, WatchedEngine } from './watched-engine.ts';

export class EngineReports implements EngineWatch {
  readonly #world: Surroundings;
  #member: Member;
  readonly #random: Random;
  #engine: Engine | undefined;
  /** The voters that the present step was asked for. */
  #asked: readonly ReplicaId[] | undefined;

  constructor(world: Surroundings, member: Member, storageRandom: Random) {
    this.#world = world;
    this.#member = member;
    this.#random = storageRandom;
  }

  /** @returns the engine, which reports to this from now on. */
  watch(engine: Engine): Engine {
    this.#engine = new WatchedEngine(engine, this);
    return this.#engine;
  }

  /** Its window is an earlier one from now on: see {@link Member.earlier}. */
  continueAs(earlier: Member): void {
    this.#member = earlier;
  }

  /** Undefined until the device has made it. */
  get engine(): Engine | undefined {
    return this.#engine;
  }

  /** Ignores messages of a replica that lost confirmed state: it inevitably violates rules. */
  get #checks(): readonly Check[] {
    if (this.#member.isRolledBack) return [];
    const { checks } = this.#world.generations.of(this.#member.generation);
    return this.#member.isEarlier ? checks.filter(({ coversEarlier }) => coversEarlier === true) : checks;
  }

  /** Its own commands in `group` may take effect from now on. */
  begins(group: Group): void {
    const { history } = this.#world.generations.of(this.#member.generation);
    this.#world.signatures.leaves(group);
    for (const command of this.#member.outbox.begun(group)) {
      for (const check of this.#checks) check.submitted?.(command);
      history.began(command);
    }
  }

  stepping(event: Event): void {
    const { id, disk, outbox } = this.#member;
    this.#world.countEvent();
    if (event.type !== 'tick') this.#world.trace(() => `${id} ← ${describeEvent(event)}`);
    const { isEarlier } = this.#member;
    if (event.type === 'submit' && !this.#member.isRolledBack) {
      if (!isEarlier) outbox.submitted(event.group);
      this.begins(event.group);
    }
    if (!isEarlier) this.#remembers(event);
    const engine = this.#engine;
    if (!isEarlier && !this.#member.isRolledBack && engine !== undefined)
      this.#member.divergence.steps(event, () => engine.status());
    if (event.type === 'reconfigure' && !this.#world.isRequesting && !isEarlier)
      this.#policyAsks(event.voters);
    this.#asked = event.type === 'reconfigure' ? event.voters : undefined;
    if (event.type === 'persisted' && !isEarlier && !disk.isDurable(event.number)) {
      throw new Violation('4 durable first', `${id} treats write ${event.number} as durable too early`);
    }
    const voters = event.type === 'reconfigure' ? event.voters : event.type === 'recover' ? [id] : undefined;
    if (voters !== undefined) for (const check of this.#checks) check.requested?.(voters);
  }

  #remembers(event: Event): void {
    const { memory, disk, outbox, decidedThrough } = this.#member;
    const status = this.#engine?.status();
    if (status === undefined || status.halted !== undefined || this.#member.isRolledBack) return;
    const { generation, configuration } = status;
    if (event.type === 'receive') {
      const { ledger } = this.#world.generations.of(generation);
      const inForce = {
        epoch: ledger.epochAt(nextSlot(status.decidedThrough)),
        voters: configuration?.voters ?? [],
      };
      memory.heard(event.from, event.message, generation || event.message.generation, inForce);
    }
    if (event.type === 'tick') {
      memory.ticked(disk, generation, decidedThrough);
      outbox.ticked(disk.isAtRest);
    }
    if (event.type === 'recover') memory.recovers(disk, generation, decidedThrough, status.lacks);
  }

  #policyAsks(voters: readonly ReplicaId[]): void {
    const engine = this.#engine;
    if (engine === undefined) return;
    this.#world.trace(() => `${this.#member.id} requests voters: ${voters.join()}`);
    this.#world.policyRequestedAt.set([...voters].sort().join(), this.#world.agenda.now);
    const mayLeave = (id: ReplicaId): boolean => {
      const voter = this.#world.member(id);
      return voter?.hasSignedOff === true || voter?.isRemoved === true;
    };
    const lenderOf = (witness: ReplicaId) => lenderKnownTo(this.#member, this.#world, witness);
    const isWitness = (voter: ReplicaId) => this.#world.member(voter)?.isWitness === true;
    const isWithdrawn = (voter: ReplicaId) => isWitness(voter) && lenderOf(voter) === undefined;
    assertLent(this.#member.id, voters, isWitness, lenderOf);
    // Its place is free, or its lender's device takes it.
    const mayGo = (voter: ReplicaId) => {
      const lender = isWitness(voter) ? lenderOf(voter) : voter;
      return mayLeave(voter) || lender === undefined || (lender !== voter && voters.includes(lender));
    };
    const { longLostTicks, unreachableTicks } = { ...defaultPolicyLimits, ...this.#world.plan.policy };
    this.#member.voters.replacesWitness(voters, engine.status(), mayGo, unreachableTicks);
    this.#member.voters.requested(voters, engine.status(), mayLeave, longLostTicks, isWithdrawn);
  }

  drained(effects: Effects): Effects {
    const { writes, messages, decided, trace, snapshotDue } = effects;
    const { id, disk } = this.#member;
    // A newcomer adopts the generation of its first peer, and may send messages in it before it writes.
    if (this.#member.generation === 0) this.#enter(messages.at(-1)?.message.generation ?? 0);
    const isRefused = trace.some(({ type }) => type === 'reconfigureRefused');
    if (this.#asked !== undefined && !isRefused) this.#takenUp(this.#asked);
    this.#asked = undefined;
    const engine = this.#engine;
    if (!this.#member.isEarlier && engine !== undefined)
      this.#member.divergence.stepped(() => engine.status());
    for (const event of trace) this.#traced(event);
    const hasStopped = trace.some((event) => event.type === 'role' && event.role === 'halted');
    if (hasStopped && !disk.isStopped && engine !== undefined) assertStopWritten(id, engine.status(), writes);
    for (const write of writes) this.#wrote(write);
    for (const next of decided) {
      this.#member.decidedThrough = next.type === 'decided' ? next.slot : next.through;
      for (const check of this.#checks) {
        if (next.type === 'decided') check.decided?.(id, next, disk);
        else check.restored?.(id, next);
      }
    }
    if (this.#member.isWitness && !this.#member.isEarlier) this.#witnessed(messages);
    for (const { to, message } of messages) {
      if (message.type === 'handover' && this.#world.member(to)?.isWitness === true)
        throw new Violation('21 witness', `${id} hands over to ${to}`);
    }
    const { account } = this.#world.veils;
    for (const { to, message } of messages) {
      const envelope = { to, message: this.#member.isWitness ? account.clear(message) : message };
      for (const check of this.#checks) check.sent?.(id, envelope, disk);
    }
    // A driver may skip a snapshot. One of a wrong state would spread it.
    const isTaken = snapshotDue !== undefined && this.#random.chance(0.5) && !this.#member.hasDiverged;
    return isTaken ? effects : { ...effects, snapshotDue: undefined };
  }

  #takenUp(voters: readonly ReplicaId[]): void {
    const member = this.#member;
    member.nextVoters = voters;
    if (!member.isRolledBack && !member.isEarlier)
      member.voters.invites(voters, this.#engine?.status().configuration?.voters ?? []);
  }

  #traced(event: Trace): void {
    const { id } = this.#member;
    this.#world.trace(() => `${id} ${describeTrace(event)}`);
    if (event.type !== 'role' || this.#member.isEarlier) return;
    if (event.role === 'leader') this.#world.onLeader(this.#member);
    if (event.role === 'halted') this.#halted(event.why);
  }

  #wrote(write: Write): void {
    const member = this.#member;
    const { generations } = this.#world;
    this.#world.trace(() => `${member.id} ${describeWrite(write)}`);
    // Its storage refuses it.
    if (member.isEarlier) return;
    if (!generations.has(write.generation)) {
      this.#world.trace(() => `${member.id} continues alone in generation ${write.generation}`);
      generations.begin(member, write);
      member.voters.recovered();
    }
    if (member.isWitness) assertTrim(this.#world, member, write);
    member.disk.expect(write);
    this.#enter(write.generation);
    const { account } = this.#world.veils;
    if (member.isWitness) account.holds(member.id, write);
    const seen = member.isWitness ? account.clearWrite(write) : write;
    for (const check of this.#checks) check.wrote?.(member.id, seen);
    if (write.supersededBy !== undefined && !member.isRolledBack)
      generations.assertShared(member, write.supersededBy);
  }

  /** A witness hands out no decisions: the checks learn of its progress here. */
  #witnessed(messages: Effects['messages']): void {
    const status = this.#engine?.status();
    if (status !== undefined) assertWitness(this.#member, status, messages);
    this.#member.decidedThrough = status?.decidedThrough ?? this.#member.decidedThrough;
  }

  /** A replica may stop for a higher generation, or for the damage that a fault has done to it. */
  #halted(why: string): void {
    const member = this.#member;
    member.isHalted = true;
    const reason = this.#engine?.status().halted?.reason;
    if (reason === 'rolledBack' && member.isRolledBack) return;
    if (reason === 'diverged' && (member.hasDiverged || this.#isAgainstWrongVoter())) return;
    const isSuperseded = reason === 'superseded' && this.#world.generations.latest.number > member.generation;
    if (isSuperseded) this.#world.onSuperseded(member);
    else for (const check of this.#checks) check.halted?.(member.id, why);
  }

  /** The only voter has a wrong state, so it is the majority. Its reports may arrive after a restart that repaired it. */
  #isAgainstWrongVoter(): boolean {
    const [sole, second] = this.#engine?.status().configuration?.voters ?? [];
    if (sole === undefined || second !== undefined) return false;
    const voter = this.#world.member(sole);
    return voter?.hasDiverged === true || voter?.hadDiverged === true;
  }

  /** Its client's open operations carry over. */
  #enter(generation: number): void {
    const { generations } = this.#world;
    const member = this.#member;
    const [from, to] = [generations.of(member.generation), generations.of(generation)];
    const isNew = member.generation === 0;
    member.generation = generation;
    // A recovery has carried the open operations over itself.
    if (from !== to && isNew) from.history.carryOver(member.id, to.history);
  }

  /** A crash may return it to a generation that it had left. */
  reenter(generation: number): void {
    const { generations } = this.#world;
    const [from, to] = [generations.of(this.#member.generation), generations.of(generation)];
    this.#member.generation = generation;
    if (from !== to) from.history.carryOver(this.#member.id, to.history);
  }
}
