/**
 * The generations of a board: each recovery begins one, with a history shared with the generation before and a
 * separate future. Every rule holds within each generation; across them only the guarantees of a recovery hold
 * (`docs/protocol.md`, "Recovery").
 */

import type { Successor, Write } from '#shared/paxos/effects.ts';
import { Sessions } from '#shared/paxos/log/sessions.ts';
import { firstGeneration } from '#shared/paxos/membership/generation.ts';
import { nextSlot, noSlot, type Slot, slot as slotAt } from '#shared/paxos/model/ids.ts';
import type { Limits } from '#shared/paxos/model/limits.ts';
import { allChecks, type MakeChecks } from '../checks/all.ts';
import type { Check, Recovery } from '../checks/check.ts';
import type { RecoveredEntry } from '../checks/ledger.ts';
import { Ledger } from '../checks/ledger.ts';
import { isIdenticalEntry } from '../checks/same-entry.ts';
import { Violation } from '../checks/violation.ts';
import { describeEntry } from '../describe.ts';
import { History } from '../histories/history.ts';
import { operationFrom } from '../histories/operation.ts';
import { Registers } from '../histories/registers.ts';
import type { Member } from '../world/member.ts';
import type { Signatures } from '../world/signatures.ts';

const rule = 'recovery';

export interface Generation {
  readonly number: number;
  /** The preceding generation, and the last slot that both share; absent in the first. */
  readonly origin?: { readonly generation: number; readonly sharedThrough: Slot };
  readonly ledger: Ledger;
  readonly checks: readonly Check[];
  readonly history: History;
  /** Whether a disk holds it: until then no other device may know of it. */
  isDurable: boolean;
}

export class Generations {
  readonly #now: () => number;
  readonly #byNumber = new Map<number, Generation>();
  readonly #first: Generation;

  constructor(
    limits: Partial<Limits>,
    signatures: Signatures,
    now: () => number,
    makeChecks: MakeChecks = allChecks,
  ) {
    this.#now = now;
    const ledger = new Ledger();
    this.#first = {
      number: firstGeneration,
      ledger,
      checks: makeChecks(ledger, limits, signatures),
      history: new History(now),
      isDurable: true,
    };
    this.#byNumber.set(firstGeneration, this.#first);
  }

  get all(): readonly Generation[] {
    return [...this.#byNumber.values()];
  }

  /** The generation that survives when all meet: the highest that is durable on any disk. */
  get latest(): Generation {
    return this.all.reduce((latest, each) => (each.isDurable && each.number > latest.number ? each : latest));
  }

  /** A newcomer, of generation 0, belongs to the first until it has met a member. */
  of(number: number): Generation {
    return this.#byNumber.get(number) ?? this.#first;
  }

  has(number: number): boolean {
    return number === 0 || this.#byNumber.has(number);
  }

  /**
   * `member` continues alone with `write`, which its disk is about to receive: the write treats all slots up to its
   * `decidedThrough` as decided.
   *
   * @throws Violation unless these are exactly the entries that it had accepted, with itself as the only voter.
   */
  begin(member: Member, write: Write): Generation {
    const { id, disk, decidedThrough: through } = member;
    const { generation: number, decidedThrough: last = noSlot } = write;
    const previous = this.of(member.generation);
    if (number <= previous.number) throw new Violation(rule, `${id} goes back to generation ${number}`);
    const taken: RecoveredEntry[] = [];
    // A founder may recover before its first write is durable.
    const shared = slotAt(Math.min(through, previous.ledger.chosenThrough));
    for (let slot = nextSlot(shared); slot <= last; slot = nextSlot(slot)) {
      const held = disk.written(slot)?.entry;
      const entry = write.records.findLast((record) => record.slot === slot)?.entry ?? held;
      if (entry === undefined)
        throw new Violation(rule, `${id} holds nothing in slot ${slot}, which it takes for decided`);
      const isKept =
        held === undefined ? slot === last || entry.type === 'noop' : isIdenticalEntry(held, entry);
      if (!isKept)
        throw new Violation(
          rule,
          `${id} treats ${describeEntry(entry)} as decided in slot ${slot}, and never accepted it`,
        );
      taken.push({ slot, entry });
    }
    const chosen = taken.at(-1)?.entry;
    if (chosen?.type !== 'configuration' || chosen.configuration.voters.join() !== id) {
      throw new Violation(rule, `${id} begins generation ${number} without being its only voter`);
    }
    if (disk.lastWrittenSlot > last)
      throw new Violation(rule, `${id} leaves slot ${disk.lastWrittenSlot} undecided after it`);
    const ledger = previous.ledger.after(id, shared, taken);
    const recovery: Recovery = { id, generation: number, through, ledger };
    const checks = previous.checks.map((check) => {
      if (check === previous.ledger) return ledger;
      return check.succeeded?.(recovery) ?? check;
    });
    const registers = registersAfter(previous.ledger, shared);
    const history = previous.history.succeeded(id, this.#now, taken, registers);
    const origin = { generation: previous.number, sharedThrough: shared };
    const generation = { number, origin, ledger, checks, history, isDurable: false };
    this.#byNumber.set(number, generation);
    return generation;
  }

  /**
   * `member` has stopped because of `successor`, and reports the history that both share.
   *
   * @throws Violation if the report is wrong, or shorter than the known history of a first recovery.
   */
  assertShared({ id, generation, decidedThrough }: Member, successor: Successor): void {
    const { sharedThrough } = successor;
    const [own, other] = [this.of(generation), this.of(successor.generation)];
    if (sharedThrough === undefined) return;
    for (let slot = slotAt(1); slot <= sharedThrough; slot = nextSlot(slot)) {
      const [mine, theirs] = [own.ledger.chosen(slot)?.entry, other.ledger.chosen(slot)?.entry];
      if (mine !== undefined && theirs !== undefined && isIdenticalEntry(mine, theirs)) continue;
      throw new Violation(rule, `${id} takes slot ${slot} for a part of both generations`);
    }
    const { origin } = other;
    const isFirst = origin?.generation === firstGeneration && generation === firstGeneration;
    if (!isFirst || sharedThrough >= Math.min(origin.sharedThrough, decidedThrough)) return;
    throw new Violation(rule, `${id} knows of ${sharedThrough} shared slots of ${origin.sharedThrough}`);
  }
}

/** The registers after the slot `through`. A member's own ones lag behind its log while it prepares a snapshot. */
function registersAfter(ledger: Ledger, through: Slot): Registers {
  const registers = new Registers();
  const sessions = new Sessions();
  for (let slot = slotAt(1); slot <= through; slot = nextSlot(slot)) {
    const entry = ledger.chosen(slot)?.entry;
    if (entry?.type !== 'commands') continue;
    for (const { origin, sequence, body } of sessions.admitAll(entry.groups)) {
      registers.apply(operationFrom(body), origin, sequence);
    }
  }
  return registers;
}
