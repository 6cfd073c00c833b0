/** Commands of the task list at random: columns, labels, the parts of cards. Few names, so that they meet. */

import fc from 'fast-check';
import { blobIdOf } from '#shared/blob/blob.ts';
import type { BoardCommandBody } from '../commands.ts';
import { colours, columnKinds } from '../task/model.ts';
import { anna, ben, carla } from './authors.ts';

export const taskId = fc.constantFrom('t1', 't2', 't3', 't4');
export const column = fc.constantFrom('todo', 'doing', 'done', 'c1', 'c2');

/** As commands of this version, or as those of versions that kept no activity. */
export const logged = { log: fc.constantFrom(...[undefined, true as const]) };

const label = fc.constantFrom('l1', 'l2', 'l3');
const item = fc.constantFrom('i1', 'i2', 'i3');
const comment = fc.constantFrom('m1', 'm2');
const attachment = fc.constantFrom('f1', 'f2');
const blob = fc.constantFrom(blobIdOf(Uint8Array.of(1)), blobIdOf(Uint8Array.of(2)), 'none');
const person = fc.constantFrom(anna, ben, carla);
const text = fc.constantFrom('A', ' B ', '');
const colour = fc.constantFrom(...colours.slice(0, 3));
const position = fc.constantFrom('a0', 'a1', 'a2', 'Zz', '');
const due = fc.constantFrom('2026-11-29', '2028-02-29', '2027-02-29', null);

function one<T extends BoardCommandBody['type']>(type: T): fc.Arbitrary<T> {
  return fc.constant(type);
}

/** Omits undefined fields, as in a command. Some inputs violate the rules on purpose. */
export function compact(command: object): BoardCommandBody {
  return JSON.parse(JSON.stringify(command));
}

function some<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(values, { nil: undefined });
}

const commands = fc.oneof(
  fc.record({
    type: one('task/create'),
    id: taskId,
    title: fc.constant('C'),
    column,
    log: fc.constant(true as const),
    due: some(due),
    labels: some(fc.constantFrom(['l1'], ['l1', 'l2'], ['l2', 'l1'], [])),
    assignees: some(fc.constantFrom([anna], [anna, ben])),
    checklist: some(
      fc.constantFrom([{ id: 'i1', text: 'A' }], [{ id: 'i2', text: 'B', done: true as const }]),
    ),
  }),
  fc.record({
    type: one('task/edit'),
    id: taskId,
    title: some(text),
    titleWas: some(text),
    notes: some(text),
    notesWere: some(text),
    due: some(due),
    ...logged,
  }),
  fc.record({ type: one('task/move'), id: taskId, column, position, from: some(column), ...logged }),
  fc.record({ type: one('task/claim'), id: taskId, start: fc.constant(true as const), ...logged }),
  fc.record({ type: one('task/shelve'), id: taskId, to: fc.constantFrom('board', 'archive', 'trash') }),
  fc.record({ type: one('task/label'), id: taskId, label, on: fc.boolean() }),
  fc.record({ type: one('task/assign'), id: taskId, person, on: fc.boolean() }),
  fc.record({ type: one('task/item-add'), id: taskId, item, text }),
  fc.record({
    type: one('task/item-edit'),
    id: taskId,
    item,
    text: some(text),
    textWas: some(text),
    done: some(fc.boolean()),
    before: some(fc.oneof(item, fc.constant(null))),
  }),
  fc.record({ type: one('task/item-remove'), id: taskId, item }),
  fc.record({ type: one('task/comment-add'), id: taskId, comment, text }),
  fc.record({ type: one('task/comment-edit'), id: taskId, comment, text, textWas: some(text) }),
  fc.record({ type: one('task/comment-remove'), id: taskId, comment }),
  fc.record({
    type: one('task/attach'),
    id: taskId,
    attachment,
    blob,
    name: fc.constantFrom('plan.pdf', ' a ', 'a/b', ''),
    bytes: fc.constantFrom(1, 2, 0),
  }),
  fc.record({ type: one('task/detach'), id: taskId, attachment }),
  fc.record({
    type: one('column/add'),
    id: column,
    name: text,
    kind: fc.constantFrom(...columnKinds),
    colour,
    position,
  }),
  fc.record({
    type: one('column/edit'),
    id: column,
    name: some(text),
    nameWas: some(text),
    colour: some(colour),
    position: some(position),
    limit: some(fc.constantFrom(1, 3, 0, null)),
  }),
  fc.record({ type: one('column/remove'), id: column, to: column }),
  fc.record({ type: one('label/add'), id: label, name: text, colour }),
  fc.record({
    type: one('label/edit'),
    id: label,
    name: some(text),
    nameWas: some(text),
    colour: some(colour),
  }),
  fc.record({ type: one('label/remove'), id: label }),
  fc.record({
    type: one('template/add'),
    id: fc.constantFrom('p1', 'p2'),
    title: text,
    notes: text,
    labels: some(fc.constantFrom(['l1'], ['l1', 'l2'], ['l2', 'l1'], [])),
    checklist: some(fc.constantFrom([{ id: 'i1', text: 'A' }], [])),
  }),
  fc.record({
    type: one('template/edit'),
    id: fc.constantFrom('p1', 'p2'),
    title: some(text),
    titleWas: some(text),
    notes: some(text),
    notesWere: some(text),
    labels: some(fc.constantFrom(['l1'], ['l1', 'l2'], [], null)),
    checklist: some(fc.constantFrom([{ id: 'i2', text: 'B' }], [], null)),
    checklistWas: some(fc.constantFrom([{ id: 'i1', text: 'A' }], null)),
  }),
  fc.record({ type: one('template/remove'), id: fc.constantFrom('p1', 'p2') }),
);

export const cardCommand: fc.Arbitrary<BoardCommandBody> = commands.map(compact);
