/** The task list's rules. Whoever is first in the agreed order is first. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type BoardCommand, type ColumnId, columnIds, type Outcome } from './commands.ts';
import { jsonBytes } from './json.ts';
import { maxAllTasksBytes, maxPositionLength, maxTasks } from './limits.ts';
import { comparePositions, positionAfter } from './order/position.ts';
import { SortedList } from './order/sorted-list.ts';
import { applied, refused } from './outcome.ts';
import type { Task } from './state.ts';
import { Table } from './table.ts';

export type TaskCommand = Extract<BoardCommand, { readonly type: `task/${string}` }>;
type Of<T extends TaskCommand['type']> = Extract<TaskCommand, { readonly type: T }>;

type Columns = { readonly [column in ColumnId]: SortedList<Task> };

/** Bytes as `jsonBytes` counts them: the texts, which vary, and a constant for the rest. */
function taskBytes(task: Task): number {
  const rest = 512;
  return rest + jsonBytes(task.title) + jsonBytes(task.notes) + jsonBytes(task.position);
}

export class Tasks {
  readonly table: Table<string, Task>;
  /** How many tasks were ever created; the last one's number. */
  readonly counter: Table<'created', number>;
  readonly #columns: Columns;

  constructor(
    table: Table<string, Task> = new Table({ kind: 'task', weigh: taskBytes }),
    counter: Table<'created', number> = new Table({ kind: 'tasks' }),
    columns: Columns = everyColumn(() => new SortedList<Task>(comparePositions)),
  ) {
    this.table = table;
    this.counter = counter;
    this.#columns = columns;
  }

  inColumn(column: ColumnId): readonly Task[] {
    return this.#columns[column].items();
  }

  apply(command: TaskCommand, origin: ReplicaId): Outcome {
    if (command.type === 'task/create') return this.#create(command, origin);
    const task = this.table.get(command.id);
    if (task === undefined) return refused('no-such-task');
    switch (command.type) {
      case 'task/edit':
        return this.#edit(task, command);
      case 'task/move':
        return this.#move(task, command, origin);
      case 'task/claim':
        return this.#claim(task, origin);
      case 'task/release':
        return this.#release(task, origin);
      case 'task/complete':
        return this.#complete(task, origin);
      case 'task/remove':
        this.#remove(task);
        return applied;
    }
  }

  put(task: Task): void {
    const before = this.table.get(task.id);
    if (before === task) return;
    this.table.set(task.id, task);
    if (before === undefined) {
      this.#columns[task.column].add(task);
    } else if (before.column === task.column) {
      this.#columns[task.column].replace(before, task);
    } else {
      this.#columns[before.column].remove(before);
      this.#columns[task.column].add(task);
    }
  }

  fork(): Tasks {
    return new Tasks(
      this.table.fork(),
      this.counter.fork(),
      everyColumn((column) => this.#columns[column].fork()),
    );
  }

  #create(command: Of<'task/create'>, origin: ReplicaId): Outcome {
    if (this.table.has(command.id)) return refused('task-exists');
    if (this.table.size >= maxTasks) return refused('too-many');
    const { id, title, column } = command;
    const position = positionAfter(this.#columns[column].last());
    if (position.length > maxPositionLength) return refused('too-large');
    const number = (this.counter.get('created') ?? 0) + 1;
    const task: Task = {
      id,
      number,
      title,
      notes: '',
      column,
      position,
      createdBy: origin,
      createdAt: command.at,
    };
    const made = column === 'done' ? { ...task, completedBy: origin } : task;
    if (this.table.weight + taskBytes(made) > maxAllTasksBytes) return refused('too-many');
    this.put(Object.freeze(made));
    this.counter.set('created', number);
    return { status: 'applied', number };
  }

  #edit(task: Task, { title = task.title, notes = task.notes }: Of<'task/edit'>): Outcome {
    if (title === task.title && notes === task.notes) return applied;
    const edited = { ...task, title, notes };
    const growth = taskBytes(edited) - taskBytes(task);
    if (growth > 0 && this.table.weight + growth > maxAllTasksBytes) return refused('too-many');
    this.put(Object.freeze(edited));
    return applied;
  }

  #move(task: Task, { column, position }: Of<'task/move'>, origin: ReplicaId): Outcome {
    if (task.column === column && task.position === position) return applied;
    this.put(Object.freeze(placed(task, column, position, origin)));
    return applied;
  }

  #claim(task: Task, origin: ReplicaId): Outcome {
    if (task.column === 'done') return refused('already-done', task.completedBy);
    if (task.claimedBy === origin) return applied;
    if (task.claimedBy !== undefined) return refused('already-claimed', task.claimedBy);
    this.put(Object.freeze({ ...task, claimedBy: origin }));
    return applied;
  }

  #release(task: Task, origin: ReplicaId): Outcome {
    if (task.claimedBy !== origin) return refused('not-claimed-by-you', task.claimedBy);
    const { claimedBy: _, ...released } = task;
    this.put(Object.freeze(released));
    return applied;
  }

  /** Once a task is done, who did it stays: completing it again changes nothing. */
  #complete(task: Task, origin: ReplicaId): Outcome {
    if (task.column === 'done') {
      return task.completedBy === origin ? applied : refused('already-done', task.completedBy);
    }
    const position = positionAfter(this.#columns.done.last());
    if (position.length > maxPositionLength) return refused('too-large');
    this.put(Object.freeze(placed(task, 'done', position, origin)));
    return applied;
  }

  #remove(task: Task): void {
    this.table.delete(task.id);
    this.#columns[task.column].remove(task);
  }
}

/** A task is in "done" if and only if someone completed it: whoever brings it there did, by whatever command. */
function placed(task: Task, column: ColumnId, position: string, origin: ReplicaId): Task {
  if (column === 'done') return { ...task, column, position, completedBy: task.completedBy ?? origin };
  const { completedBy: _, ...open } = task;
  return { ...open, column, position };
}

function everyColumn<T>(make: (column: ColumnId) => T): { readonly [column in ColumnId]: T } {
  const [todo, doing, done] = columnIds;
  return { todo: make(todo), doing: make(doing), done: make(done) };
}
