/**
 * One run of a member's device, from start to crash: the production loop over the simulated disk and network, with
 * every event reported to the checks.
 */

import type { Decided, Effects, Event, Restored, Trace, Write } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import { commandsOf, type Group } from '#shared/paxos/model/entry.ts';
import { noSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import { Replica } from '#shared/paxos/replica.ts';
import { Device, type DeviceHalt, type DeviceHost } from '#shared/replica/device.ts';
import type { Batch, Engine } from '#shared/replica/loop.ts';
import type { Unsealed } from '#shared/replica/outbox.ts';
import { defaultPolicyLimits } from '#shared/replica/voter-policy.ts';
import { signed } from '../checks/agreement/17-signed.ts';
import type { Check } from '../checks/check.ts';
import { MemoryAccount } from '../checks/device/memory.ts';
import { VotersAccount } from '../checks/device/voters.ts';
import { Violation } from '../checks/violation.ts';
import {
  describeBatch,
  describeEntry,
  describeEvent,
  describeMessage,
  describeTrace,
  describeWrite,
} from '../describe.ts';
import { operationFrom } from '../histories/operation.ts';
import { Registers } from '../histories/registers.ts';
import type { Random } from '../random.ts';
import { tickTime } from './agenda.ts';
import type { Member } from './member.ts';
import { forger } from './signatures.ts';
import type { Surroundings } from './surroundings.ts';
import { type EngineWatch, WatchedEngine } from './watched-engine.ts';

export class Incarnation implements DeviceHost, EngineWatch {
  readonly #world: Surroundings;
  readonly #member: Member;
  readonly #number: number;
  readonly #random: Random;
  #engine: Engine | undefined;
  /** The slots in which its own commands were applied, by sequence. */
  readonly #appliedIn = new Map<number, Slot>();
  /** The snapshots that it restored, with the sequence of its own last command in each. */
  readonly #restored: { readonly last: number; readonly through: Slot }[] = [];

  constructor(world: Surroundings, member: Member, storageRandom: Random) {
    this.#world = world;
    this.#member = member;
    this.#random = storageRandom;
    member.incarnation += 1;
    this.#number = member.incarnation;
    member.isHalted = false;
    member.decidedThrough = noSlot;
    member.registers = new Registers();
    member.voters = new VotersAccount(member.id);
    member.memory = new MemoryAccount(member.id, member.disk);
  }

  /** Whether it still runs. */
  get #isCurrent(): boolean {
    return this.#member.incarnation === this.#number && this.#member.isUp;
  }

  /** Starts with the state on the disk. @throws Violation */
  boot(): void {
    const member = this.#member;
    const world = this.#world;
    const { id, disk, outbox } = member;
    const random = world.random.fork(`replica ${id} ${this.#number}`);
    const state = disk.state();
    this.#reenter(state?.generation ?? 0);
    world.trace(
      () => `${id} starts${state === undefined ? ' with nothing' : ` decided ${state.decidedThrough}`}`,
    );
    const { stored } = disk;
    member.lastCommand = stored.nextSequence - 1;
    outbox.restarting();
    this.guarded(() => {
      const device = new Device({
        id,
        random: () => random.next(),
        state,
        genesis: member.isFounder && state === undefined,
        limits: world.plan.limits,
        standing: { access: 'edit' },
        stored,
        policy: world.plan.policy,
        createEngine: (options) => {
          this.#engine = new WatchedEngine(new Replica(options), this);
          return this.#engine;
        },
        host: this,
      });
      member.device = device;
      const status = device.status();
      const generations = member.isRolledBack ? [] : world.generations.all;
      for (const { checks } of generations) for (const check of checks) check.booted?.(id, state, status);
      device.start();
      device.connected();
      if (device.isRunning && !member.isRolledBack)
        outbox.restarted(device.pendingCommands, member.lastApplied);
    });
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
    const { id, generation } = this.#member;
    if (this.#member.isRolledBack) return;
    for (const write of writes) {
      const ofWrite = this.#world.generations.of(write.generation);
      ofWrite.isDurable = true;
      for (const check of ofWrite.checks) check.durable?.(id, write);
    }
    this.#member.outbox.stored(outbox, (sequence) => this.#isOver(sequence));
    const { checks, history } = this.#world.generations.of(generation);
    for (const command of commandsOf(outbox.append)) {
      for (const check of checks) check.submitted?.(command);
      history.began(command);
    }
  }

  /** Whether it has seen its own command applied and its disk holds the slot as decided. */
  #isOver(sequence: number): boolean {
    const { disk, id } = this.#member;
    const isInSnapshot = this.#restored.some(
      ({ last, through }) => sequence <= last && disk.snapshotThrough >= through,
    );
    if (isInSnapshot) return true;
    const slot = this.#appliedIn.get(sequence);
    if (slot === undefined) return false;
    const entry = disk.get(slot)?.entry;
    const isInLog =
      entry?.type === 'commands' &&
      commandsOf(entry.groups).some((command) => command.origin === id && command.sequence === sequence);
    // A log entry counts as decided after a crash only up to there.
    return (isInLog && disk.decidedThrough >= slot) || disk.snapshotThrough >= slot;
  }

  /** Ignores messages of a replica that lost confirmed state: it inevitably violates rules. */
  get #checks(): readonly Check[] {
    if (this.#member.isRolledBack) return [];
    return this.#world.generations.of(this.#member.generation).checks;
  }

  // The engine.

  stepping(event: Event): void {
    const { id, disk, outbox } = this.#member;
    this.#world.countEvent();
    if (event.type !== 'tick') this.#world.trace(() => `${id} ← ${describeEvent(event)}`);
    if (event.type === 'submit' && !this.#member.isRolledBack) outbox.submitted(event.group);
    this.#remembers(event);
    if (event.type === 'reconfigure' && !this.#world.isRequesting) this.#policyAsks(event.voters);
    if (event.type === 'persisted' && !disk.isDurable(event.number)) {
      throw new Violation('4 durable first', `${id} treats write ${event.number} as durable too early`);
    }
    const voters = event.type === 'reconfigure' ? event.voters : event.type === 'recover' ? [id] : undefined;
    if (voters !== undefined) for (const check of this.#checks) check.requested?.(voters);
  }

  #remembers(event: Event): void {
    const { memory, disk, decidedThrough } = this.#member;
    const status = this.#engine?.status();
    if (status === undefined || status.halted !== undefined || this.#member.isRolledBack) return;
    const { generation } = status;
    if (event.type === 'receive')
      memory.heard(event.from, event.message, generation || event.message.generation);
    if (event.type === 'tick') memory.ticked(disk, generation, decidedThrough);
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
    const { longLostTicks } = { ...defaultPolicyLimits, ...this.#world.plan.policy };
    this.#member.voters.requested(voters, engine.status(), mayLeave, longLostTicks);
  }

  drained(effects: Effects): Effects {
    const { writes, messages, decided, trace, snapshotDue } = effects;
    const { id, disk } = this.#member;
    // A newcomer adopts the generation of its first peer, and may send messages in it before it writes.
    if (this.#member.generation === 0) this.#enter(messages.at(-1)?.message.generation ?? 0);
    for (const event of trace) this.#traced(event);
    for (const write of writes) this.#wrote(write);
    for (const next of decided) {
      this.#member.decidedThrough = next.type === 'decided' ? next.slot : next.through;
      for (const check of this.#checks) {
        if (next.type === 'decided') check.decided?.(id, next, disk);
        else check.restored?.(id, next);
      }
    }
    for (const envelope of messages) {
      for (const check of this.#checks) check.sent?.(id, envelope, disk);
    }
    return { ...effects, snapshotDue: snapshotDue && this.#random.chance(0.5) };
  }

  #traced(event: Trace): void {
    const { id } = this.#member;
    this.#world.trace(() => `${id} ${describeTrace(event)}`);
    if (event.type !== 'role') return;
    if (event.role === 'leader') this.#world.onLeader(this.#member);
    if (event.role === 'halted') this.#halted(event.why);
  }

  #wrote(write: Write): void {
    const member = this.#member;
    const { generations } = this.#world;
    this.#world.trace(() => `${member.id} ${describeWrite(write)}`);
    if (!generations.has(write.generation)) {
      this.#world.trace(() => `${member.id} continues alone in generation ${write.generation}`);
      generations.begin(member, write);
    }
    member.disk.expect(write);
    this.#enter(write.generation);
    for (const check of this.#checks) check.wrote?.(member.id, write);
    if (write.supersededBy !== undefined && !member.isRolledBack)
      generations.assertShared(member, write.supersededBy);
  }

  /** A replica may stop for a higher generation, and for no other reason. */
  #halted(why: string): void {
    const member = this.#member;
    member.isHalted = true;
    const reason = this.#engine?.status().halted?.reason;
    if (reason === 'rolledBack' && member.isRolledBack) return;
    const isSuperseded = reason === 'superseded' && this.#world.generations.latest.number > member.generation;
    if (isSuperseded) this.#world.onSuperseded(member);
    else for (const check of this.#checks) check.halted?.(member.id, why);
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
  #reenter(generation: number): void {
    const { generations } = this.#world;
    const [from, to] = [generations.of(this.#member.generation), generations.of(generation)];
    this.#member.generation = generation;
    if (from !== to) from.history.carryOver(this.#member.id, to.history);
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
        this.#appliedIn.set(sequence, slot);
        history.answered(origin, sequence, answer);
      }
    }
  }

  restored({ through, state }: Restored): number {
    const member = this.#member;
    this.#world.trace(() => `${member.id} restores a snapshot of ${through}`);
    member.registers.restore(state);
    this.#restored.push({ last: member.lastApplied, through });
    return member.lastApplied;
  }

  digest(): string {
    return this.#member.registers.digest();
  }

  snapshot(): Uint8Array {
    return this.#member.registers.state();
  }

  // Storage and network.

  write(batch: Batch): void {
    const member = this.#member;
    const { agenda } = this.#world;
    this.#world.trace(() => `${member.id} ${describeBatch(batch)}`);
    member.disk.begin(batch);
    const confirm = (): void => {
      if (!this.#isCurrent) return;
      if (Math.max(member.stalledUntil, member.pausedUntil) > agenda.now) return member.defer(confirm);
      this.guarded(() => {
        this.becameDurable(member.disk.confirm());
        member.device?.saved();
      });
    };
    agenda.after(this.#random.exponential(this.#world.writeDelay * tickTime), confirm);
  }

  saveSoon(): void {
    const save = (): void => {
      if (!this.#isCurrent) return;
      if (this.#member.pausedUntil > this.#world.agenda.now) return this.#member.defer(save);
      this.guarded(() => this.#member.device?.save());
    };
    this.#world.agenda.after(0, save);
  }

  send(envelopes: readonly Envelope[]): void {
    for (const { to, message } of envelopes) {
      this.#member.memory.sent(to, message);
      this.#world.trace(() => `${this.#member.id} → ${to} ${describeMessage(message)}`);
      this.#world.send(this.#member, to, message);
    }
  }

  status(): void {
    // The checks inspect the effects of the engine.
  }

  /** The engine's trace has reported the halt. */
  halted(reason: DeviceHalt): void {
    if (reason === 'removed') this.#world.removalIsOver(this.#member);
  }

  seal(unsealed: Unsealed, answer: (groups: readonly Group[]) => void): void {
    answer(this.#world.signatures.sign(this.#member.id, unsealed));
  }

  check(groups: readonly Group[], answer: (areSigned: boolean) => void): void {
    answer(groups.every((group) => this.#world.signatures.isSigned(group)));
  }

  forged(from: ReplicaId): void {
    if (from === forger) return;
    throw new Violation(signed, `${this.#member.id} reports ${from} as a forger`);
  }

  overreach(): void {
    // No member of the simulation is a viewer.
  }

  dismiss(removed: ReadonlySet<ReplicaId>): void {
    const engine = this.#engine;
    if (engine !== undefined) this.#member.voters.dismissed(removed, engine.status());
    this.#world.dismiss(this.#member, removed);
  }

  failed(error: unknown): never {
    throw asViolation(this.#member.id, error);
  }
}

function asViolation(id: string, error: unknown): unknown {
  if (error instanceof Violation || !(error instanceof Error)) return error;
  return new Violation('0 no halt', `${id} threw ${error.name}: ${error.message}\n${error.stack ?? ''}`);
}
