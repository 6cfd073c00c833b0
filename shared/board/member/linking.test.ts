/** Links of two devices: the offer, the request, the admission, and the code; and links in a snapshot. */

import { describe, expect, it } from 'vitest';
import { Board } from '../board.ts';
import { encodePlain } from '../bytes/plain-data.ts';
import { anna, ask, ben, carla } from '../testing/authors.ts';
import {
  admit,
  applied,
  askToLink,
  devicesOn,
  introduce,
  linked,
  linkOffer,
  offerLink,
  ownedBoard,
  phone,
  refused,
  remove,
  role,
  tablet,
  unlink,
  withdraw,
} from '../testing/links.ts';

describe('a link of two devices', () => {
  it('needs an offer of the one, a request of the other, and an admission by the first', () => {
    const board = ownedBoard();
    expect(ask(board, anna, offerLink('code'))).toEqual(applied);
    expect(ask(board, phone, askToLink(anna, 'code'))).toEqual(applied);
    expect(board.personOf(phone)).toBe(phone);
    expect(ask(board, anna, admit(phone, 'code'))).toEqual(applied);
    expect(board.member(phone)).toEqual({ id: phone, name: 'anna', deviceOf: anna, device: 'Phone' });
    expect(board.member(anna)).toEqual({
      id: anna,
      name: 'anna',
      role: 'owner',
      device: 'Laptop',
      devices: [phone],
    });
    expect(devicesOn(board, anna)).toEqual([anna, phone]);
  });

  it('gives both one name, which each can change', () => {
    const board = linked(ownedBoard(), anna, phone);
    ask(board, phone, introduce('Ann'));
    expect([anna, phone].map((id) => board.member(id)?.name)).toEqual(['Ann', 'Ann']);
    ask(board, anna, introduce('Anna'));
    expect([anna, phone].map((id) => board.member(id)?.name)).toEqual(['Anna', 'Anna']);
  });

  it('gives both one role, which counts one owner', () => {
    const board = linked(ownedBoard(), anna, phone);
    expect(board.role(phone)).toBe('owner');
    expect(ask(board, phone, role(ben, 'viewer'))).toEqual(applied);
    for (const id of [anna, phone])
      expect(ask(board, id, role(phone, 'editor'))).toEqual(refused('last-owner'));
    for (const id of [anna, phone]) {
      expect(ask(board, anna, { type: 'member/hand-over', id })).toEqual(refused('not-yourself'));
    }
    expect(ask(board, phone, { type: 'member/hand-over', id: ben })).toEqual(applied);
    expect([anna, phone, ben].map((id) => board.role(id))).toEqual(['editor', 'editor', 'owner']);
    ask(board, ben, role(phone, 'viewer'));
    expect([anna, phone].map((id) => board.role(id))).toEqual(['viewer', 'viewer']);
  });

  it('holds the unfinished change of a device that a link makes a viewer’s', () => {
    const board = ownedBoard();
    const part = { id: 'e', create: true, set: { text: 'a' } } as const;
    ask(board, carla, offerLink('code'));
    ask(board, phone, askToLink(carla, 'code'));
    ask(board, phone, { type: 'elements/patch', patches: [part], more: true });
    ask(board, carla, admit(phone, 'code'));
    expect(board.role(phone)).toBe('viewer');
    expect(Buffer.from(board.snapshot()).includes('parts')).toBe(false);
  });

  it('is possible for a viewer, and gives it no other right', () => {
    const board = ownedBoard();
    linked(board, carla, tablet);
    for (const id of [carla, tablet]) {
      expect(ask(board, id, { type: 'board/rename', name: 'Mine' })).toEqual(refused('view-only'));
    }
    expect(ask(board, tablet, unlink(carla))).toEqual(applied);
    expect([carla, tablet].map((id) => board.role(id))).toEqual(['viewer', 'viewer']);
  });
});

describe('a code', () => {
  it('counts once, and for the latest offer only', () => {
    const board = ownedBoard();
    ask(board, anna, offerLink('first'));
    ask(board, phone, askToLink(anna, 'first'));
    ask(board, anna, offerLink('second'));
    expect(ask(board, anna, admit(phone, 'first'))).toEqual(refused('no-such-offer'));
    expect(ask(board, anna, admit(phone, 'second'))).toEqual(refused('no-such-offer'));
    expect(ask(board, tablet, askToLink(anna, 'first'))).toEqual(refused('no-such-offer'));
    ask(board, phone, askToLink(anna, 'second'));
    ask(board, tablet, askToLink(anna, 'second'));
    expect(ask(board, anna, admit(phone, 'second'))).toEqual(applied);
    expect(ask(board, anna, admit(tablet, 'second'))).toEqual(refused('no-such-offer'));
    expect(devicesOn(board, anna)).toEqual([anna, phone]);
  });

  it('ends when either withdraws, and when its device is removed', () => {
    for (const [who, what] of [
      [anna, withdraw],
      [phone, withdraw],
      [carla, undefined],
    ] as const) {
      const board = ownedBoard();
      ask(board, anna, offerLink('code'));
      ask(board, phone, askToLink(anna, 'code'));
      if (what !== undefined) ask(board, who, what);
      else ask(board, anna, remove(phone));
      const outcome = ask(board, anna, admit(phone, 'code'));
      expect(outcome).toEqual(what === undefined ? refused('removed', anna) : refused('no-such-offer'));
    }
    const board = ownedBoard();
    ask(board, ben, offerLink('code'));
    ask(board, anna, remove(ben));
    expect(ask(board, phone, askToLink(ben, 'code'))).toEqual(refused('no-such-offer'));
  });

  it('cannot be replayed after an unlink', () => {
    const board = linked(ownedBoard(), anna, phone);
    ask(board, anna, unlink(phone));
    expect(ask(board, phone, askToLink(anna, 'code'))).toEqual(refused('no-such-offer'));
    expect(ask(board, anna, admit(phone, 'code'))).toEqual(refused('no-such-offer'));
  });
});

describe('nobody', () => {
  it('links another’s device without it, or becomes another’s device without that one', () => {
    const board = ownedBoard();
    expect(ask(board, ben, admit(anna, 'code'))).toEqual(refused('no-such-offer'));
    ask(board, ben, offerLink('code'));
    expect(ask(board, ben, admit(anna, 'code'))).toEqual(refused('no-such-offer'));
    // Ben's offer under the hash of Anna's: the phone has asked Anna, so he cannot admit it.
    ask(board, anna, offerLink('code'));
    ask(board, phone, askToLink(anna, 'code'));
    expect(ask(board, ben, admit(phone, 'code'))).toEqual(refused('no-such-offer'));
    // Ben asks under Anna's hash: without her admission nothing happens, and he cannot admit himself.
    expect(ask(board, ben, askToLink(anna, 'code'))).toEqual(applied);
    expect(ask(board, ben, admit(ben, 'code'))).toEqual(refused('no-such-offer'));
    expect([ben, phone].map((id) => board.personOf(id))).toEqual([ben, phone]);
  });

  it('unlinks or removes a device of another person, except those in charge', () => {
    const board = linked(ownedBoard(), ben, phone);
    linked(board, carla, tablet);
    expect(ask(board, ben, unlink(tablet))).toEqual(refused('owners-only'));
    expect(ask(board, ben, remove(tablet))).toEqual(refused('owners-only'));
    expect(ask(board, carla, unlink(phone))).toEqual(refused('view-only'));
    expect(ask(board, carla, remove(phone))).toEqual(refused('view-only'));
    expect(ask(board, anna, unlink(tablet))).toEqual(applied);
    expect(ask(board, anna, unlink(tablet))).toEqual(refused('not-linked'));
  });

  it('gains a role by unlinking: it has the one from before, or a lower one of its person', () => {
    const board = linked(ownedBoard(), ben, carla);
    expect(board.role(carla)).toBe('editor');
    ask(board, anna, role(ben, 'owner'));
    ask(board, carla, unlink(ben));
    expect([ben, carla].map((id) => board.role(id))).toEqual(['owner', 'viewer']);
    // The first device unlinks another one, also one whose person has another role by now.
    linked(board, ben, carla);
    ask(board, ben, unlink(carla));
    expect([ben, carla].map((id) => board.role(id))).toEqual(['owner', 'viewer']);
    linked(board, ben, phone);
    linked(board, phone, tablet, 'again');
    ask(board, anna, role(ben, 'viewer'));
    ask(board, phone, unlink(ben));
    expect([ben, phone, tablet].map((id) => board.role(id))).toEqual(['viewer', 'viewer', 'viewer']);
    expect(devicesOn(board, phone)).toEqual([phone, tablet]);
  });

  it('counts more than once among the owners and editors of a board', () => {
    const board = ownedBoard();
    ask(board, anna, role(ben, 'owner'));
    linked(board, anna, ben);
    expect(ask(board, ben, role(anna, 'editor'))).toEqual(refused('last-owner'));
    const viewers = new Board();
    for (const id of [carla, phone]) ask(viewers, id, introduce(id));
    ask(viewers, phone, role(carla, 'viewer'));
    linked(viewers, carla, phone);
    // Nobody else is left, so its role lapses.
    expect([carla, phone].map((id) => viewers.role(id))).toEqual(['editor', 'editor']);
  });

  it('ends the ownership of a board by a link', () => {
    const board = ownedBoard();
    ask(board, ben, offerLink('code'));
    ask(board, anna, askToLink(ben, 'code'));
    expect(ask(board, ben, admit(anna, 'code'))).toEqual(refused('last-owner'));
    ask(board, anna, role(carla, 'owner'));
    expect(ask(board, ben, admit(anna, 'code'))).toEqual(applied);
    expect([anna, ben, carla].map((id) => board.role(id))).toEqual(['editor', 'editor', 'owner']);
  });
});

describe('a snapshot', () => {
  const shape = { format: 1, name: '', tasksCreated: 0, elements: [], tasks: [], lastOutcomes: [] };
  const first = { id: anna, name: 'A', devices: [ben] };
  const second = { id: ben, name: 'A', deviceOf: anna };

  const restore = (members: readonly unknown[]) => Board.restore(encodePlain({ ...shape, members }));

  it('has offers, requests and links', () => {
    const board = linked(ownedBoard(), anna, phone);
    ask(board, anna, offerLink('code'));
    ask(board, tablet, askToLink(anna, 'code'));
    const restored = Board.restore(board.snapshot());
    expect(restored.digest()).toBe(board.digest());
    expect(ask(restored, anna, admit(tablet, 'code'))).toEqual(applied);
    expect(() => restore([first, second])).toThrow(/an order of its own/);
  });

  it.each([
    ['a device of nobody', [second]],
    ['a device that its person does not name', [{ id: anna, name: 'A' }, second]],
    ['a device that names nobody', [first, { id: ben, name: 'B' }]],
    ['a chain', [first, { ...second, devices: [carla] }, { id: carla, name: 'C', deviceOf: ben }]],
    [
      'a circle',
      [
        { ...first, deviceOf: ben },
        { ...second, devices: [anna] },
      ],
    ],
    ['a device of itself', [{ id: anna, name: 'A', deviceOf: anna, devices: [anna] }]],
    ['a device named twice', [{ ...first, devices: [ben, ben] }, second]],
    ['a guest as a device', [first, { ...second, guest: true }]],
    ['a guest with a device', [{ ...first, guest: true }, second]],
    ['a device of a removed person', [{ id: anna, name: 'A', removedBy: ben }, second]],
    ['an offer of a removed device', [{ id: anna, name: 'A', removedBy: ben, offer: linkOffer('x') }]],
    ['an offer of a guest', [{ id: anna, name: 'A', guest: true, offer: linkOffer('x') }]],
    [
      'a request of a witness',
      [
        {
          id: anna,
          name: 'A',
          lentBy: ben,
          asks: { of: anna, offer: linkOffer('x'), proof: linkOffer('x') },
        },
      ],
    ],
  ])('with %s is none', (_, members) => {
    expect(() => restore(members)).toThrow(/devices that cannot be linked/);
  });
});
