import { describe, expect, it } from 'vitest';
import type { Message } from '../../paxos/messages.ts';
import { noBallot } from '../../paxos/model/ballot.ts';
import { noDeeds } from '../../paxos/model/deeds.ts';
import type { Entry, Group } from '../../paxos/model/entry.ts';
import { replicaId, slot } from '../../paxos/model/ids.ts';
import { groupOf } from '../../paxos/testing/groups.ts';
import { maxWaitingMessages, SealGate } from './seal-gate.ts';

const [bob, cleo] = [replicaId('bob'), replicaId('cleo')];
const genuine = groupOf('bob', 1, 'genuine');
const forged = groupOf('ada', 1, 'forged');
const ballot = { epoch: slot(1), round: 1, replica: bob };

const submit = (...groups: readonly Group[]): Message => ({
  type: 'submit',
  generation: 1,
  groups,
  forwarded: false,
});
const resignation: Message = { type: 'handover', generation: 1, ballot };
const heartbeat: Message = {
  type: 'heartbeat',
  generation: 1,
  round: 1,
  nonce: 1,
  leader: noBallot,
  happy: true,
  decidedThrough: slot(0),
  storedThrough: slot(0),
  sharedThrough: slot(0),
  yours: noDeeds,
};

/** Replies at once, or when the test calls `answer`. */
function gate({ answersLater = false } = {}) {
  const passed: (readonly [string, Message])[] = [];
  const forgers: string[] = [];
  const open: (() => void)[] = [];
  const made = new SealGate({
    seals: {
      check: (groups, answer) => {
        const reply = () => answer(!groups.includes(forged));
        if (answersLater) open.push(reply);
        else reply();
      },
    },
    pass: (from, message) => passed.push([from, message]),
    forged: (from) => forgers.push(from),
  });
  return { gate: made, passed, forgers, answer: () => open.shift()?.() };
}

const entries: readonly Entry[] = [{ type: 'noop' }, { type: 'commands', groups: [genuine, forged] }];

describe('the gate', () => {
  it.each<Message>([
    submit(forged),
    submit(genuine, forged),
    { ...submit(forged), forwarded: true } as Message,
    { type: 'propose', generation: 1, ballot, firstSlot: slot(2), entries, decidedThrough: slot(1) },
    { type: 'learned', generation: 1, firstSlot: slot(2), entries, decidedThrough: slot(3) },
    {
      type: 'promise',
      generation: 1,
      ballot,
      prepared: slot(2),
      firstSlot: slot(2),
      decidedThrough: slot(1),
      compactedThrough: slot(0),
      accepted: entries.map((entry, at) => ({ slot: slot(2 + at), ballot, entry })),
    },
  ])('drops a forged command in any message, and reports its sender: %j', (message) => {
    const it = gate();
    it.gate.receive(bob, message);
    expect(it.passed).toEqual([]);
    expect(it.forgers).toEqual([bob]);
  });

  it('passes signed groups, and messages without commands', () => {
    const it = gate();
    for (const message of [submit(genuine), resignation]) it.gate.receive(bob, message);
    expect(it.passed).toEqual([
      [bob, submit(genuine)],
      [bob, resignation],
    ]);
    expect(it.forgers).toEqual([]);
  });

  it("keeps a peer's messages in order during a check, and delays neither other peers nor heartbeats", () => {
    const it = gate({ answersLater: true });
    it.gate.receive(bob, submit(genuine));
    it.gate.receive(bob, resignation);
    it.gate.receive(bob, heartbeat);
    it.gate.receive(cleo, resignation);
    expect(it.passed).toEqual([
      [bob, heartbeat],
      [cleo, resignation],
    ]);
    it.answer();
    expect(it.passed.slice(2)).toEqual([
      [bob, submit(genuine)],
      [bob, resignation],
    ]);
  });

  it('drops the messages after a forgery, and those pending at link-down', () => {
    const it = gate({ answersLater: true });
    it.gate.receive(bob, submit(forged));
    it.gate.receive(bob, resignation);
    it.answer();
    it.gate.receive(cleo, submit(genuine));
    it.gate.forget(cleo);
    it.gate.receive(cleo, submit(genuine));
    it.answer();
    expect(it.passed).toEqual([]);
    it.answer();
    expect(it.passed).toEqual([[cleo, submit(genuine)]]);
    expect(it.forgers).toEqual([bob]);
  });

  it('bounds the waiting messages', () => {
    const it = gate({ answersLater: true });
    it.gate.receive(bob, submit(genuine));
    for (let count = 0; count < 2 * maxWaitingMessages; count += 1) it.gate.receive(bob, resignation);
    it.answer();
    expect(it.passed).toHaveLength(1 + maxWaitingMessages);
  });
});
