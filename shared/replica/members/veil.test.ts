import { utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { deriveKeys, linkKeysOf } from '#shared/invite/keys/keys.ts';
import type { Message } from '#shared/paxos/messages.ts';
import {
  type Group,
  isSameDigest,
  isSameEntry,
  maxBatchCommands,
  maxCommandBytes,
  noDigest,
} from '#shared/paxos/model/entry.ts';
import { replicaId, slot } from '#shared/paxos/model/ids.ts';
import { decodeFrame, encodeMessage } from '#shared/wire/frame.ts';
import { groupDigest } from '#shared/wire/group-digest.ts';
import { Veil } from './veil.ts';

const ada = replicaId('ada');
const key = (secret: number) => {
  const { veilKey } = deriveKeys(new Uint8Array(32).fill(secret));
  if (veilKey === undefined) throw new Error('no key');
  return veilKey;
};
const veil = new Veil(key(1));

function groupOf(...bodies: readonly Uint8Array[]): Group {
  const draft = { origin: ada, first: 5, bodies };
  return { ...draft, previous: noDigest, seal: Uint8Array.of(1), digest: groupDigest(draft, noDigest) };
}

function propose(...groups: readonly Group[]): Message & { type: 'propose' } {
  const ballot = { epoch: slot(1), round: 2, replica: ada };
  const entries = [{ type: 'commands' as const, groups }, { type: 'noop' as const }];
  return { type: 'propose', generation: 1, ballot, firstSlot: slot(3), entries, decidedThrough: slot(2) };
}

const text = 'the salary of Ben';
const group = groupOf(utf8ToBytes(text), new Uint8Array(), utf8ToBytes('more'));

function firstGroup(message: Message): Group {
  const entry = message.type === 'propose' ? message.entries[0] : undefined;
  if (entry?.type !== 'commands' || entry.groups[0] === undefined) throw new Error('no commands');
  return entry.groups[0];
}

describe('the veil over commands', () => {
  it('hides their content from a witness, and nothing that it needs', () => {
    const veiled = veil.over(propose(group));
    expect(new TextDecoder().decode(encodeMessage(veiled))).not.toContain(text);
    const { origin, first, bodies, previous, seal } = firstGroup(veiled);
    expect([origin, first, bodies.length, previous, seal]).toEqual([ada, 5, 3, group.previous, group.seal]);
    expect(linkKeysOf(deriveKeys(new Uint8Array(32).fill(1)))).not.toHaveProperty('veilKey');
  });

  it('is lifted by each member, from each message that can bring an entry', () => {
    const ballot = { epoch: slot(1), round: 2, replica: ada };
    const entry = { type: 'commands' as const, groups: [group] };
    const messages: readonly Message[] = [
      propose(group),
      { type: 'learned', generation: 1, firstSlot: slot(1), entries: [entry], decidedThrough: slot(1) },
      {
        type: 'promise',
        generation: 1,
        ballot,
        prepared: slot(1),
        firstSlot: slot(1),
        accepted: [{ slot: slot(1), ballot, entry }],
        decidedThrough: slot(0),
        compactedThrough: slot(0),
      },
      { type: 'submit', generation: 1, groups: [group], forwarded: true },
    ];
    for (const message of messages) {
      expect(new TextDecoder().decode(encodeMessage(veil.over(message)))).not.toContain(text);
      expect(new Veil(key(1)).lift(veil.over(message))).toEqual(message);
    }
  });

  it('is the same from each member, so that a witness recognises an entry', () => {
    const [one, other] = [veil.over(propose(group)), new Veil(key(1)).over(propose(group))];
    expect(
      isSameEntry(
        { type: 'commands', groups: [firstGroup(one)] },
        { type: 'commands', groups: [firstGroup(other)] },
      ),
    ).toBe(true);
    const another = groupOf(utf8ToBytes(`${text}!`), new Uint8Array(), utf8ToBytes('more'));
    expect(isSameDigest(firstGroup(one).digest, firstGroup(veil.over(propose(another))).digest)).toBe(false);
  });

  it('stays on what another board, or nobody, has veiled: its signature is checked as it is', () => {
    expect(firstGroup(veil.lift(propose(group)))).toBe(group);
    const foreign = new Veil(key(2)).over(propose(group));
    expect(firstGroup(veil.lift(foreign))).toBe(firstGroup(foreign));
    const moved = { ...firstGroup(veil.over(propose(group))), first: 6 };
    expect(firstGroup(veil.lift(propose(moved)))).toBe(moved);
  });

  it('leaves the largest entries within the bounds of a message', () => {
    const largest = [
      [groupOf(new Uint8Array(maxCommandBytes))],
      [
        groupOf(
          ...Array.from(
            { length: maxBatchCommands },
            () => new Uint8Array(maxCommandBytes / maxBatchCommands),
          ),
        ),
      ],
      Array.from({ length: maxBatchCommands }, () =>
        groupOf(new Uint8Array(maxCommandBytes / maxBatchCommands)),
      ),
    ];
    for (const groups of largest) {
      const message = veil.over(propose(...groups));
      const decoded = decodeFrame(encodeMessage(message));
      expect(decoded).toMatchObject({ ok: true });
      if (decoded.ok && decoded.frame.kind === 'engine')
        expect(firstGroup(veil.lift(decoded.frame.message)).digest).toEqual(groups[0]?.digest);
    }
  });
});
