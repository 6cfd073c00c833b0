import { describe, expect, test, vi } from 'vitest';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import { ada, openSession as open } from './testing/open-session.ts';

describe('names', () => {
  test('a device introduces itself once it knows that it is unknown, and only once', () => {
    const { replica, frame, handedOver } = open({ myName: 'Mia' });
    replica.listener?.changed();
    frame();
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([{ type: 'member/introduce', name: 'Mia' }]);
    replica.decideSubmitted();
    frame();
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([]);
  });

  test('a newcomer waits with it until it has caught up', () => {
    const { replica, frame, handedOver } = open({ myName: 'Mia' }, (fake) => {
      fake.isNewcomer = true;
    });
    expect(handedOver()).toEqual([]);
    replica.isNewcomer = false;
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([{ type: 'member/introduce', name: 'Mia' }]);
  });

  test('nothing is said again that is agreed on or on its way, nor is an empty name', () => {
    const known = open({ myName: 'Mia' }, (fake) => {
      fake.replay = [fake.decided(fake.by(fake.id, { type: 'member/introduce', name: 'Mia' }))];
    });
    expect(known.handedOver()).toEqual([]);

    const body = encodeCommand({ type: 'member/introduce', name: 'Mia', at: 1 });
    const onItsWay = open({ myName: 'Mia' }, (fake) => {
      fake.earlier = [{ origin: fake.id, sequence: 1, body }];
    });
    expect(onItsWay.handedOver()).toHaveLength(1);

    expect(open({ myName: '' }).handedOver()).toEqual([]);
  });

  test('a device whose vote an editor has lent without asking introduces itself, also under the same name', () => {
    const { replica, frame, handedOver } = open({ myName: 'Mia' }, (fake) => {
      fake.replay = [fake.decided(fake.by(ada, { type: 'member/lend', id: fake.id, name: 'Mia' }))];
    });
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([{ type: 'member/introduce', name: 'Mia' }]);
  });

  test('a changed name is submitted; this window shows the typed name at once', () => {
    const { session, frame, handedOver } = open({ myName: 'Mia' });
    session.introduce('Mia B.');
    frame();
    frame();
    expect(session.view().me.name).toBe('Mia B.');
    expect(handedOver().map((command) => (typeof command === 'object' ? command.type : command))).toEqual([
      'member/introduce',
      'member/introduce',
    ]);
  });

  test('the founder names its board and owns it, once; later members do not', () => {
    const { session, replica, frame, handedOver } = open({ founder: true });
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([
      { type: 'board/rename', name: 'Plans' },
      { type: 'member/role', id: 'me-1', role: 'owner', name: 'Device me-1' },
    ]);
    replica.decideSubmitted();
    frame();
    expect(session.view()).toMatchObject({ inCharge: true, me: { role: 'owner' }, notices: [] });
    expect(open().handedOver()).toEqual([]);

    const named = open({ founder: true }, (fake) => {
      fake.replay = [fake.decided(fake.by(fake.id, { type: 'board/rename', name: 'Old' }))];
    });
    expect(named.handedOver()).toEqual([]);
  });

  test('the shelf is notified of the founding of the board and of its name', () => {
    const remember = vi.fn();
    const { replica, frame } = open({ remember });
    replica.decide();
    frame();
    expect(remember.mock.calls).toEqual([[{ founded: false, boardName: 'Plans' }]]);
    replica.decide(replica.by(ada, { type: 'board/rename', name: 'Agreed' }));
    frame();
    replica.listener?.changed();
    frame();
    expect(remember.mock.calls.slice(1)).toEqual([[{ founded: true, boardName: 'Agreed' }]]);
  });
});
