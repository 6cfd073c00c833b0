import { expect, test } from 'vitest';
import { Board } from '#shared/board/board.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommand } from '#shared/board/commands.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { exchangeBoard } from './from-board.ts';

const me = replicaId('me');
const names = { board: 'Harbour plan', column: () => 'To do', person: () => 'Ada' };

/** A board with one card, which has one comment of the time `at`. */
function boardWithComment(at: number): Board {
  const board = new Board();
  const commands: BoardCommand[] = [
    { type: 'task/create', id: 't', title: 'Paint', column: 'todo', at: 1 },
    { type: 'task/comment-add', id: 't', comment: 'c', text: 'First', at },
  ];
  for (const [index, command] of commands.entries())
    board.apply({ origin: me, sequence: index + 1, body: encodeCommand(command) });
  return board;
}

test.each([
  [Date.UTC(2026, 10, 1), { day: '2026-11-01' }],
  [9e15, {}],
  [1e15, {}],
])('a comment of the time %d is exported with %j', (at, day) => {
  const [card] = exchangeBoard(boardWithComment(at), names).cards;
  expect(card?.comments).toEqual([{ by: 'Ada', ...day, text: 'First' }]);
});
