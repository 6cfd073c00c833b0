/**
 * A board's content from the bytes of a snapshot, in steps of a few milliseconds. The rules that the commands keep must
 * hold in it, and it must be the content of exactly these bytes.
 */

import { type BoardContent, emptyContent } from '../../content.ts';
import { checkAgreed } from '../../element/check.ts';
import { compareElements } from '../../elements.ts';
import { isLent } from '../../lending.ts';
import {
  maxAllElementsBytes,
  maxAllTasksBytes,
  maxAllTemplatesBytes,
  maxElementBytes,
  maxLibraryBytes,
  maxSnapshotBytes,
} from '../../limits.ts';
import { devicesOf, maxDevices } from '../../member/persons.ts';
import { comparePositions } from '../../order/position.ts';
import { sortedInSteps } from '../../order/sorted-in-steps.ts';
import type { BoardElement, Task } from '../../state.ts';
import type { Table } from '../../table.ts';
import { jsonBytes } from '../../values/json.ts';
import { isSameBytes } from '../plain-data.ts';
import { type KnownBytes, snapshotPieces } from '../snapshot-pieces.ts';
import { BadSnapshot } from './bad-snapshot.ts';
import { fieldsInSteps } from './fields.ts';
import type { Lists, Values } from './schema.ts';

/** Elements or tasks that one step adds to the board, or checks, at most. */
const itemsAtOnce = 128;

/** Bytes of elements that one step adds or checks, about: one that is larger has a step of its own. */
const bytesAtOnce = 32 * 1024;

/**
 * Nothing refers to the content before the last step.
 *
 * @throws BadSnapshot unless {@link snapshotPieces} gives these bytes for some content.
 */
export function* contentInSteps(bytes: Uint8Array): Generator<void, BoardContent> {
  if (bytes.byteLength > maxSnapshotBytes) {
    throw new BadSnapshot(`a snapshot of ${bytes.byteLength} bytes; at most ${maxSnapshotBytes} are allowed`);
  }
  const { values, lists, known } = yield* fieldsInSteps(bytes);
  const content = emptyContent();
  addValues(content, values);
  addMembers(content, lists.members);
  yield;
  yield* addElements(content, lists.elements);
  fillTable(content.tasks.columns.table, lists.columns);
  fillTable(content.tasks.labels.table, lists.labels);
  for (const item of lists.library) content.library.put(item);
  for (const template of lists.templates) content.tasks.templates.put(template);
  yield;
  yield* addTasks(content, lists.tasks);
  for (const { origin, patches, bytes: counted } of lists.parts)
    content.parts.keep(origin, { patches, bytes: counted });
  for (const { origin, sequence, outcome } of lists.lastOutcomes)
    content.lastOutcomes.set(origin, Object.freeze({ sequence, outcome: Object.freeze(outcome) }));
  checkNumbers(lists.tasks, values.tasksCreated);
  checkSizes(content);
  yield;
  yield* checkForm(content, bytes, known);
  yield* heal(content);
  return content;
}

function addValues(content: BoardContent, { name, newcomers, tasksCreated }: Values): void {
  if (name !== '') content.name.set('name', name);
  if (newcomers !== undefined) content.newcomers.set('role', newcomers);
  if (tasksCreated > 0) content.tasks.counter.set('created', tasksCreated);
}

function addMembers({ members }: BoardContent, list: Lists['members']): void {
  for (const member of list) {
    const isRemoved = member.removedBy !== undefined;
    if (
      member.role !== undefined &&
      (isRemoved || isLent(member) || (member.role === 'owner' && member.guest === true))
    ) {
      throw new BadSnapshot(
        'a snapshot with a role of a removed member or a witness, or a guest that owns the board',
      );
    }
    Object.freeze(member.asks);
    Object.freeze(member.devices);
    members.set(member.id, Object.freeze(member));
  }
  checkLinks(members);
}

/** In their order, so that each is added at the end. */
function* addElements({ elements }: BoardContent, list: readonly BoardElement[]): Generator<void> {
  const sorted = yield* sortedInSteps(list, compareElements);
  const steps = new Steps();
  for (const element of sorted) {
    const bytes = jsonBytes(element);
    if (bytes > maxElementBytes) throw new BadSnapshot('a snapshot with an element that is too large');
    elements.put(element, bytes);
    if (steps.isOver(bytes)) yield;
  }
}

function* addTasks({ tasks }: BoardContent, list: readonly Task[]): Generator<void> {
  const sorted = yield* sortedInSteps(list, comparePositions);
  for (const [at, task] of sorted.entries()) {
    const kind = tasks.columns.get(task.column)?.kind;
    if (kind === undefined) throw new BadSnapshot('a snapshot with a task in a column that is not there');
    if ((kind === 'done') !== (task.completedBy !== undefined)) {
      throw new BadSnapshot('a snapshot with a task that is done by nobody, or not done by somebody');
    }
    tasks.put(deepFrozen(task));
    if (at % itemsAtOnce === 0) yield;
  }
}

function checkNumbers(tasks: readonly Task[], created: number): void {
  const numbers = new Set(tasks.map((task) => task.number));
  if (numbers.size !== tasks.length || tasks.some(({ number }) => number > created)) {
    throw new BadSnapshot('a snapshot with task numbers that were never given');
  }
}

function checkSizes({ elements, tasks, library }: BoardContent): void {
  // Healed elements may weigh more than those that were agreed on: they have all their properties.
  const isTooLarge =
    elements.table.weight > 2 * maxAllElementsBytes ||
    tasks.table.weight > maxAllTasksBytes ||
    tasks.templates.table.weight > maxAllTemplatesBytes ||
    library.table.weight > maxLibraryBytes;
  if (isTooLarge) throw new BadSnapshot('a snapshot of a board that is too large');
}

/**
 * Detects untrimmed, repeated or unordered content, and values in another form than the encoder's.
 *
 * @param known parts of `bytes`: of an item in its only form, only the place is checked.
 */
function* checkForm(content: BoardContent, bytes: Uint8Array, known: KnownBytes): Generator<void> {
  let [at, pieces] = [0, 0];
  for (const piece of snapshotPieces(content, known)) {
    const isInPlace = piece.buffer === bytes.buffer && piece.byteOffset === bytes.byteOffset + at;
    const end = at + piece.byteLength;
    if (!isInPlace && !isSameBytes(piece, bytes.subarray(at, end)))
      throw new BadSnapshot('a snapshot in an order of its own');
    at = end;
    pieces += 1;
    if (!isInPlace || pieces % itemsAtOnce === 0) yield;
  }
  if (at !== bytes.byteLength) throw new BadSnapshot('a snapshot in an order of its own');
}

/** Versions before the check of elements stored invalid ones. All devices repair them in the same way. */
function* heal({ elements }: BoardContent): Generator<void> {
  const steps = new Steps();
  for (const element of elements.inOrder()) {
    const bytes = elements.table.weightOf(element.id);
    const checked = checkAgreed(element);
    if (checked.result === 'repaired') elements.put(checked.element);
    if (checked.result === 'refused') elements.drop(element);
    if (steps.isOver(bytes)) yield;
  }
}

/** Ends a step after so many items, or so many bytes of them. */
class Steps {
  #items = 0;
  #bytes = 0;

  /** One more item is done. @returns whether the step ends with it. */
  isOver(bytes: number): boolean {
    this.#items += 1;
    this.#bytes += bytes;
    if (this.#items < itemsAtOnce && this.#bytes < bytesAtOnce) return false;
    this.#items = 0;
    this.#bytes = 0;
    return true;
  }
}

/** The devices of a person name each other, and the first one is there as long as another one is. */
function checkLinks(members: BoardContent['members']): void {
  for (const member of members.values()) {
    const { id, deviceOf, devices = [], removedBy, guest, offer, asks } = member;
    const isHere = removedBy === undefined;
    const canLink = isHere && guest !== true && !isLent(member);
    if (!canLink && (offer !== undefined || asks !== undefined)) throw badLink();
    if (isHere && !canLink && deviceOf !== undefined) throw badLink();
    if (devices.length > 0 && (deviceOf !== undefined || !isHere)) throw badLink();
    if (new Set(devices).size < devices.length) throw badLink();
    if (devices.some((device) => members.get(device)?.deviceOf !== id)) throw badLink();
    const present = devicesOf(members, id).length;
    if (present > (canLink ? maxDevices : 1)) throw badLink();
    const first = deviceOf === undefined ? undefined : members.get(deviceOf);
    if (deviceOf === undefined) continue;
    if (first === undefined || first.deviceOf !== undefined) throw badLink();
    // A person whose devices are all removed has no list of them any more.
    const isListed = first.devices?.includes(id) === true;
    if (first.removedBy === undefined ? !isListed : isHere) throw badLink();
  }
}

function badLink(): BadSnapshot {
  return new BadSnapshot('a snapshot with devices that cannot be linked');
}

function fillTable<T extends { readonly id: string }>(table: Table<string, T>, items: readonly T[]): void {
  for (const item of items) table.set(item.id, Object.freeze(item));
}

/** Two levels: a card, its lists, and their items. */
function deepFrozen(task: Task): Task {
  for (const list of [
    task.labels,
    task.assignees,
    task.checklist,
    task.comments,
    task.attachments,
    task.activity,
  ]) {
    for (const item of list ?? []) Object.freeze(item);
    Object.freeze(list);
  }
  return Object.freeze(task);
}
