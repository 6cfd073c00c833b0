/** The labels of a board, for all its cards. A card names labels by id; removed labels are not shown. */

import type { BoardCommand, Outcome } from '../commands.ts';
import { maxLabels, maxNameLength } from '../limits.ts';
import { applied, refused } from '../outcome.ts';
import { Table } from '../table.ts';
import { mergedWords } from '../values/merged-field.ts';
import { compareIds } from './columns.ts';
import type { Label } from './model.ts';

export type LabelCommand = Extract<BoardCommand, { readonly type: `label/${string}` }>;

export class Labels {
  readonly table: Table<string, Label>;
  #inOrder: readonly Label[] | undefined;

  constructor(table: Table<string, Label> = new Table({ kind: 'label' })) {
    this.table = table;
  }

  /** In order of their ids; the same array until one changes. */
  inOrder(): readonly Label[] {
    this.#inOrder ??= [...this.table.values()].sort(compareIds);
    return this.#inOrder;
  }

  apply(command: LabelCommand): Outcome {
    const { id } = command;
    const before = this.table.get(id);
    if (command.type === 'label/add') {
      if (before !== undefined) return refused('label-exists');
      if (this.table.size >= maxLabels) return refused('too-many');
      this.put({ id, name: command.name, colour: command.colour });
      return applied;
    }
    if (before === undefined) return refused('no-such-label');
    if (command.type === 'label/remove') {
      this.table.delete(id);
      this.#inOrder = undefined;
    } else {
      const name = mergedWords(command.nameWas, command.name ?? before.name, before.name);
      if (name.length > maxNameLength) return refused('too-large');
      this.put({ id, name, colour: command.colour ?? before.colour });
    }
    return applied;
  }

  put(label: Label): void {
    this.table.set(label.id, Object.freeze(label));
    this.#inOrder = undefined;
  }

  fork(): Labels {
    const fork = new Labels(this.table.fork());
    fork.#inOrder = this.#inOrder;
    return fork;
  }
}
