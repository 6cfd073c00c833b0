/** Converts the cards of a board for files of other programs. */

import type { BoardView } from '#shared/board/state.ts';
import type { ColumnId } from '#shared/board/task/model.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { dayOfTime } from './days.ts';
import type { ExchangeBoard, ExchangeCard } from './model.ts';

export interface Names {
  readonly board: string;
  column(id: ColumnId): string;
  person(id: ReplicaId): string;
}

/** The cards of the columns in order, then archived ones, without the trash. */
export function exchangeBoard(
  board: Pick<BoardView, 'columns' | 'labels' | 'tasks' | 'shelf'>,
  names: Names,
): ExchangeBoard {
  const labels = new Map(board.labels().map(({ id, name }) => [id, name]));
  const columns = board.columns();
  const onBoard = columns.flatMap(({ id }) => board.tasks(id));
  const cards = [...onBoard, ...board.shelf('archive')].map((task): ExchangeCard => {
    const { title, notes, column, due, assignees = [], checklist = [], comments = [], shelf } = task;
    return {
      title,
      notes,
      column: names.column(column),
      labels: (task.labels ?? []).flatMap((id) => labels.get(id) ?? []),
      assignees: assignees.map((id) => names.person(id)),
      ...(due === undefined ? {} : { due }),
      checklist: checklist.map(({ text, done }) => ({ text, done: done === true })),
      comments: comments.map(({ by, at, text }) => {
        const day = dayOfTime(at);
        return { by: names.person(by), ...(day === undefined ? {} : { day }), text };
      }),
      archived: shelf === 'archive',
    };
  });
  return {
    name: names.board,
    columns: columns.map(({ id }) => names.column(id)),
    labels: board.labels().map(({ name, colour }) => ({ name, colour })),
    cards,
  };
}
