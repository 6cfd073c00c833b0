import { expect, it } from 'vitest';
import type { BoardCommand, BoardCommandBody } from '#shared/board/commands.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { choicesIn, isGuarded } from './pending.ts';

const id = replicaId('Ben');

/** Each command about people whose effect nothing shows before it is settled. */
const choices: readonly BoardCommandBody[] = [
  { type: 'member/remove', id, name: 'Ben' },
  { type: 'member/leave', name: 'Ada' },
  { type: 'member/role', id, role: 'viewer', name: 'Ben' },
  { type: 'member/hand-over', id },
  { type: 'member/lend', id, name: 'Shed' },
  { type: 'member/unlink', id },
  { type: 'board/newcomers', role: 'viewer' },
];

const pendingOf = (bodies: readonly BoardCommandBody[]) =>
  bodies.map((body, at) => {
    const command: BoardCommand = { ...body, at: 1 };
    return { sequence: at + 1, command, body: new Uint8Array() };
  });

it('every guarded choice about people is one that is shown while it waits, in their order', () => {
  const pending = pendingOf([{ type: 'board/rename', name: 'Plans' }, ...choices]);
  expect(choicesIn(pending)).toMatchObject(choices);
  expect(pending.map(({ command }) => isGuarded(command))).toEqual([false, ...choices.map(() => true)]);
});

it('claims and admissions are guarded, and shown by their cards and dialogs', () => {
  const others = pendingOf([
    { type: 'task/claim', id: 'card' },
    { type: 'task/release', id: 'card' },
    { type: 'member/link-admit', id, offer: 'x'.repeat(43) },
  ]);
  expect(others.every(({ command }) => isGuarded(command))).toBe(true);
  expect(choicesIn(others)).toEqual([]);
});
