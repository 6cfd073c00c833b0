/** Reads the tasks of a board that Paxboard saved as JSON (`app/exchange/board-file/write.ts`). */

import * as v from 'valibot';
import { exportVersion } from '#app/session/board-export.ts';
import { colours } from '#shared/board/task/model.ts';
import { markSchema } from '../board-file/schema.ts';
import { Collector } from '../collect.ts';
import { dayOfTime } from '../days.ts';
import { maxCards, type Reading } from '../model.ts';

const text = v.string();
const texts = v.optional(v.array(text), []);
const cardSchema = v.object({
  title: text,
  notes: v.optional(text, ''),
  column: v.optional(text, ''),
  due: v.optional(text),
  labels: texts,
  assignees: texts,
  checklist: v.optional(v.array(v.object({ text, done: v.optional(v.boolean(), false) })), []),
  comments: v.optional(v.array(v.object({ by: text, at: v.number(), text })), []),
});
const cards = v.optional(v.pipe(v.array(cardSchema), v.maxLength(maxCards)), []);
const schema = v.object({
  app: v.literal('paxboard'),
  version: v.optional(v.number(), 1),
  name: v.optional(text, ''),
  members: v.optional(v.array(v.object({ id: text, name: text })), []),
  columns: v.optional(v.array(v.object({ id: text, name: v.optional(text) })), []),
  labels: v.optional(v.array(v.object({ id: text, name: text, colour: v.picklist(colours) })), []),
  tasks: cards,
  archive: cards,
});

/**
 * @param columnName the name of a built-in column, which the file holds without one.
 * @returns undefined if `data` is not such a board.
 */
export function readPaxboard(data: unknown, columnName: (id: string) => string): Reading | undefined {
  const parsed = v.safeParse(schema, data);
  if (!parsed.success) return isNewer(data) ? { ok: false, problem: 'newer' } : undefined;
  if (parsed.output.version > exportVersion) return { ok: false, problem: 'newer' };
  const { name, members, columns, labels, tasks, archive } = parsed.output;
  const people = new Map(members.map((member) => [member.id, member.name]));
  const columnNames = new Map(columns.map((column) => [column.id, column.name ?? columnName(column.id)]));
  const labelNames = new Map(labels.map((label) => [label.id, label.name]));
  const collector = new Collector();
  for (const [list, archived] of [
    [tasks, false],
    [archive, true],
  ] as const) {
    for (const { comments, due, ...card } of list) {
      collector.add({
        ...card,
        ...(due === undefined ? {} : { due }),
        column: columnNames.get(card.column) ?? columnName(card.column),
        labels: card.labels.flatMap((id) => labelNames.get(id) ?? []),
        assignees: card.assignees.flatMap((id) => people.get(id) ?? []),
        comments: comments.map(({ by, at, text: comment }) => {
          const author = people.get(by);
          const day = dayOfTime(at);
          return {
            ...(author === undefined ? {} : { by: author }),
            ...(day === undefined ? {} : { day }),
            text: comment,
          };
        }),
        archived,
      });
    }
  }
  return collector.reading('paxboard', {
    name,
    columns: [...columnNames.values()],
    labels: labels.map((label) => ({ name: label.name, colour: label.colour })),
  });
}

/** Of a version whose cards may have another form. */
function isNewer(data: unknown): boolean {
  const mark = v.safeParse(markSchema, data);
  return mark.success && mark.output.version > exportVersion;
}
