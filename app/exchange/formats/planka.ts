/**
 * Reads a board of Planka, as its API returns it (`GET /api/boards/:id`): the board in `item`, its parts in `included`. Source:
 * docs.planka.cloud, "API reference". In version 1, cards have tasks; in version 2, they have task lists with tasks.
 */

import * as v from 'valibot';
import type { Colour } from '#shared/board/task/model.ts';
import { Collector } from '../collect.ts';
import { readDay } from '../days.ts';
import type { Reading } from '../model.ts';
import { grouped } from './trello.ts';

const text = v.string();
const optionalText = v.optional(v.nullable(text));
const position = v.optional(v.nullable(v.number()), 0);
const list = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.array(schema), []);

const schema = v.object({
  item: v.object({ name: text }),
  included: v.object({
    users: list(v.object({ id: text, name: optionalText, username: optionalText })),
    labels: list(v.object({ id: text, name: optionalText, color: optionalText })),
    lists: v.array(v.object({ id: text, name: optionalText, type: optionalText, position })),
    cards: v.array(
      v.object({
        id: text,
        listId: text,
        name: text,
        description: optionalText,
        dueDate: optionalText,
        isClosed: v.optional(v.nullable(v.boolean())),
        position,
      }),
    ),
    cardLabels: list(v.object({ cardId: text, labelId: text })),
    cardMemberships: list(v.object({ cardId: text, userId: text })),
    taskLists: list(v.object({ id: text, cardId: text, name: optionalText, position })),
    tasks: list(
      v.object({
        cardId: optionalText,
        taskListId: optionalText,
        name: text,
        isCompleted: v.optional(v.boolean(), false),
        position,
      }),
    ),
  }),
});

/** The colours that correspond to Planka's, by patterns of their names; the first match counts. */
const colours: readonly (readonly [RegExp, Colour])[] = [
  [/red|berry|poppy/, 'red'],
  [/pink|flamingo|blush/, 'pink'],
  [/purple|plum|grape|lilac/, 'violet'],
  [/sky|lagoon|aqua|turquoise|morning/, 'cyan'],
  [/blue|midnight|navy/, 'blue'],
  [/lime|pear|antique/, 'lime'],
  [/green|moss|dew|fern|grass/, 'green'],
  [/orange|tank|pumpkin|apricot/, 'orange'],
  [/yellow|egg|gold|sun|desert/, 'yellow'],
];

/** @returns undefined if `data` is not a board of Planka. */
export function readPlanka(data: unknown): Reading | undefined {
  const parsed = v.safeParse(schema, data);
  if (!parsed.success) return undefined;
  const { item, included } = parsed.output;
  const { users, labels, cards, cardLabels, cardMemberships, taskLists, tasks } = included;
  // The archive and the trash have neither position nor name.
  const lists = [...included.lists].sort(byPosition);
  const shown = lists.filter(({ type, name }) => name && type !== 'archive' && type !== 'trash');
  const listsById = new Map(lists.map((each) => [each.id, each]));
  const order = new Map(lists.map(({ id }, at) => [id, at]));
  const labelNames = new Map(labels.map(({ id, name, color }) => [id, name || color || '']));
  const people = new Map(users.map(({ id, name, username }) => [id, name || username || '']));
  const taskListOf = new Map(taskLists.map((each) => [each.id, each]));
  const labelsOf = grouped(cardLabels, ({ cardId }) => cardId);
  const membersOf = grouped(cardMemberships, ({ cardId }) => cardId);
  const tasksOf = grouped(
    [...tasks].sort((a, b) => listPosition(a) - listPosition(b) || byPosition(a, b)),
    ({ cardId, taskListId }) => cardId ?? taskListOf.get(taskListId ?? '')?.cardId ?? '',
  );
  function listPosition({ taskListId }: { readonly taskListId?: string | null | undefined }): number {
    return taskListOf.get(taskListId ?? '')?.position ?? 0;
  }
  const collector = new Collector();
  const sorted = [...cards].sort(
    (a, b) => (order.get(a.listId) ?? 0) - (order.get(b.listId) ?? 0) || byPosition(a, b),
  );
  for (const card of sorted) {
    const { type, name } = listsById.get(card.listId) ?? {};
    if (type === 'trash') continue;
    const due = card.dueDate ? readDay(card.dueDate) : undefined;
    collector.add({
      title: card.name,
      notes: card.description ?? '',
      column: name ?? '',
      labels: (labelsOf.get(card.id) ?? []).flatMap(({ labelId }) => labelNames.get(labelId) ?? []),
      assignees: (membersOf.get(card.id) ?? []).flatMap(({ userId }) => people.get(userId) ?? []),
      ...(due === undefined ? {} : { due }),
      checklist: (tasksOf.get(card.id) ?? []).map((task) => ({ text: task.name, done: task.isCompleted })),
      comments: [],
      archived: type === 'archive',
    });
  }
  return collector.reading('planka', {
    name: item.name,
    columns: shown.map(({ name }) => name ?? ''),
    labels: labels.map(({ name, color }) => {
      const colour = colours.find(([pattern]) => pattern.test(color ?? ''))?.[1];
      return { name: name || color || '', ...(colour === undefined ? {} : { colour }) };
    }),
  });
}

function byPosition(
  a: { readonly position?: number | null | undefined },
  b: { readonly position?: number | null | undefined },
): number {
  return (a.position ?? Number.MAX_SAFE_INTEGER) - (b.position ?? Number.MAX_SAFE_INTEGER);
}
