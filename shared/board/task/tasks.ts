/** The task list's rules. The first command in the agreed order wins. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardCommand, Outcome } from '../commands.ts';
import { maxAllTasksBytes, maxPositionLength, maxTasks } from '../limits.ts';
import type { PersonOf } from '../member/persons.ts';
import { comparePositions, positionAfter } from '../order/position.ts';
import { SortedList } from '../order/sorted-list.ts';
import { applied, elsewhere, refused } from '../outcome.ts';
import { Table } from '../table.ts';
import { cardAfter, withActivity, withList } from './card.ts';
import { type ColumnCommand, Columns } from './columns.ts';
import { type LabelCommand, Labels } from './labels.ts';
import type { ActivityKind, Column, ColumnId, Shelf, Task } from './model.ts';
import { taskBytes } from './size.ts';
import { type TemplateCommand, Templates } from './templates.ts';

export type TaskCommand = Extract<BoardCommand, { readonly type: `task/${string}` }>;
type Of<T extends TaskCommand['type']> = Extract<TaskCommand, { readonly type: T }>;

/** A card is in one list: that of its shelf or else of its column. */
type Lists = Map<string, SortedList<Task>>;

/** The same array for each empty list, of any fork: a window compares arrays by identity. */
const none: readonly Task[] = Object.freeze([]);

export class Tasks {
  readonly table: Table<string, Task>;
  /** How many tasks were ever created; the last one's number. */
  readonly counter: Table<'created', number>;
  readonly columns: Columns;
  readonly labels: Labels;
  readonly templates: Templates;
  readonly #lists: Lists;

  constructor(
    table: Table<string, Task> = new Table({ kind: 'task', weigh: taskBytes }),
    counter: Table<'created', number> = new Table({ kind: 'tasks' }),
    columns = new Columns(),
    labels = new Labels(),
    templates = new Templates(),
    lists: Lists = new Map(),
  ) {
    this.table = table;
    this.counter = counter;
    this.columns = columns;
    this.labels = labels;
    this.templates = templates;
    this.#lists = lists;
  }

  /** In the order in which they are shown; none of a column that is not there. */
  inColumn(column: ColumnId): readonly Task[] {
    return this.#lists.get(columnKey(column))?.items() ?? none;
  }

  onShelf(shelf: Shelf): readonly Task[] {
    return this.#lists.get(shelfKey(shelf))?.items() ?? none;
  }

  /** @param personOf the id of the person whose device an id is. */
  apply(
    command: TaskCommand | ColumnCommand | LabelCommand | TemplateCommand,
    origin: ReplicaId,
    personOf: PersonOf,
  ): Outcome {
    switch (command.type) {
      case 'column/add':
      case 'column/edit':
        return this.columns.apply(command);
      case 'column/remove':
        return this.#removeColumn(command.id, command.to, origin);
      case 'label/add':
      case 'label/edit':
      case 'label/remove':
        return this.labels.apply(command);
      case 'template/add':
      case 'template/edit':
      case 'template/remove':
        return this.templates.apply(command);
      case 'task/create':
        return this.#create(command, origin);
      default:
        return this.#change(command, origin, personOf);
    }
  }

  #change(command: Exclude<TaskCommand, Of<'task/create'>>, origin: ReplicaId, personOf: PersonOf): Outcome {
    const task = this.table.get(command.id);
    if (task === undefined) return refused('no-such-task');
    switch (command.type) {
      case 'task/move':
        return this.#move(task, command, origin);
      case 'task/claim':
        return this.#claim(task, command, origin, personOf);
      case 'task/release':
        return this.#release(task, command, origin, personOf);
      case 'task/complete':
        return this.#complete(task, command, origin, personOf);
      case 'task/remove':
        this.#remove(task);
        return applied;
      case 'task/shelve':
        return this.#shelve(task, command, origin);
      default: {
        const hasLabel = (id: string) => this.labels.table.has(id);
        const after = cardAfter(task, command, { origin, personOf, hasLabel });
        return 'status' in after ? after : this.#replace(task, after);
      }
    }
  }

  put(task: Task): void {
    const before = this.table.get(task.id);
    if (before === task) return;
    this.table.set(task.id, task);
    const key = keyOf(task);
    if (before === undefined) {
      this.#list(key).add(task);
    } else if (keyOf(before) === key) {
      this.#list(key).replace(before, task);
    } else {
      this.#list(keyOf(before)).remove(before);
      this.#list(key).add(task);
    }
  }

  fork(): Tasks {
    const lists: Lists = new Map();
    for (const [key, list] of this.#lists) lists.set(key, list.fork());
    const [table, counter] = [this.table.fork(), this.counter.fork()];
    return new Tasks(table, counter, this.columns.fork(), this.labels.fork(), this.templates.fork(), lists);
  }

  #list(key: string): SortedList<Task> {
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const made = new SortedList<Task>(comparePositions);
    this.#lists.set(key, made);
    return made;
  }

  #create(command: Of<'task/create'>, origin: ReplicaId): Outcome {
    if (this.table.has(command.id)) return refused('task-exists');
    if (this.table.size >= maxTasks) return refused('too-many');
    const column = this.columns.get(command.column);
    if (column === undefined) return refused('no-such-column');
    const { id, title, notes = '', due } = command;
    const position = positionAfter(this.#list(columnKey(column.id)).last());
    if (position.length > maxPositionLength) return refused('too-large');
    const number = (this.counter.get('created') ?? 0) + 1;
    let task: Task = {
      id,
      number,
      title,
      notes,
      column: column.id,
      position,
      createdBy: origin,
      createdAt: command.at,
      ...(due === undefined ? {} : { due }),
      ...(column.kind === 'done' ? { completedBy: origin } : {}),
    };
    const labels = command.labels?.filter((label) => this.labels.table.has(label));
    if (labels !== undefined) task = withList(task, 'labels', labels);
    if (command.assignees !== undefined) task = withList(task, 'assignees', command.assignees);
    if (command.checklist !== undefined) task = withList(task, 'checklist', command.checklist);
    if (this.table.weight + taskBytes(task) > maxAllTasksBytes) return refused('too-many');
    this.put(Object.freeze(task));
    this.counter.set('created', number);
    return { status: 'applied', number };
  }

  /** `after` in the place of `task`, unless the board would be too large. */
  #replace(task: Task, after: Task): Outcome {
    if (after === task) return applied;
    const growth = taskBytes(after) - taskBytes(task);
    if (growth > 0 && this.table.weight + growth > maxAllTasksBytes) return refused('too-many');
    this.put(Object.freeze(after));
    return applied;
  }

  #move(task: Task, command: Of<'task/move'>, origin: ReplicaId): Outcome {
    const { position, from, at, log } = command;
    const column = this.columns.get(command.column);
    if (column === undefined) return refused('no-such-column');
    if (task.shelf !== undefined) return onShelf(task);
    if (from !== undefined && task.column !== from) {
      return elsewhere('moved-meanwhile', task.column, lastMover(task));
    }
    if (task.column === column.id && task.position === position) return applied;
    const moved = placed(task, column, position, origin);
    if (log !== true || task.column === column.id) return this.#replace(task, moved);
    return this.#replace(task, withActivity(moved, 'moved', origin, at, column.id));
  }

  #claim(task: Task, { start, at, log }: Of<'task/claim'>, origin: ReplicaId, personOf: PersonOf): Outcome {
    if (task.shelf !== undefined) return onShelf(task);
    if (task.completedBy !== undefined) return refused('already-done', task.completedBy);
    if (task.claimedBy !== undefined) {
      const isMine = personOf(task.claimedBy) === personOf(origin);
      return isMine ? applied : refused('already-claimed', task.claimedBy);
    }
    let claimed: Task = { ...task, claimedBy: origin };
    if (log === true) claimed = withActivity(claimed, 'claimed', origin, at);
    const doing = start === true ? this.columns.firstOf('doing') : undefined;
    if (doing === undefined || this.columns.get(task.column)?.kind !== 'todo')
      return this.#replace(task, claimed);
    const position = positionAfter(this.#list(columnKey(doing.id)).last());
    if (position.length > maxPositionLength) return refused('too-large');
    const moved = placed(claimed, doing, position, origin);
    return this.#replace(task, log === true ? withActivity(moved, 'moved', origin, at, doing.id) : moved);
  }

  #release(task: Task, { at, log }: Of<'task/release'>, origin: ReplicaId, personOf: PersonOf): Outcome {
    if (task.claimedBy === undefined || personOf(task.claimedBy) !== personOf(origin)) {
      return refused('not-claimed-by-you', task.claimedBy);
    }
    const { claimedBy: _, ...released } = task;
    return this.#replace(task, log === true ? withActivity(released, 'released', origin, at) : released);
  }

  /** Completing a completed task changes nothing: the first person stays its author. */
  #complete(task: Task, { at, log }: Of<'task/complete'>, origin: ReplicaId, personOf: PersonOf): Outcome {
    if (task.shelf !== undefined) return onShelf(task);
    if (task.completedBy !== undefined) {
      const isMine = personOf(task.completedBy) === personOf(origin);
      return isMine ? applied : refused('already-done', task.completedBy);
    }
    const done = this.columns.firstOf('done');
    if (done === undefined) return refused('no-such-column');
    const position = positionAfter(this.#list(columnKey(done.id)).last());
    if (position.length > maxPositionLength) return refused('too-large');
    const moved = placed(task, done, position, origin);
    return this.#replace(task, log === true ? withActivity(moved, 'moved', origin, at, done.id) : moved);
  }

  #shelve(task: Task, { to, at }: Of<'task/shelve'>, origin: ReplicaId): Outcome {
    if ((task.shelf ?? 'board') === to) return applied;
    const { shelf: _, ...rest } = task;
    const shelved: Task = to === 'board' ? rest : { ...rest, shelf: to };
    return this.#replace(task, withActivity(shelved, shelvedAs[to], origin, at, undefined));
  }

  #remove(task: Task): void {
    this.table.delete(task.id);
    this.#list(keyOf(task)).remove(task);
  }

  /** Costs as much as the column has cards. */
  #removeColumn(id: ColumnId, to: ColumnId, origin: ReplicaId): Outcome {
    const column = this.columns.get(id);
    const target = this.columns.get(to);
    if (column === undefined || target === undefined) return refused('no-such-column');
    if (column === target) return refused('last-column');
    const shelved = [...this.onShelf('archive'), ...this.onShelf('trash')];
    const moving = [...this.inColumn(id), ...shelved.filter((task) => task.column === id)];
    let last = this.#list(columnKey(to)).last();
    const moved: Task[] = [];
    for (const task of moving) {
      const position = positionAfter(last);
      if (position.length > maxPositionLength) return refused('too-large');
      const after = Object.freeze(placed(task, target, position, origin));
      moved.push(after);
      last = after;
    }
    for (const task of moved) this.put(task);
    this.columns.remove(id);
    this.#lists.delete(columnKey(id));
    return applied;
  }
}

const shelvedAs = { board: 'restored', archive: 'archived', trash: 'trashed' } as const satisfies Record<
  Of<'task/shelve'>['to'],
  ActivityKind
>;

/**
 * A task is in a "done" column if and only if someone completed it: every command that brings it there completes it.
 */
function placed(task: Task, { id, kind }: Column, position: string, origin: ReplicaId): Task {
  if (kind === 'done') return { ...task, column: id, position, completedBy: task.completedBy ?? origin };
  const { completedBy: _, ...open } = task;
  return { ...open, column: id, position };
}

function onShelf({ shelf, activity = [] }: Task): Outcome {
  const last = activity.findLast(({ did }) => did === 'archived' || did === 'trashed');
  return elsewhere('on-shelf', shelf ?? '', last?.by);
}

function lastMover({ activity = [] }: Task): ReplicaId | undefined {
  return activity.findLast(({ did }) => did === 'moved')?.by;
}

function columnKey(column: ColumnId): string {
  return `column ${column}`;
}

function shelfKey(shelf: Shelf): string {
  return `shelf ${shelf}`;
}

function keyOf({ column, shelf }: Task): string {
  return shelf === undefined ? columnKey(column) : shelfKey(shelf);
}
