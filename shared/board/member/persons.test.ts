/** A person with several devices: their bounds, a removal, and the cards. */

import { describe, expect, it } from 'vitest';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import { Board } from '../board.ts';
import type { BoardCommandBody } from '../commands.ts';
import { anna, ask, ben } from '../testing/authors.ts';
import {
  admit,
  applied,
  askToLink,
  devicesOn,
  introduce,
  linked,
  offerLink,
  ownedBoard,
  phone,
  refused,
  remove,
  role,
  tablet,
  unlink,
} from '../testing/links.ts';
import { maxDevices } from './persons.ts';

describe('a person', () => {
  it('has no chain and no circle of devices', () => {
    const board = ownedBoard();
    ask(board, anna, offerLink('a'));
    ask(board, phone, offerLink('p'));
    ask(board, phone, askToLink(anna, 'a'));
    // The request withdrew the phone's own offer.
    expect(ask(board, anna, askToLink(phone, 'p'))).toEqual(refused('no-such-offer'));
    ask(board, anna, offerLink('a'));
    ask(board, phone, askToLink(anna, 'a'));
    ask(board, anna, admit(phone, 'a'));
    ask(board, ben, offerLink('b'));
    for (const id of [anna, phone])
      expect(ask(board, id, askToLink(ben, 'b'))).toEqual(refused('already-linked'));
    // A device of a person offers for the person.
    linked(board, phone, tablet);
    expect(board.member(tablet)?.deviceOf).toBe(anna);
    expect(ask(board, anna, askToLink(anna, 'a'))).toEqual(refused('already-linked'));
    expect(ask(board, ben, askToLink(ben, 'b'))).toEqual(refused('not-yourself'));
  });

  it('has no device that asked before others were linked to it', () => {
    const board = ownedBoard();
    ask(board, ben, offerLink('b'));
    ask(board, phone, askToLink(ben, 'b'));
    ask(board, phone, offerLink('p'));
    ask(board, tablet, askToLink(phone, 'p'));
    ask(board, phone, admit(tablet, 'p'));
    expect(ask(board, ben, admit(phone, 'b'))).toEqual(refused('no-such-offer'));
    expect(board.personOf(tablet)).toBe(phone);
  });

  it(`has ${maxDevices} devices at most`, () => {
    const board = ownedBoard();
    for (let count = 2; count <= maxDevices; count += 1) {
      const device = replicaId(`device-${count}`);
      ask(board, device, introduce('Someone'));
      linked(board, anna, device);
    }
    expect(devicesOn(board, anna)).toHaveLength(maxDevices);
    expect(ask(board, anna, offerLink('code'))).toEqual(refused('too-many-devices'));
    expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
    ask(board, anna, remove(replicaId('device-2')));
    expect(ask(board, anna, offerLink('code'))).toEqual(applied);
  });

  it('has no more devices by several offers at once', () => {
    const board = linked(ownedBoard(), anna, phone);
    for (let count = 3; count < maxDevices; count += 1) {
      const device = replicaId(`device-${count}`);
      ask(board, device, introduce('Someone'));
      linked(board, anna, device);
    }
    ask(board, anna, offerLink('a'));
    ask(board, phone, offerLink('p'));
    ask(board, ben, askToLink(anna, 'a'));
    ask(board, tablet, askToLink(phone, 'p'));
    expect(ask(board, anna, admit(ben, 'a'))).toEqual(applied);
    expect(ask(board, phone, admit(tablet, 'p'))).toEqual(refused('too-many-devices'));
  });

  it('has 64 devices at most in its time on the board', () => {
    const board = ownedBoard();
    const link = (device: ReplicaId): unknown => {
      ask(board, device, introduce('Someone'));
      ask(board, anna, offerLink('code'));
      ask(board, device, askToLink(anna, 'code'));
      return ask(board, anna, admit(device, 'code'));
    };
    for (let count = 2; count <= 64; count += 1) {
      const device = replicaId(`device-${count}`);
      expect(link(device)).toEqual(applied);
      ask(board, anna, remove(device));
    }
    expect(link(replicaId('another'))).toEqual(refused('too-many-devices'));
    expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
  });

  it('has neither guests nor witnesses as devices', () => {
    const board = ownedBoard();
    const guest: BoardCommandBody = { type: 'member/introduce', name: 'Guest', guest: true };
    ask(board, ben, guest);
    ask(board, anna, offerLink('code'));
    expect(ask(board, ben, askToLink(anna, 'code'))).toEqual(refused('guest-device'));
    expect(ask(board, ben, offerLink('code'))).toEqual(refused('guest-device'));
    expect(ask(board, replicaId('nobody'), askToLink(anna, 'code'))).toEqual(refused('no-such-person'));
    expect(ask(board, replicaId('nobody'), offerLink('code'))).toEqual(refused('no-such-person'));
    linked(board, anna, phone);
    ask(board, anna, guest);
    expect(devicesOn(board, phone)).toEqual([phone]);
    expect(board.member(anna)).toEqual({ id: anna, name: 'Guest', guest: true });
  });
});

describe('a removal', () => {
  it('of one device leaves the person its others, also its role; and its changes stay the person’s', () => {
    const board = linked(ownedBoard(), anna, phone);
    linked(board, anna, tablet);
    expect(ask(board, tablet, remove(anna))).toEqual(applied);
    expect(board.member(anna)).toEqual({
      id: anna,
      name: 'anna',
      removedBy: tablet,
      deviceOf: phone,
      device: 'Laptop',
    });
    expect(board.personOf(anna)).toBe(phone);
    expect(devicesOn(board, phone)).toEqual([phone, tablet]);
    expect(board.role(tablet)).toBe('owner');
    ask(board, phone, remove(tablet));
    expect(board.personOf(tablet)).toBe(phone);
    expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
    // A person that is linked to another one brings the changes of its removed devices along.
    ask(board, phone, role(ben, 'owner'));
    linked(board, ben, phone);
    expect([anna, tablet, phone].map((id) => board.personOf(id))).toEqual([ben, ben, ben]);
    expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
    expect(ask(board, anna, introduce('Anna'))).toEqual(refused('removed', tablet));
  });

  it('of a person removes all its devices at once', () => {
    const board = linked(ownedBoard(), ben, phone);
    const all = (id: ReplicaId): BoardCommandBody => ({ type: 'member/remove', id, name: 'X', all: true });
    expect(ask(board, phone, all(ben))).toEqual(refused('not-yourself'));
    expect(ask(board, phone, all(tablet))).toEqual(refused('owners-only'));
    expect(ask(board, anna, all(anna))).toEqual(refused('not-yourself'));
    expect(ask(board, anna, all(phone))).toEqual(applied);
    expect([ben, phone].map((id) => board.member(id)?.removedBy)).toEqual([anna, anna]);
    expect(board.personOf(phone)).toBe(ben);
    expect(Board.restore(board.snapshot()).digest()).toBe(board.digest());
    expect(ask(board, anna, all(phone))).toEqual(refused('removed', anna));
  });

  it('by itself leaves the person its other devices', () => {
    const board = linked(ownedBoard(), anna, phone);
    ask(board, anna, { type: 'member/leave', name: 'Anna' });
    expect(board.role(phone)).toBe('owner');
    expect(board.isInCharge(ben)).toBe(false);
  });
});

describe('the cards of a person with two devices', () => {
  function boardWithCard(): Board {
    const board = ownedBoard();
    ask(board, ben, { type: 'task/create', id: 't', title: 'Card', column: 'todo' });
    return linked(board, anna, phone);
  }

  it('are claimed for the person, and given back by either device', () => {
    const board = boardWithCard();
    expect(ask(board, phone, { type: 'task/claim', id: 't' })).toEqual(applied);
    expect(ask(board, anna, { type: 'task/claim', id: 't' })).toEqual(applied);
    expect(ask(board, ben, { type: 'task/claim', id: 't' })).toEqual(refused('already-claimed', phone));
    expect(ask(board, ben, { type: 'task/release', id: 't' })).toEqual(refused('not-claimed-by-you', phone));
    expect(ask(board, anna, { type: 'task/release', id: 't' })).toEqual(applied);
    ask(board, phone, { type: 'task/complete', id: 't' });
    expect(ask(board, anna, { type: 'task/complete', id: 't' })).toEqual(applied);
  });

  it('are given back by what is left of the person after a removal', () => {
    const board = boardWithCard();
    ask(board, anna, { type: 'task/claim', id: 't' });
    ask(board, phone, remove(anna));
    expect(ask(board, phone, { type: 'task/release', id: 't' })).toEqual(applied);
  });

  it('are assigned to the person once', () => {
    const board = ownedBoard();
    ask(board, ben, { type: 'task/create', id: 't', title: 'Card', column: 'todo' });
    const assign = (person: ReplicaId, on: boolean): BoardCommandBody => ({
      type: 'task/assign',
      id: 't',
      person,
      on,
    });
    for (const id of [anna, phone, ben]) ask(board, ben, assign(id, true));
    linked(board, anna, phone);
    ask(board, ben, assign(phone, false));
    expect(board.task('t')?.assignees).toEqual([ben]);
    ask(board, ben, assign(phone, true));
    ask(board, ben, assign(anna, true));
    expect(board.task('t')?.assignees).toEqual([anna, ben]);
    ask(board, phone, remove(anna));
    expect(ask(board, ben, assign(anna, true))).toEqual(applied);
    ask(board, ben, assign(anna, false));
    expect(board.task('t')?.assignees).toEqual([ben]);
  });

  it('have comments that either device edits, and nobody else', () => {
    const board = boardWithCard();
    const edit: BoardCommandBody = { type: 'task/comment-edit', id: 't', comment: 'c', text: 'B' };
    ask(board, phone, { type: 'task/comment-add', id: 't', comment: 'c', text: 'A' });
    expect(ask(board, ben, edit)).toEqual(refused('not-your-comment', phone));
    expect(ask(board, anna, edit)).toEqual(applied);
    ask(board, phone, unlink(phone));
    expect(ask(board, anna, edit)).toEqual(refused('not-your-comment', phone));
    expect(ask(board, phone, { type: 'task/comment-remove', id: 't', comment: 'c' })).toEqual(applied);
  });
});
