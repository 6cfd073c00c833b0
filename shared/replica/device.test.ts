import { describe, expect, it } from 'vitest';
import type { Event } from '../paxos/effects.ts';
import type { Message } from '../paxos/messages.ts';
import { noDigest } from '../paxos/model/entry.ts';
import { replicaId } from '../paxos/model/ids.ts';
import { Replica } from '../paxos/replica.ts';
import { groupOf } from '../paxos/testing/groups.ts';
import { Device, type DeviceHost } from './device.ts';
import type { Standing } from './members/standing.ts';
import { nothingUnsaved } from './outbox/outbox.ts';

const [me, bob, viewer] = [replicaId('me'), replicaId('bob'), replicaId('viewer')];
const editor: Standing = { access: 'edit' };
const submission: Message = {
  type: 'submit',
  generation: 1,
  groups: [groupOf('bob', 1, 'x')],
  forwarded: false,
};

/** A device that founds its board. Signatures are checked when the test calls `answer`, with the oldest check first. */
function founded() {
  const received: string[] = [];
  const reported: string[] = [];
  const checks: ((areSigned: boolean) => void)[] = [];
  const host: DeviceHost = {
    check: (_, answer) => checks.push(answer),
    seal: (_, answer) => answer([]),
    write: () => undefined,
    saveSoon: () => undefined,
    workSoon: () => undefined,
    send: () => undefined,
    decided: () => undefined,
    restored: () => 0,
    digest: () => '',
    snapshot: () => [],
    status: () => undefined,
    halted: () => undefined,
    overreach: (from) => reported.push(`${from} overreach`),
    forged: (from) => reported.push(`${from} forged`),
    lenderOf: () => undefined,
    dismiss: () => undefined,
    failed: (error) => {
      throw error;
    },
  };
  const device = new Device({
    id: me,
    random: () => 0.5,
    state: undefined,
    genesis: true,
    limits: {},
    standing: editor,
    stored: { outbox: [], unsaved: nothingUnsaved, nextSequence: 1, lastDigest: noDigest },
    host,
    createEngine: (options) => {
      const engine = new Replica(options);
      const step = (event: Event): void => {
        if (event.type === 'receive') received.push(event.message.type);
        engine.step(event);
      };
      return { step, drain: () => engine.drain(), status: () => engine.status() };
    },
  });
  device.start();
  device.linkUp(bob, editor);
  return { device, received, reported, answer: (areSigned: boolean) => checks.shift()?.(areSigned) };
}

describe('a message whose signatures are being checked', () => {
  it('is received afterwards', () => {
    const { device, received, answer } = founded();
    device.receive(bob, submission);
    expect(received).toEqual([]);
    answer(true);
    expect(received).toEqual(['submit']);
  });

  it('is dropped with its link, and so are those that wait behind it', () => {
    const { device, received, reported, answer } = founded();
    device.receive(bob, submission);
    device.receive(bob, { type: 'mark', generation: 1, number: 1 });
    device.linkDown(bob);
    device.linkUp(bob, editor);
    answer(false);
    expect(received).toEqual([]);
    expect(reported).toEqual([]);
    // The new link begins anew: nothing waits for the earlier check.
    device.receive(bob, { type: 'mark', generation: 1, number: 2 });
    expect(received).toEqual(['mark']);
  });
});

it('commands that their origin has not signed are reported, and not received', () => {
  const { device, received, reported, answer } = founded();
  device.receive(bob, submission);
  answer(false);
  expect(received).toEqual([]);
  expect(reported).toEqual(['bob forged']);
});

it('a halted device receives nothing, and reports nobody', () => {
  const { device, received, reported, answer } = founded();
  device.linkUp(viewer, { access: 'view' });
  device.receive(bob, submission);
  device.halt();
  answer(false);
  device.receive(viewer, submission);
  expect(received).toEqual([]);
  expect(reported).toEqual([]);
});
