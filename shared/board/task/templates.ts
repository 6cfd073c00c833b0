/**
 * The templates of a board: cards to begin from. A new card is a copy, so later changes of a template change no card.
 */

import type { BoardCommand, Outcome } from '../commands.ts';
import {
  maxAllTemplatesBytes,
  maxChecklistItems,
  maxItemLength,
  maxNotesLength,
  maxTemplates,
  maxTitleLength,
} from '../limits.ts';
import { applied, refused } from '../outcome.ts';
import { Table } from '../table.ts';
import { jsonBytes } from '../values/json.ts';
import { mergedWords } from '../values/merged-field.ts';
import { mergedLines } from '../values/merged-lines.ts';
import { compareIds } from './columns.ts';
import { mergedChecklist } from './merged-checklist.ts';
import type { Template } from './model.ts';

export type TemplateCommand = Extract<BoardCommand, { readonly type: `template/${string}` }>;

export class Templates {
  readonly table: Table<string, Template>;
  #inOrder: readonly Template[] | undefined;

  constructor(table: Table<string, Template> = new Table({ kind: 'template', weigh: templateBytes })) {
    this.table = table;
  }

  /** In order of their ids; the same array until one changes. */
  inOrder(): readonly Template[] {
    this.#inOrder ??= [...this.table.values()].sort(compareIds);
    return this.#inOrder;
  }

  apply(command: TemplateCommand): Outcome {
    const { id } = command;
    const before = this.table.get(id);
    if (command.type === 'template/remove') {
      if (before === undefined) return refused('no-such-template');
      this.table.delete(id);
      this.#inOrder = undefined;
      return applied;
    }
    if (command.type === 'template/edit') {
      if (before === undefined) return refused('no-such-template');
      const after = edited(before, command);
      if (!isWithinBounds(after)) return refused('too-large');
      const weight = this.table.weight - templateBytes(before) + templateBytes(after);
      if (weight > maxAllTemplatesBytes) return refused('too-many');
      this.put(after);
      return applied;
    }
    if (before !== undefined) return refused('template-exists');
    if (this.table.size >= maxTemplates) return refused('too-many');
    const { type: _, at: __, ...template } = command;
    if (this.table.weight + templateBytes(template) > maxAllTemplatesBytes) return refused('too-many');
    this.put(template);
    return applied;
  }

  put(template: Template): void {
    for (const item of template.checklist ?? []) Object.freeze(item);
    Object.freeze(template.labels);
    Object.freeze(template.checklist);
    this.table.set(template.id, Object.freeze(template));
    this.#inOrder = undefined;
  }

  fork(): Templates {
    const fork = new Templates(this.table.fork());
    fork.#inOrder = this.#inOrder;
    return fork;
  }
}

/** Fields that the command does not name stay as they are; texts are merged with what others have written since. */
function edited(before: Template, change: TemplateCommand & { readonly type: 'template/edit' }): Template {
  const { id, titleWas, notesWere } = change;
  const title = mergedWords(titleWas, change.title ?? before.title, before.title);
  const typed = change.notes ?? before.notes;
  const notes = notesWere === undefined ? typed : mergedLines(notesWere, typed, before.notes);
  const labels = change.labels === undefined ? before.labels : (change.labels ?? undefined);
  const checklist =
    change.checklist === undefined
      ? before.checklist
      : checklistAfter(before, change.checklist, change.checklistWas);
  return {
    id,
    title,
    notes,
    ...(labels === undefined ? {} : { labels }),
    ...(checklist === undefined ? {} : { checklist }),
  };
}

/** @returns undefined for an empty one. */
function checklistAfter(
  before: Template,
  mine: Template['checklist'] | null,
  was: Template['checklist'] | null,
): Template['checklist'] {
  const base = was === undefined ? undefined : (was ?? []);
  const merged = mergedChecklist(base, mine ?? [], before.checklist ?? []);
  return merged.length === 0 ? undefined : merged;
}

function isWithinBounds({ title, notes, checklist = [] }: Template): boolean {
  if (title.length > maxTitleLength || notes.length > maxNotesLength) return false;
  return checklist.length <= maxChecklistItems && checklist.every(({ text }) => text.length <= maxItemLength);
}

function templateBytes({ title, notes, labels = [], checklist = [] }: Template): number {
  const rest = 256;
  return (
    rest +
    jsonBytes(title) +
    jsonBytes(notes) +
    jsonBytes(labels) +
    jsonBytes(checklist.map((item) => ({ ...item })))
  );
}
