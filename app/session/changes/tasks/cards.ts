/** Actions on cards and their parts, columns, labels and templates, as commands. */

import type { Result } from '#app/session/result.ts';
import type { BlobId } from '#shared/blob/blob.ts';
import type { NewCard } from '#shared/board/commands.ts';
import { positionBefore } from '#shared/board/order/position.ts';
import type { BoardView } from '#shared/board/state.ts';
import type {
  ChecklistItem,
  Colour,
  ColumnId,
  ColumnKind,
  Shelf,
  Template,
} from '#shared/board/task/model.ts';
import { safeFileName } from '#shared/board/values/file-name.ts';
import { wellFormed } from '#shared/board/values/well-formed.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { UndoableTasks, type UndoableTasksOptions } from './undoable-tasks.ts';

export interface CardsOptions extends UndoableTasksOptions {
  readonly newId: () => string;
}

/** A card as it is made: {@link NewCard} with texts for the items of its checklist. */
export interface CardFields extends Omit<NewCard, 'checklist'> {
  readonly title: string;
  readonly checklist?: readonly Omit<ChecklistItem, 'id'>[];
}

export class Cards extends UndoableTasks {
  readonly #board: () => BoardView;
  readonly #newId: () => string;

  constructor(options: CardsOptions) {
    super(options);
    this.#board = options.board;
    this.#newId = options.newId;
  }

  create(card: CardFields, column: ColumnId): Promise<Result> {
    return this.add(card, column).result;
  }

  /** At the end of `column`. @returns its id as well, so that it can be changed at once. */
  add(
    { title, notes, checklist, ...rest }: CardFields,
    column: ColumnId,
  ): { readonly id: string; readonly result: Promise<Result> } {
    const items = checklist?.map((item) => ({
      ...item,
      id: this.#newId(),
      text: wellFormed(item.text),
    }));
    const id = this.#newId();
    const result = this.submit({
      type: 'task/create',
      id,
      title: wellFormed(title),
      column,
      log: true,
      ...rest,
      ...(notes === undefined || notes === '' ? {} : { notes: wellFormed(notes) }),
      ...(items === undefined || items.length === 0 ? {} : { checklist: items }),
    });
    return { id, result };
  }

  label(id: string, label: string, on: boolean): Promise<Result> {
    return this.submit({ type: 'task/label', id, label, on });
  }

  assign(id: string, person: ReplicaId, on: boolean): Promise<Result> {
    return this.submit({ type: 'task/assign', id, person, on });
  }

  addItem(id: string, text: string): Promise<Result> {
    return this.submit({ type: 'task/item-add', id, item: this.#newId(), text: wellFormed(text) });
  }

  /**
   * @param change `before` is the item that will follow; null is the end. `textWas` is the text from which the person began:
   *   others' changes since then are merged with `text`.
   */
  editItem(
    id: string,
    item: string,
    change: {
      readonly text?: string;
      readonly textWas?: string;
      readonly done?: boolean;
      readonly before?: string | null;
    },
  ): Promise<Result> {
    const text = change.text === undefined ? {} : { text: wellFormed(change.text) };
    return this.submit({ type: 'task/item-edit', id, item, ...change, ...text });
  }

  removeItem(id: string, item: string): Promise<Result> {
    return this.submit({ type: 'task/item-remove', id, item });
  }

  comment(id: string, text: string): Promise<Result> {
    return this.submit({
      type: 'task/comment-add',
      id,
      comment: this.#newId(),
      text: wellFormed(text),
    });
  }

  /** @param textWas the text from which the person began: what another device of theirs has changed since is merged. */
  editComment(id: string, comment: string, text: string, textWas?: string): Promise<Result> {
    const base = textWas === undefined ? {} : { textWas };
    return this.submit({ type: 'task/comment-edit', id, comment, text: wellFormed(text), ...base });
  }

  removeComment(id: string, comment: string): Promise<Result> {
    return this.submit({ type: 'task/comment-remove', id, comment });
  }

  /** @param file its content is a blob of this device; `name` may be any text. */
  attach(
    id: string,
    { name, ...file }: { readonly blob: BlobId; readonly name: string; readonly bytes: number },
  ): Promise<Result> {
    return this.submit({
      type: 'task/attach',
      id,
      attachment: this.#newId(),
      name: safeFileName(wellFormed(name)),
      ...file,
    });
  }

  detach(id: string, attachment: string): Promise<Result> {
    return this.submit({ type: 'task/detach', id, attachment });
  }

  shelve(id: string, to: Shelf | 'board'): Promise<Result> {
    return this.submit({ type: 'task/shelve', id, to });
  }

  /** At the end. @returns its id as well, so that cards can be put into it at once. */
  addColumn(column: { readonly name: string; readonly kind: ColumnKind; readonly colour: Colour }): {
    readonly id: ColumnId;
    readonly result: Promise<Result>;
  } {
    const id = this.#newId();
    const position = positionBefore(this.#board().columns(), id);
    const result = this.submit({
      type: 'column/add',
      id,
      ...column,
      name: wellFormed(column.name),
      position,
    });
    return { id, result };
  }

  /** @param change `nameWas` is the name from which the person began, as `textWas` of {@link editItem}. */
  editColumn(
    id: ColumnId,
    change: {
      readonly name?: string;
      readonly nameWas?: string;
      readonly colour?: Colour;
      readonly limit?: number | null;
    },
  ): Promise<Result> {
    const name = change.name === undefined ? {} : { name: wellFormed(change.name) };
    return this.submit({ type: 'column/edit', id, ...change, ...name });
  }

  /** @param before the column that will follow; absent at the end. */
  moveColumn(id: ColumnId, before?: ColumnId): Promise<Result> {
    return this.submit({
      type: 'column/edit',
      id,
      position: positionBefore(this.#board().columns(), id, before),
    });
  }

  removeColumn(id: ColumnId, to: ColumnId): Promise<Result> {
    return this.submit({ type: 'column/remove', id, to });
  }

  /** @returns its id as well, so that cards can have it at once. */
  addLabel(name: string, colour: Colour): { readonly id: string; readonly result: Promise<Result> } {
    const id = this.#newId();
    return { id, result: this.submit({ type: 'label/add', id, name: wellFormed(name), colour }) };
  }

  /** @param change as in {@link editColumn}. */
  editLabel(
    id: string,
    change: { readonly name?: string; readonly nameWas?: string; readonly colour?: Colour },
  ): Promise<Result> {
    const name = change.name === undefined ? {} : { name: wellFormed(change.name) };
    return this.submit({ type: 'label/edit', id, ...change, ...name });
  }

  removeLabel(id: string): Promise<Result> {
    return this.submit({ type: 'label/remove', id });
  }

  /** Saves title, notes, labels and checklist of a card for new cards; nothing in the checklist is done. */
  addTemplate({ title, notes = '', labels, checklist = [] }: CardFields): {
    readonly id: string;
    readonly result: Promise<Result>;
  } {
    const id = this.#newId();
    const items = checklist.map(({ text }) => ({ id: this.#newId(), text: wellFormed(text) }));
    const result = this.submit({
      type: 'template/add',
      id,
      title: wellFormed(title),
      notes: wellFormed(notes),
      ...(labels === undefined ? {} : { labels }),
      ...(items.length === 0 ? {} : { checklist: items }),
    });
    return { id, result };
  }

  /**
   * Changes the given fields. Empty labels or an empty checklist removes them. `titleWas`, `notesWere` and `checklistWas` are
   * those from which the person began, as in `TaskChange`; null stands for no checklist.
   */
  editTemplate(
    id: string,
    change: {
      readonly title?: string;
      readonly titleWas?: string;
      readonly notes?: string;
      readonly notesWere?: string;
      readonly labels?: readonly string[];
      readonly checklist?: readonly { readonly id?: string; readonly text: string }[];
      readonly checklistWas?: Template['checklist'] | null;
    },
  ): Promise<Result> {
    const { title, titleWas, notes, notesWere, labels, checklist, checklistWas } = change;
    const items = checklist?.map(({ id = this.#newId(), text }) => ({ id, text: wellFormed(text) }));
    return this.submit({
      type: 'template/edit',
      id,
      ...(title === undefined ? {} : { title: wellFormed(title) }),
      ...(titleWas === undefined ? {} : { titleWas }),
      ...(notes === undefined ? {} : { notes: wellFormed(notes) }),
      ...(notesWere === undefined ? {} : { notesWere }),
      ...(labels === undefined ? {} : { labels: labels.length === 0 ? null : [...labels].sort() }),
      ...(items === undefined ? {} : { checklist: items.length === 0 ? null : items }),
      ...(checklistWas === undefined ? {} : { checklistWas }),
    });
  }

  removeTemplate(id: string): Promise<Result> {
    return this.submit({ type: 'template/remove', id });
  }

  /** A card at the end of `column`, as the template says. @returns as {@link add}. */
  addFromTemplate({ title, notes, labels, checklist }: Omit<Template, 'id'>, column: ColumnId) {
    const has = new Set(
      this.#board()
        .labels()
        .map(({ id }) => id),
    );
    const left = labels?.filter((id) => has.has(id)) ?? [];
    return this.add(
      {
        title,
        notes,
        ...(left.length === 0 ? {} : { labels: left }),
        ...(checklist === undefined ? {} : { checklist: checklist.map(({ text }) => ({ text })) }),
      },
      column,
    );
  }
}
