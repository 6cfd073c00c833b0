/**
 * One run of a member's device, from start to crash: the production loop over the simulated disk and network, with
 * every event reported to the checks.
 */

import type { Decided, Restored } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import { commandsOf, type Group, lastOf } from '#shared/paxos/model/entry.ts';
import { noSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import { incarnationOf } from '#shared/paxos/model/sequence.ts';
import { Replica } from '#shared/paxos/replica.ts';
import { Device, type DeviceHalt, type DeviceHost } from '#shared/replica/device.ts';
import type { Batch } from '#shared/replica/loop/loop.ts';
import { lastUnsaved } from '#shared/replica/outbox/kept.ts';
import { maxOutboxBytes, type OutboxLimits, type Unsealed } from '#shared/replica/outbox/outbox.ts';
import { signed } from '../checks/agreement/17-signed.ts';
import { DivergenceAccount } from '../checks/device/divergence.ts';
import { MemoryAccount } from '../checks/device/memory.ts';
import { RecoveryOffer } from '../checks/device/recovery-offer.ts';
import { VotersAccount } from '../checks/device/voters.ts';
import { Violation } from '../checks/violation.ts';
import { describeBatch, describeEntry, describeMessage, describeUnsaved } from '../describe.ts';
import { operationFrom } from '../histories/operation.ts';
import { Registers } from '../histories/registers.ts';
import type { Random } from '../random.ts';
import { tickTime } from './agenda.ts';
import { AppliedCommands } from './applied-commands.ts';
import { newerBuild } from './builds.ts';
import { EngineReports } from './engine-reports.ts';
import { lenderKnownTo } from './lenders.ts';
import type { Member } from './member.ts';
import { forger } from './signatures.ts';
import { type StartBreak, startInSlices } from './start.ts';
import { StorageSteps } from './storage/storage-steps.ts';
import type { Surroundings } from './surroundings.ts';

/** Bytes of a state that one step encodes. */
const pieceBytes = 32;

/** Units of time between two steps of a snapshot. */
const stepTime = Math.ceil(tickTime / 10);

export class Incarnation implements DeviceHost {
  readonly #world: Surroundings;
  /** Stands for an earlier window once another one has opened the database. */
  #member: Member;
  readonly #number: number;
  readonly #random: Random;
  readonly #reports: EngineReports;
  readonly #applied = new AppliedCommands();
  readonly #steps: StorageSteps;
  /** Of its opening of the database. */
  #fence: Uint8Array = new Uint8Array();
  #firstSequence = 0;
  /** The batch that the disk completed before another window opened the database, until this one learns of it. */
  #completed: Batch | undefined;
  /** Whether it has sent or stored anything. */
  #hasActed = false;
  /** Set once its storage has refused a write. */
  #isFenced = false;
  /** The number after the last command that this window knows to be stored, once it is an earlier one. */
  #nextDurable = 0;
  /** The members whose removal it has applied. */
  readonly #removed = new Set<ReplicaId>();

  constructor(world: Surroundings, member: Member, storageRandom: Random) {
    this.#world = world;
    this.#member = member;
    this.#random = storageRandom;
    this.#reports = new EngineReports(world, member, storageRandom);
    this.#steps = new StorageSteps(world.plan.seed, member.id);
    member.incarnation += 1;
    this.#number = member.incarnation;
    member.isHalted = false;
    member.decidedThrough = noSlot;
    member.registers = new Registers(member.build >= newerBuild);
    member.voters = new VotersAccount(member.id);
    member.memory = new MemoryAccount(member.id, member.disk);
    member.recoveryOffer = new RecoveryOffer();
    member.nextVoters = [];
    member.divergence = new DivergenceAccount(member.id);
    member.hadDiverged ||= member.hasDiverged;
    member.hasDiverged = false;
  }

  get #outboxLimits(): OutboxLimits | undefined {
    const { outboxCommands } = this.#world.plan;
    return outboxCommands === undefined
      ? undefined
      : { maxCommands: outboxCommands, maxBytes: maxOutboxBytes };
  }

  /** Whether it still runs. */
  get #isCurrent(): boolean {
    return this.#member.incarnation === this.#number && this.#member.isUp;
  }

  /** Starts with the state on the disk. @returns false if the start has ended at `at`. @throws Violation */
  boot(at?: StartBreak): boolean {
    const member = this.#member;
    const world = this.#world;
    const { id, disk, outbox } = member;
    const random = world.random.fork(`replica ${id} ${this.#number}`);
    const state = disk.state();
    this.#reports.reenter(state?.generation ?? 0);
    world.trace(
      () => `${id} starts${state === undefined ? ' with nothing' : ` decided ${state.decidedThrough}`}`,
    );
    const stored = disk.open(random.fork('fence'), member.build);
    this.#fence = stored.fence;
    this.#firstSequence = stored.nextSequence;
    const last = stored.outbox.at(-1);
    member.lastCommand = lastUnsaved(stored.unsaved) || (last === undefined ? 0 : lastOf(last));
    outbox.restarting();
    let isComplete = true;
    this.guarded(() => {
      const device = new Device({
        id,
        random: () => random.next(),
        state,
        genesis: member.isFounder && state === undefined,
        limits: world.plan.limits,
        standing: member.standing,
        stored,
        outboxLimits: this.#outboxLimits,
        policy: world.plan.policy,
        createEngine: (options) => this.#reports.watch(new Replica(options)),
        host: this,
      });
      member.device = device;
      const status = device.status();
      const generations = member.isRolledBack ? [] : world.generations.all;
      const seen = member.isWitness ? world.veils.account.clearState(state) : state;
      for (const { checks } of generations) for (const check of checks) check.booted?.(id, seen, status);
      const [hasActed, keepUnsaved] = [() => this.#hasActed, () => this.keepUnsaved()];
      isComplete = startInSlices({ id, device, hasActed, keepUnsaved }, at);
      if (!isComplete) return world.trace(() => `the start of ${id} ends early: ${at?.type}`);
      device.connected();
      if (device.isRunning && !member.isRolledBack)
        outbox.restarted(device.pendingCommands, member.lastApplied);
    });
    return isComplete;
  }

  /**
   * Another window opens the database: this one continues as `earlier` until it learns of that.
   *
   * @param completed the batch that it was storing.
   */
  fencedAs(earlier: Member, completed: Batch | undefined): void {
    this.#nextDurable = earlier.disk.nextSequence;
    this.#member = earlier;
    this.#completed = completed;
    this.#reports.continueAs(earlier);
  }

  /** @throws Violation for any error that `act` throws. */
  guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      throw asViolation(this.#member.id, error);
    }
  }

  /** `batch` reached the disk, before or in a crash. */
  becameDurable({ writes, outbox }: Batch): void {
    const { id, disk, generation, isWitness } = this.#member;
    if (this.#member.isRolledBack) return;
    for (const write of writes) {
      const ofWrite = this.#world.generations.of(write.generation);
      ofWrite.isDurable = true;
      const seen = isWitness ? this.#world.veils.account.clearWrite(write) : write;
      for (const check of ofWrite.checks) check.durable?.(id, seen);
    }
    this.#member.outbox.stored(outbox, (sequence) => this.#applied.isOver(sequence, id, disk));
    const { checks } = this.#world.generations.of(generation);
    for (const group of outbox.append) this.#reports.begins(group);
    for (const command of commandsOf(outbox.append)) for (const check of checks) check.stored?.(command);
  }

  /** The page may end at any moment: it keeps the commands that its disk lacks. */
  keepUnsaved(): void {
    const { id, device, disk, outbox, isRolledBack, isHalted, generation, isEarlier } = this.#member;
    if (device === undefined) return;
    const pending = device.holdBack();
    const incarnation = incarnationOf(this.#firstSequence);
    // Its own may be lost: the database that they follow is another window's now.
    if (isEarlier) return disk.keep(pending, incarnation, this.#nextDurable);
    disk.keep(pending, incarnation);
    this.#world.trace(() => `${id} keeps ${describeUnsaved(pending)}`);
    if (isRolledBack || isHalted) return;
    const { checks } = this.#world.generations.of(generation);
    for (const { sequence, body } of outbox.kept())
      for (const check of checks) check.stored?.({ origin: id, sequence, body });
  }

  lenderOf(witness: ReplicaId): ReplicaId | undefined {
    return lenderKnownTo(this.#member, this.#world, witness);
  }

  #learnRemovals(): void {
    for (const id of this.#member.registers.removed) {
      if (this.#removed.has(id) || this.#member.isEarlier) continue;
      this.#removed.add(id);
      this.#world.learnsRemoval(this.#member, id);
    }
  }

  // The state machine.

  decided(decided: readonly Decided[]): void {
    const { id, registers } = this.#member;
    const { history } = this.#world.generations.of(this.#member.generation);
    for (const { slot, entry, commands } of decided) {
      this.#world.trace(() => `${id} decides ${slot}: ${describeEntry(entry)}`);
      for (const { origin, sequence, body } of commands) {
        const answer = registers.apply(operationFrom(body), origin, sequence);
        if (origin !== id) continue;
        this.#applied.applied(sequence, slot);
        // Its answers prove nothing.
        if (!this.#member.hasDiverged) history.answered(origin, sequence, answer);
      }
      this.#noteState(slot);
    }
    this.#learnRemovals();
    const { device, outbox, lastApplied, isRolledBack, isEarlier } = this.#member;
    if (device !== undefined && !isRolledBack && !isEarlier)
      outbox.shows(device.pendingCommands, lastApplied);
  }

  #noteState(slot: Slot): void {
    const { id, generation, registers, hasDiverged, isRolledBack } = this.#member;
    const { plan, statesAfterSlots } = this.#world;
    if (plan.rates.updates === undefined || hasDiverged || isRolledBack) return;
    statesAfterSlots.note(id, generation, slot, registers.text());
  }

  *preparing({ through }: Restored): Generator<void, void> {
    this.#world.trace(() => `${this.#member.id} prepares a snapshot of ${through}`);
    for (let steps = this.#random.between(0, 40); steps > 0; steps -= 1) yield;
  }

  restored({ through, state }: Restored): number {
    const member = this.#member;
    this.#world.trace(() => `${member.id} restores a snapshot of ${through}`);
    member.registers.restore(state);
    this.#applied.restored(member.lastApplied, through);
    this.#learnRemovals();
    return member.lastApplied;
  }

  digest(): string {
    return this.#member.registers.digest();
  }

  snapshot(): Iterable<Uint8Array> {
    return inPieces(this.#member.registers.state());
  }

  // Storage and network.

  write(batch: Batch): void {
    this.#hasActed = true;
    const member = this.#member;
    const { agenda } = this.#world;
    this.#world.trace(() => `${member.id} ${describeBatch(batch)}`);
    this.#steps.begin(agenda.now, () => describeBatch(batch));
    if (!member.isEarlier) member.disk.begin(batch);
    const confirm = (): void => {
      if (!this.#isCurrent) return;
      const { stalledUntil, pausedUntil } = this.#member;
      if (Math.max(stalledUntil, pausedUntil) > agenda.now) return this.#member.defer(confirm);
      this.guarded(() => (this.#member.isEarlier ? this.#confirmLate(batch) : this.#confirm()));
    };
    agenda.after(this.#random.exponential(this.#world.writeDelay * tickTime), confirm);
  }

  #confirm(): void {
    this.becameDurable(this.#member.disk.confirm());
    this.#member.device?.saved();
  }

  /** An earlier window learns of what the disk completed in time; whatever it writes later fails. */
  #confirmLate(batch: Batch): void {
    const { device, disk, id } = this.#member;
    if (batch === this.#completed) {
      this.#completed = undefined;
      return device?.saved();
    }
    if (disk.admits(this.#fence))
      throw new Violation('25 one owner', `${id} writes in a window that another one has fenced`);
    this.#world.trace(() => `an earlier window of ${id} finds itself fenced`);
    this.#isFenced = true;
    device?.halt();
    this.#world.wasFenced(this.#member);
  }

  saveSoon(): void {
    const save = (): void => {
      if (!this.#isCurrent) return;
      if (this.#member.pausedUntil > this.#world.agenda.now) return this.#member.defer(save);
      this.#steps.begin(this.#world.agenda.now, () => 'takes what waits to be stored');
      this.guarded(() => this.#member.device?.save());
    };
    this.#world.agenda.after(0, save);
  }

  workSoon(): void {
    const work = (): void => {
      if (!this.#isCurrent) return;
      if (this.#member.pausedUntil > this.#world.agenda.now) return this.#member.defer(work);
      this.guarded(() => this.#member.device?.work());
    };
    this.#world.agenda.after(stepTime, work);
  }

  send(envelopes: readonly Envelope[]): void {
    this.#hasActed = true;
    if (this.#isFenced)
      throw new Violation(
        '25 one owner',
        `${this.#member.id} sends messages after its storage has refused a write`,
      );
    for (const { to, message } of envelopes) {
      if (!this.#member.isEarlier) this.#member.memory.sent(to, message);
      this.#member.rollback?.sent(to, message);
      this.#world.trace(() => `${this.#member.id} → ${to} ${describeMessage(message)}`);
      this.#world.send(this.#member, to, message);
    }
  }

  status(): void {
    // The checks inspect the effects of the engine.
  }

  /** The engine's trace has reported the halt. */
  halted(reason: DeviceHalt): void {
    if (reason === 'removed' && !this.#member.isEarlier) this.#world.removalIsOver(this.#member);
  }

  seal(unsealed: Unsealed, answer: (groups: readonly Group[]) => void): void {
    const { plan, signatures, writeDelay } = this.#world;
    const sign = (): void => answer(signatures.sign(this.#member, unsealed));
    if (plan.rates.pageEnds === undefined) return sign();
    // A page may end while it signs.
    this.#later(0.3 * writeDelay, sign);
  }

  /** A witness cannot read what is signed. */
  check(groups: readonly Group[], answer: (areSigned: boolean) => void): void {
    const { plan, signatures } = this.#world;
    const check = (): void =>
      answer(this.#member.isWitness || groups.every((group) => signatures.isSigned(group)));
    if (plan.checkDelay === undefined) return check();
    // Meanwhile the link may go down, or the device may stop.
    this.#later(plan.checkDelay, check);
  }

  /** Calls `answer` after `meanTicks` in the mean, and after a pause, if the device still runs. */
  #later(meanTicks: number, answer: () => void): void {
    const { agenda } = this.#world;
    const answerNow = (): void => {
      if (!this.#isCurrent) return;
      if (this.#member.pausedUntil > agenda.now) return this.#member.defer(answerNow);
      this.guarded(answer);
    };
    agenda.after(this.#random.exponential(meanTicks * tickTime), answerNow);
  }

  forged(from: ReplicaId): void {
    if (from === forger) return;
    throw new Violation(signed, `${this.#member.id} reports ${from} as a forger`);
  }

  /** No member of the simulation is a viewer, and no witness does more than vote. */
  overreach(from: ReplicaId): void {
    throw new Violation('21 witness', `${this.#member.id} reports that ${from} claims more than its rights`);
  }

  dismiss(removed: ReadonlySet<ReplicaId>): void {
    const { engine } = this.#reports;
    if (this.#member.isEarlier) return;
    if (engine !== undefined) this.#member.voters.dismissed(removed, engine.status());
    this.#world.dismiss(this.#member, removed);
  }

  failed(error: unknown): never {
    throw asViolation(this.#member.id, error);
  }
}

/** A state is a few hundred bytes, and takes several steps all the same. */
function* inPieces(state: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < state.byteLength; at += pieceBytes) yield state.subarray(at, at + pieceBytes);
}

function asViolation(id: string, error: unknown): unknown {
  if (error instanceof Violation || !(error instanceof Error)) return error;
  return new Violation('0 no halt', `${id} threw ${error.name}: ${error.message}\n${error.stack ?? ''}`);
}
