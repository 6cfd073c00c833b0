/** A template as its form shows it, and the change that the form makes. */

import type { Template } from '#shared/board/task/model.ts';

export interface TemplateDraft {
  readonly title: string;
  readonly notes: string;
  /** Ids. */
  readonly labels: readonly string[];
  /** One item in each line. */
  readonly checklist: string;
}

interface TemplateChange {
  readonly title?: string;
  readonly titleWas?: string;
  readonly notes?: string;
  readonly notesWere?: string;
  readonly labels?: readonly string[];
  /** An item without an id is new. */
  readonly checklist?: readonly { readonly id?: string; readonly text: string }[];
  /** Null for none. */
  readonly checklistWas?: Template['checklist'] | null;
}

export function draftOf({ title, notes, labels = [], checklist = [] }: Template): TemplateDraft {
  return { title, notes, labels, checklist: checklist.map(({ text }) => text).join('\n') };
}

/** The lines that are not blank. */
export function itemsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * Only what the person has changed, so that another person's change of another field stays.
 *
 * @param items of the template: an item whose text is the same keeps its id.
 * @returns undefined without a change.
 */
export function changeOf(
  before: TemplateDraft,
  after: TemplateDraft,
  items: Template['checklist'] = [],
): TemplateChange | undefined {
  const title = after.title.trim();
  const labels = [...after.labels].sort();
  const rest = [...items];
  const checklist = itemsIn(after.checklist).map((text) => {
    const at = rest.findIndex((item) => item.text === text);
    const [kept] = at < 0 ? [] : rest.splice(at, 1);
    return kept === undefined ? { text } : { id: kept.id, text };
  });
  const change = {
    ...(title === before.title ? {} : { title, titleWas: before.title }),
    ...(after.notes === before.notes ? {} : { notes: after.notes, notesWere: before.notes }),
    ...(labels.join() === [...before.labels].sort().join() ? {} : { labels }),
    ...(itemsIn(after.checklist).join('\n') === itemsIn(before.checklist).join('\n')
      ? {}
      : { checklist, checklistWas: items.length === 0 ? null : items }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}
