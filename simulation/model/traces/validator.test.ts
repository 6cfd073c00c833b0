import { expect, test } from 'vitest';
import { type Ballot, noBallot } from '../spec/ballots.ts';
import { configurationEntry, firstGeneration } from '../spec/lifecycle.ts';
import type { TracedEntry, TracedMessage, TracedWrite, TraceRecord } from './record.ts';
import { validate } from './validate-run.ts';
import { Refused, Validator } from './validator.ts';

const founding = { epoch: 0, round: 1, replica: 'a' };
const ballot = { epoch: 1, round: 1, replica: 'a' };

test('refuses a decision that two witnesses state and no majority has accepted', () => {
  const validator = new Validator();
  const write = (id: string, number: number, what: Partial<TracedWrite>) =>
    validator.take({
      type: 'write',
      id,
      write: { number, generation: firstGeneration, records: [], stops: false, ...what },
    });
  validator.take({ type: 'found', id: 'a' });
  const entry = configurationEntry(firstGeneration, ['a']);
  write('a', 1, { promised: founding, records: [{ slot: 1, ballot: founding, entry }] });
  validator.take({ type: 'durable', id: 'a', number: 1 });
  validator.take({ type: 'decide', id: 'a', slot: 1, entry });
  write('a', 2, { promised: ballot });
  validator.take({ type: 'durable', id: 'a', number: 2 });
  write('a', 3, { records: [{ slot: 2, ballot, entry: { name: 'of a' } }] });
  for (const witness of ['b', 'c']) write(witness, 1, { decided: 1 });
  // Each of the two could know of it from the other.
  const stated = () => write('b', 2, { decided: 2 });
  expect(stated).toThrow(Refused);
  expect(stated).toThrow('slot 2 is not decided');
});

/** A leader `a` and a witness `w`: `w` accepts slot 3, learns that it is decided, and meets the next ballot of `a`. */
class Trace {
  readonly records: TraceRecord[] = [];
  readonly #writes = new Map<string, number>();

  stores(id: string, write: Partial<TracedWrite>): void {
    const number = (this.#writes.get(id) ?? 0) + 1;
    this.#writes.set(id, number);
    const full = { number, generation: firstGeneration, records: [], stops: false, ...write };
    this.records.push({ type: 'write', id, write: full }, { type: 'durable', id, number });
  }

  decides(id: string, { slot, entry }: TracedEntry): void {
    this.records.push({ type: 'decide', id, slot, entry });
  }

  sends(id: string, to: string, message: TracedMessage): void {
    this.records.push(
      { type: 'send', id, generation: firstGeneration, message },
      { type: 'receive', id: to, from: id, generation: firstGeneration, message },
    );
  }

  /** Phase 1 of `a` in `ballot`; `accepted` is held by both from `firstSlot` up. */
  elects(ballot: Ballot, firstSlot: number, accepted: readonly TracedEntry[]): void {
    this.stores('a', { promised: ballot });
    this.sends('a', 'w', { type: 'prepare', ballot });
    this.stores('w', { promised: ballot });
    this.sends('w', 'a', { type: 'promise', ballot, firstSlot, accepted });
  }
}

const ballotOf = (epoch: number, round: number): Ballot => ({ epoch, round, replica: 'a' });
const voters = (...ids: string[]) => configurationEntry(firstGeneration, ids);
const first = { slot: 1, ballot: ballotOf(0, 1), entry: voters('a') };
const second = { slot: 2, ballot: ballotOf(1, 2), entry: voters('a', 'w') };
const third = { slot: 3, ballot: ballotOf(2, 3), entry: { name: 'x' } };

function witnessTrace(hearsAccept: boolean): Trace {
  const trace = new Trace();
  trace.records.push({ type: 'found', id: 'a' });
  trace.stores('a', { promised: first.ballot, records: [first], decided: 1 });
  trace.stores('a', { promised: second.ballot });
  trace.stores('a', { records: [second] });
  trace.decides('a', second);
  trace.stores('a', { decided: 2 });
  // Writes of a witness state decisions that it never hands out.
  trace.stores('w', { records: [first, second].map((one) => ({ ...one, ballot: noBallot })), decided: 2 });
  trace.elects(third.ballot, 3, []);
  trace.stores('a', { records: [third] });
  trace.sends('a', 'w', { type: 'propose', ballot: third.ballot, firstSlot: 3, entries: [third.entry] });
  trace.stores('w', { records: [third] });
  trace.sends('w', 'a', { type: 'accept', ballot: third.ballot, firstSlot: 3, through: 3 });
  if (hearsAccept) trace.sends('a', 'w', { type: 'accept', ballot: third.ballot, firstSlot: 3, through: 3 });
  const next = ballotOf(2, 4);
  trace.elects(next, 3, [third]);
  trace.sends('a', 'w', { type: 'propose', ballot: next, firstSlot: 3, entries: [third.entry] });
  trace.sends('w', 'a', { type: 'accept', ballot: next, firstSlot: 3, through: 3 });
  return trace;
}

test('a witness accepts without a record what it knows to be decided, although it hands out no decision', () => {
  expect(validate(witnessTrace(true).records).refusal).toBeUndefined();
});

test('a witness that has received no majority of accepts must store its accept first', () => {
  expect(validate(witnessTrace(false).records).refusal).toContain('it has not durably accepted slot 3');
});
