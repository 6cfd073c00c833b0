/**
 * Reads a board that Trello exported ("Export as JSON"). Source: developer.atlassian.com/cloud/trello, "Object definitions".
 *
 * Lists become columns; archived cards, and all cards of archived lists, become archived cards. An export holds at most the latest
 * 1,000 actions, comments among them. Attachments and covers are not downloaded: their addresses are appended to the notes.
 */

import * as v from 'valibot';
import type { Colour } from '#shared/board/task/model.ts';
import { Collector } from '../collect.ts';
import { readDay } from '../days.ts';
import type { Reading } from '../model.ts';

const text = v.string();
const optionalText = v.optional(v.nullable(text));
const pos = v.optional(v.number(), 0);
const ids = v.optional(v.array(text), []);
const flag = v.optional(v.nullable(v.boolean()), false);

const schema = v.object({
  name: text,
  lists: v.array(v.object({ id: text, name: text, closed: flag, pos })),
  cards: v.array(
    v.object({
      id: text,
      name: text,
      desc: v.optional(text, ''),
      idList: text,
      closed: flag,
      due: optionalText,
      idLabels: ids,
      idMembers: ids,
      pos,
      attachments: v.optional(v.array(v.object({ name: optionalText, url: optionalText })), []),
    }),
  ),
  labels: v.optional(v.array(v.object({ id: text, name: v.optional(text, ''), color: optionalText })), []),
  members: v.optional(v.array(v.object({ id: text, fullName: optionalText, username: optionalText })), []),
  checklists: v.optional(
    v.array(
      v.object({
        id: text,
        idCard: text,
        name: v.optional(text, ''),
        pos,
        checkItems: v.array(v.object({ name: text, state: optionalText, pos })),
      }),
    ),
    [],
  ),
  // Only actions that are comments are read.
  actions: v.optional(v.array(v.unknown()), []),
});

const commentSchema = v.object({
  type: v.literal('commentCard'),
  date: text,
  memberCreator: v.optional(v.object({ fullName: optionalText, username: optionalText })),
  data: v.object({ text, card: v.object({ id: text }) }),
});

const colours: { readonly [trello: string]: Colour } = {
  green: 'green',
  yellow: 'yellow',
  orange: 'orange',
  red: 'red',
  purple: 'violet',
  blue: 'blue',
  sky: 'cyan',
  lime: 'lime',
  pink: 'pink',
  black: 'gray',
};

/** @returns undefined if `data` is not a board of Trello. */
export function readTrello(data: unknown): Reading | undefined {
  const parsed = v.safeParse(schema, data);
  if (!parsed.success) return undefined;
  const { name, lists, cards, labels, members, checklists, actions } = parsed.output;
  const lane = new Map(lists.map((list) => [list.id, list]));
  const order = new Map([...lists].sort(byPos).map(({ id }, at) => [id, at]));
  const labelNames = new Map(labels.map(({ id, name: label, color }) => [id, label || (color ?? '')]));
  const people = new Map(members.map(({ id, fullName, username }) => [id, fullName || username || '']));
  const items = grouped([...checklists].sort(byPos), ({ idCard }) => idCard);
  const comments = grouped(
    actions.flatMap((action) => {
      const comment = v.safeParse(commentSchema, action);
      return comment.success ? [comment.output] : [];
    }),
    ({ data: { card } }) => card.id,
  );
  const collector = new Collector();
  const sorted = [...cards].sort(
    (a, b) => (order.get(a.idList) ?? 0) - (order.get(b.idList) ?? 0) || byPos(a, b),
  );
  for (const card of sorted) {
    const list = lane.get(card.idList);
    const due = card.due ? readDay(card.due) : undefined;
    collector.add({
      title: card.name,
      notes: withAttachments(card.desc, card.attachments),
      column: list?.name ?? '',
      labels: card.idLabels.flatMap((id) => labelNames.get(id) ?? []),
      assignees: card.idMembers.flatMap((id) => people.get(id) ?? []),
      ...(due === undefined ? {} : { due }),
      checklist: (items.get(card.id) ?? []).flatMap((checklist, _at, all) =>
        [...checklist.checkItems].sort(byPos).map((item) => ({
          text: all.length > 1 && checklist.name !== '' ? `${checklist.name}: ${item.name}` : item.name,
          done: item.state === 'complete',
        })),
      ),
      // An export lists the latest comment first.
      comments: (comments.get(card.id) ?? [])
        .toReversed()
        .map(({ date, memberCreator, data: { text: comment } }) => {
          const by = memberCreator?.fullName || memberCreator?.username;
          return { ...(by ? { by } : {}), day: date.slice(0, 10), text: comment };
        }),
      archived: card.closed === true || list?.closed === true,
    });
  }
  return collector.reading('trello', {
    name,
    columns: lists
      .filter(({ closed }) => closed !== true)
      .sort(byPos)
      .map((list) => list.name),
    labels: labels.flatMap(({ name: label, color }) => {
      const colour = colours[(color ?? '').replace(/_(?:dark|light)$/, '')];
      return label === '' && !color
        ? []
        : [{ name: label || (color ?? ''), ...(colour === undefined ? {} : { colour }) }];
    }),
  });
}

function byPos(a: { readonly pos: number }, b: { readonly pos: number }): number {
  return a.pos - b.pos;
}

export function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Appends links to the attachments, with http and https only: other schemes could run code. */
function withAttachments(
  notes: string,
  attachments: readonly {
    readonly name?: string | null | undefined;
    readonly url?: string | null | undefined;
  }[],
): string {
  const links = attachments.flatMap(({ name, url }) => {
    if (!url || !/^https?:\/\//.test(url)) return [];
    return [`- [${(name || url).replace(/[[\]]/g, ' ')}](<${url.replace(/[<>\s]/g, encodeURIComponent)}>)`];
  });
  return [notes, links.join('\n')].filter((part) => part.trim() !== '').join('\n\n');
}
