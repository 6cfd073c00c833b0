import { describe, expect, it } from 'vitest';
import { type Group, maxBatchCommands, maxCommandBytes, noDigest } from '../../paxos/model/entry.ts';
import { replicaId, slot } from '../../paxos/model/ids.ts';
import { incarnationSize, sequenceOf } from '../../paxos/model/sequence.ts';
import { Author, anySeals } from '../../paxos/testing/groups.ts';
import { nothingUnsaved, Outbox, type OutboxChange, type OutboxLimits, type Unsaved } from './outbox.ts';

const body = (byte: number) => Uint8Array.of(byte);
const commands = (...sequences: number[]) =>
  sequences.map((sequence) => ({ sequence, body: body(sequence) }));

/** Groups numbered from 1 up, with the given number of commands each. */
function stored(...sizes: number[]): Group[] {
  const author = new Author('me');
  let sequence = 0;
  return sizes.map((size) =>
    author.group(
      ...Array.from({ length: size }, () => {
        sequence += 1;
        return body(sequence);
      }),
    ),
  );
}

function outboxOf(
  outbox: readonly Group[],
  nextSequence: number,
  { unsaved = {}, limits }: { unsaved?: Partial<Unsaved>; limits?: OutboxLimits } = {},
): Outbox {
  const lastDigest = outbox.at(-1)?.digest ?? noDigest;
  const stored = { outbox, unsaved: { ...nothingUnsaved, ...unsaved }, nextSequence, lastDigest };
  return new Outbox(replicaId('me'), stored, limits);
}

/** The number of a command of the second incarnation. */
const second = (position: number) => sequenceOf(1, position);

function seal(outbox: Outbox): void {
  anySeals.seal(outbox.takeUnsealed(), (groups) => outbox.sealed(groups));
}

const numbers = ({ append, remove }: OutboxChange) => [
  append.map(({ first, bodies }) => [first, bodies.length]),
  remove,
];

describe('the outbox', () => {
  it('numbers commands without holes', () => {
    const outbox = outboxOf([], 1);
    expect([1, 2, 3].map((byte) => outbox.append(body(byte)))).toEqual([
      { ok: true, sequence: 1 },
      { ok: true, sequence: 2 },
      { ok: true, sequence: 3 },
    ]);
    expect(outbox.pending).toEqual(commands(1, 2, 3));
  });

  it('continues after the stored sequence', () => {
    expect(outboxOf(stored(1, 1), 3).append(body(7))).toEqual({ ok: true, sequence: 3 });
    expect(outboxOf([], 7).append(body(7))).toEqual({ ok: true, sequence: 7 });
  });

  it('signs all commands since the last group as the next group, and adds it to one transaction', () => {
    const [before] = stored(1);
    if (before === undefined) throw new Error('unreachable');
    const outbox = outboxOf([before], 2);
    expect(outbox.hasUnsealed).toBe(false);
    outbox.append(body(2));
    outbox.append(body(3));
    expect([outbox.hasUnsealed, outbox.hasUnsaved]).toEqual([true, false]);
    seal(outbox);
    expect([outbox.hasUnsealed, outbox.hasUnsaved]).toEqual([false, true]);
    outbox.append(body(4));
    expect(outbox.groups[1]?.previous).toEqual(before.digest);
    expect(numbers(outbox.take(slot(9)))).toEqual([[[2, 2]], []]);
    expect([outbox.hasUnsealed, outbox.hasUnsaved]).toEqual([true, false]);
    seal(outbox);
    expect(numbers(outbox.take(slot(9)))).toEqual([[[4, 1]], []]);
    expect(outbox.pending).toEqual(commands(1, 2, 3, 4));
    expect(outbox.groups[2]?.previous).toEqual(outbox.groups[1]?.digest);
  });

  it('signs no group that exceeds an entry', () => {
    const outbox = outboxOf([], 1);
    for (let count = 0; count <= maxBatchCommands; count += 1) outbox.append(body(1));
    outbox.append(new Uint8Array(maxCommandBytes));
    seal(outbox);
    expect(numbers(outbox.take(slot(9)))).toEqual([
      [
        [1, maxBatchCommands],
        [maxBatchCommands + 1, 1],
        [maxBatchCommands + 2, 1],
      ],
      [],
    ]);
  });

  it('signs unsaved commands of a previous page after the stored ones', () => {
    const outbox = outboxOf(stored(2), 5, { unsaved: { commands: commands(3, 4) } });
    expect(outbox.pending).toEqual(commands(1, 2, 3, 4));
    expect(outbox.hasUnsealed).toBe(true);
    seal(outbox);
    expect(numbers(outbox.take(slot(9)))).toEqual([[[3, 2]], []]);
    expect(outbox.append(body(5))).toEqual({ ok: true, sequence: 5 });
  });

  it('drops applied groups as a whole, and removes them with the next write', () => {
    const outbox = outboxOf(stored(2, 1), 4);
    outbox.applied(2, slot(9));
    expect(outbox.pending).toEqual(commands(3));
    expect(outbox.hasUnsaved).toBe(false);
    outbox.applied(1, slot(9));
    outbox.append(body(4));
    seal(outbox);
    expect(numbers(outbox.take(slot(9)))).toEqual([[[4, 1]], [1]]);
    expect(outbox.take(slot(9))).toEqual({ append: [], remove: [] });
  });

  it('removes an applied group only with a write that records its slot as decided', () => {
    const outbox = outboxOf(stored(1, 1), 3);
    outbox.applied(1, slot(4));
    outbox.applied(2, slot(6));
    expect(numbers(outbox.take(slot(3)))).toEqual([[], []]);
    expect(numbers(outbox.take(slot(5)))).toEqual([[], [1]]);
    expect(numbers(outbox.take(slot(6)))).toEqual([[], [2]]);
    expect(outbox.pending).toEqual([]);
  });

  it('never reuses a sequence number, also after all commands are applied', () => {
    const outbox = outboxOf(stored(2), 3);
    outbox.applied(2, slot(9));
    expect(outbox.append(body(3))).toEqual({ ok: true, sequence: 3 });
  });

  it('is bounded in commands', () => {
    const outbox = outboxOf(stored(1), 2, { limits: { maxCommands: 2, maxBytes: 100 } });
    expect(outbox.append(body(2)).ok).toBe(true);
    expect(outbox.append(body(3))).toEqual({ ok: false, refusal: 'outboxFull' });
    outbox.applied(1, slot(9));
    expect(outbox.append(body(3))).toEqual({ ok: true, sequence: 3 });
  });

  it('is bounded by the numbers of an incarnation', () => {
    const outbox = outboxOf([], sequenceOf(1, incarnationSize - 2));
    expect(outbox.append(body(1)).ok).toBe(true);
    expect(outbox.append(body(2))).toEqual({ ok: false, refusal: 'outboxFull' });
  });

  it('is bounded in bytes', () => {
    const large = new Author('me').group(new Uint8Array(60));
    const outbox = outboxOf([large], 2, { limits: { maxCommands: 9, maxBytes: 100 } });
    expect(outbox.append(new Uint8Array(41))).toEqual({ ok: false, refusal: 'outboxFull' });
    expect(outbox.append(new Uint8Array(40)).ok).toBe(true);
    outbox.applied(1, slot(9));
    expect(outbox.append(new Uint8Array(60)).ok).toBe(true);
  });

  it('rejects a command that exceeds a message', () => {
    const outbox = outboxOf([], 1);
    expect(outbox.append(new Uint8Array(maxCommandBytes + 1))).toEqual({ ok: false, refusal: 'tooLarge' });
    expect(outbox.append(new Uint8Array(maxCommandBytes)).ok).toBe(true);
  });
});

const firsts = (groups: readonly Group[]) => groups.map(({ first }) => first);

describe('the incarnations of an outbox', () => {
  it('submit a group of this start as soon as it is signed', () => {
    const outbox = outboxOf([], second(1));
    outbox.append(body(1));
    expect(outbox.hasDue).toBe(false);
    seal(outbox);
    expect(outbox.hasDue).toBe(true);
    expect(firsts(outbox.takeDue())).toEqual([second(1)]);
    expect(outbox.takeDue()).toEqual([]);
  });

  it('begin a chain of their own', () => {
    const outbox = outboxOf(stored(2), second(1));
    outbox.append(body(3));
    seal(outbox);
    outbox.append(body(4));
    seal(outbox);
    expect(outbox.groups[1]).toMatchObject({ first: second(1), previous: noDigest });
    expect(outbox.groups[2]).toMatchObject({ first: second(2), previous: outbox.groups[1]?.digest });
  });

  it('wait until all that earlier ones stored is decided', () => {
    const author = new Author('me', second(1));
    const outbox = outboxOf([...stored(1, 1), author.group(body(3))], sequenceOf(2, 1));
    outbox.append(body(4));
    seal(outbox);
    expect(firsts(outbox.takeDue())).toEqual([1, 2]);
    outbox.applied(1, slot(4));
    expect(outbox.takeDue()).toEqual([]);
    outbox.applied(2, slot(5));
    expect(firsts(outbox.takeDue())).toEqual([second(1)]);
    outbox.applied(second(1), slot(6));
    expect(firsts(outbox.takeDue())).toEqual([sequenceOf(2, 1)]);
  });

  it('do not submit what is decided already', () => {
    const outbox = outboxOf(stored(1, 1), second(1));
    outbox.applied(1, slot(4));
    expect(firsts(outbox.takeDue())).toEqual([2]);
  });

  it('sign kept commands of an earlier page as that page would have, and submit them once they are durable', () => {
    const before = stored(2);
    const outbox = outboxOf(before, second(1), { unsaved: { commands: commands(3, 4) } });
    expect(outbox.append(body(9))).toEqual({ ok: true, sequence: second(1) });
    seal(outbox);
    expect(outbox.groups.at(-1)).toMatchObject({ first: 3, previous: before[0]?.digest });
    expect(outbox.hasUnsealed).toBe(true);
    seal(outbox);
    expect(outbox.groups.at(-1)).toMatchObject({ first: second(1), previous: noDigest });
    expect(firsts(outbox.takeDue())).toEqual([1]);
    const change = outbox.take(slot(9));
    expect(firsts(change.append)).toEqual([3, second(1)]);
    expect(outbox.takeDue()).toEqual([]);
    outbox.stored(change);
    expect(firsts(outbox.takeDue())).toEqual([3]);
  });

  it('store kept groups of an earlier page as they are, and continue after them', () => {
    const [one, two] = stored(1, 1);
    if (one === undefined || two === undefined) throw new Error('unreachable');
    const unsaved = { groups: [two], commands: commands(3) };
    const outbox = outboxOf([one], second(1), { unsaved });
    expect(outbox.hasUnsaved).toBe(true);
    seal(outbox);
    expect(outbox.groups).toMatchObject([one, two, { first: 3, previous: two.digest }]);
    expect(firsts(outbox.take(slot(9)).append)).toEqual([2, 3]);
  });

  it('hold back what a page that ends keeps without a signature', () => {
    const outbox = outboxOf([], second(1));
    outbox.append(body(1));
    seal(outbox);
    expect(firsts(outbox.takeDue())).toEqual([second(1)]);
    outbox.append(body(2));
    expect(outbox.holdBack()).toMatchObject({
      groups: [{ first: second(1) }],
      commands: [{ sequence: second(2) }],
    });
    seal(outbox);
    expect(outbox.takeDue()).toEqual([]);
    outbox.stored(outbox.take(slot(9)));
    expect(firsts(outbox.takeDue())).toEqual([second(2)]);
  });

  it('hold back what is being signed when the page keeps it', () => {
    const outbox = outboxOf([], second(1));
    outbox.append(body(1));
    const unsealed = outbox.takeUnsealed();
    expect(outbox.holdBack()).toMatchObject({ groups: [], commands: [{ sequence: second(1) }] });
    anySeals.seal(unsealed, (groups) => outbox.sealed(groups));
    expect(outbox.takeDue()).toEqual([]);
  });

  it('keep also the groups that others decided before this device stored them', () => {
    const outbox = outboxOf([], second(1));
    for (const byte of [1, 2]) {
      outbox.append(body(byte));
      seal(outbox);
    }
    outbox.applied(second(1), slot(4));
    expect(outbox.groups).toMatchObject([{ first: second(2) }]);
    expect(firsts(outbox.holdBack().groups)).toEqual([second(1), second(2)]);
    const transaction = outbox.take(slot(3));
    expect(firsts(outbox.holdBack().groups)).toEqual([second(1), second(2)]);
    outbox.stored(transaction);
    expect(firsts(outbox.holdBack().groups)).toEqual([second(2)]);
  });
});
