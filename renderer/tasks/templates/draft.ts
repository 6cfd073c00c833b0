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
 * @param opened the template from which the person began: an item whose text is the same keeps its id.
 * @param now the present template: labels that others have added or removed since stay so.
 * @returns undefined without a change.
 */
export function changeOf(
  opened: Template,
  after: TemplateDraft,
  now: Pick<Template, 'labels'> = opened,
): TemplateChange | undefined {
  const before = draftOf(opened);
  const title = after.title.trim();
  const labels = labelsAfter(before.labels, after.labels, now.labels ?? []);
  const items = opened.checklist ?? [];
  const rest = [...items];
  const checklist = itemsIn(after.checklist).map((text) => {
    const at = rest.findIndex((item) => item.text === text);
    const [kept] = at < 0 ? [] : rest.splice(at, 1);
    return kept === undefined ? { text } : { id: kept.id, text };
  });
  const change = {
    ...(title === before.title ? {} : { title, titleWas: before.title }),
    ...(after.notes === before.notes ? {} : { notes: after.notes, notesWere: before.notes }),
    ...(labels.join() === [...(now.labels ?? [])].sort().join() ? {} : { labels }),
    ...(itemsIn(after.checklist).join('\n') === itemsIn(before.checklist).join('\n')
      ? {}
      : { checklist, checklistWas: items.length === 0 ? null : items }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

function labelsAfter(
  before: readonly string[],
  after: readonly string[],
  now: readonly string[],
): readonly string[] {
  const kept = now.filter((id) => after.includes(id) || !before.includes(id));
  return [...new Set([...kept, ...after.filter((id) => !before.includes(id))])].sort();
}
