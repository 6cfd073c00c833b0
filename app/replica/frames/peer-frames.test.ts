import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '#shared/paxos/messages.ts';
import { groupOf } from '#shared/paxos/testing/groups.ts';
import { tickMilliseconds } from '#shared/replica/tick-length.ts';
import { encodeMessage, encodeSessionMessage, sessionFrameKind } from '#shared/wire/frame.ts';
import { bob, carol, me, prepare, Setup, superseded } from '../testing/scripted-replica.ts';
import { burstMessages, messagesPerSecond } from './ephemeral-budget.ts';

let setup: Setup;

beforeEach(() => {
  setup = new Setup();
});

describe('messages', () => {
  it('are sent as the engine hands them out', () => {
    setup.start();
    const { frames } = setup.join(bob);
    setup.engine.script = [{ messages: [{ to: bob, message: superseded }] }];
    setup.tick();
    setup.network.deliver();
    expect(frames).toEqual([encodeMessage(superseded)]);
  });

  it('reach the engine unchanged', () => {
    setup.start();
    setup.join(bob);
    setup.network.inject(bob, me, encodeMessage(prepare));
    expect(setup.engine.of('receive')).toEqual([{ type: 'receive', from: bob, message: prepare }]);
  });

  it('are ignored if malformed; notices about them become ever rarer', () => {
    setup.start();
    setup.join(bob);
    for (let count = 0; count < 150; count += 1) setup.network.inject(bob, me, Uint8Array.of(1, 0xc1, count));
    setup.network.inject(bob, me, encodeMessage(prepare));
    expect(setup.engine.of('receive')).toHaveLength(1);
    expect(setup.recording.halts).toEqual([]);
    expect(setup.recording.notices).toMatchObject([
      { type: 'garbage', from: bob, count: 1 },
      { type: 'garbage', count: 10 },
      { type: 'garbage', count: 100 },
    ]);
  });

  it('that are too large are reported, not sent, and affect nothing else', () => {
    setup.start();
    const { frames } = setup.join(bob);
    const groups = [groupOf('me', 1, new Uint8Array(17 * 1024 * 1024))];
    const large: Message = { type: 'submit', generation: 1, groups, forwarded: false };
    setup.engine.script = [
      {
        messages: [
          { to: bob, message: large },
          { to: bob, message: superseded },
        ],
      },
    ];
    setup.tick();
    setup.network.deliver();
    expect(frames).toEqual([encodeMessage(superseded)]);
    expect(setup.recording.notices).toMatchObject([{ type: 'unsent', to: bob }]);
  });

  it('between windows go to the listener, and to every linked member', () => {
    setup.start();
    const { frames } = setup.join(bob);
    const presence = { type: 'presence', pointer: null, selected: [] } as const;
    setup.network.inject(bob, me, encodeSessionMessage(presence));
    expect(setup.recording.presences).toEqual([{ from: bob, presence }]);
    expect(setup.replica.sendPresence(bob, presence)).toBe(encodeSessionMessage(presence).byteLength);
    expect(setup.replica.sendPresence(carol, presence)).toBe(0);
    setup.network.deliver();
    expect(frames).toEqual([encodeSessionMessage(presence)]);
  });

  it('of windows are dropped unread when a peer sends too many, and the next link is accepted again', () => {
    setup.start();
    setup.join(bob);
    const presence = encodeSessionMessage({ type: 'presence', pointer: null });
    for (let count = 0; count < 3 * burstMessages; count += 1) setup.network.inject(bob, me, presence);
    expect(setup.recording.presences).toHaveLength(burstMessages);
    // Not even looked at: garbage is not noticed either.
    setup.network.inject(bob, me, Uint8Array.of(sessionFrameKind, 0xc1));
    expect(setup.recording.notices).toEqual([]);
    for (let tick = 0; tick < 1000 / tickMilliseconds; tick += 1) setup.tick();
    for (let count = 0; count < 3 * burstMessages; count += 1) setup.network.inject(bob, me, presence);
    expect(setup.recording.presences).toHaveLength(burstMessages + messagesPerSecond);
  });

  it('of a viewer carry its presence; its drawings are refused, with one notice', () => {
    setup.start();
    setup.join(bob, 'view');
    const where = { type: 'presence', pointer: { x: 1, y: 2, tool: 'pointer', pressed: false } } as const;
    setup.network.inject(bob, me, encodeSessionMessage(where));
    for (const drawing of [{ previews: [{ id: 'a', set: {} }] }, { ended: [{ id: 'a', kept: true }] }]) {
      setup.network.inject(bob, me, encodeSessionMessage({ type: 'presence', ...drawing }));
    }
    expect(setup.recording.presences).toEqual([{ from: bob, presence: where }]);
    expect(setup.recording.notices).toEqual([{ type: 'overreach', from: bob }]);
  });
});
