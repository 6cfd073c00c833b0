/** Commands at random for fast-check: few names, so that they meet, and some that break the rules. */

import fc from 'fast-check';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { encodeCommand } from '../bytes/codec.ts';
import type { BoardCommandBody, ElementPatch, Json } from '../commands.ts';
import { roles } from '../member/role.ts';
import { anna, ben, carla } from './authors.ts';
import { admit, askToLink, offerLink, unlink, withdraw } from './links.ts';
import { cardCommand, column, compact, logged, taskId } from './task-arbitraries.ts';

const elementId = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5');
const property = fc.constantFrom('x', 'y', 'points', 'index', 'isDeleted', 'text');

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(0, 1, 'a0', 'a1', 'a0V', true, false, null, [[0, 0]], { a: 1 }),
  fc.jsonValue({ maxDepth: 3 }).map(plain),
);

const patch: fc.Arbitrary<ElementPatch> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      id: elementId,
      create: fc.constant(true as const),
      set: fc.dictionary(property, value, { noNullPrototype: true }),
    }),
  },
  fc.record({ id: elementId, set: fc.dictionary(property, value, { noNullPrototype: true }) }),
  fc.record({ id: elementId, set: fc.constant({}), unset: fc.array(property, { maxLength: 2 }) }),
);

/** A step of a link with `id`. There is one code, so that some links complete. */
function someLink(id: ReplicaId): fc.Arbitrary<BoardCommandBody> {
  return fc.constantFrom(offerLink('x'), askToLink(id, 'x'), admit(id, 'x'), unlink(id), withdraw);
}

export const someCommand: fc.Arbitrary<BoardCommandBody> = fc
  .oneof(
    fc.record({
      type: fc.constant('member/introduce' as const),
      name: fc.constantFrom('Anna', 'Ben', ' Carla ', ''),
    }),
    fc.record({
      type: fc.constant('member/remove' as const),
      id: fc.constantFrom(anna, ben, carla),
      name: fc.constantFrom('Anna', ''),
    }),
    fc.record({ type: fc.constant('member/leave' as const), name: fc.constantFrom('Anna', '') }),
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('member/role' as const),
        id: fc.constantFrom(anna, ben, carla),
        role: fc.constantFrom(...roles),
        name: fc.constantFrom('Anna', ''),
      }),
    },
    fc.record({ type: fc.constant('member/hand-over' as const), id: fc.constantFrom(anna, ben, carla) }),
    { weight: 2, arbitrary: fc.constantFrom(anna, ben, carla).chain(someLink) },
    fc.record({ type: fc.constant('board/rename' as const), name: fc.constantFrom('Plans', 'Ideas', '') }),
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('elements/patch' as const),
        patches: fc.array(patch, { maxLength: 4 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('task/create' as const),
        id: taskId,
        title: fc.constantFrom('A', 'B', ''),
        column,
      }),
    },
    fc.record({ type: fc.constant('task/edit' as const), id: taskId, notes: fc.constantFrom('', 'Milk.') }),
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('task/move' as const),
        id: taskId,
        column,
        position: fc.constantFrom('a0', 'a1', 'a0V', 'Zz', 'a00', ''),
      }),
    },
    fc.record({
      type: fc.constant('library/add' as const),
      id: elementId,
      created: fc.nat(3),
      elements: fc.array(
        fc.record({ id: elementId, x: fc.nat(3), type: fc.constantFrom('rectangle', 'image') }),
        { maxLength: 2 },
      ),
    }),
    fc.record({ type: fc.constant('library/remove' as const), id: elementId }),
    { weight: 12, arbitrary: cardCommand },
    fc.record({
      ...logged,
      type: fc.constantFrom('task/claim' as const, 'task/release' as const, 'task/complete' as const),
      id: taskId,
    }),
    fc.record({ type: fc.constant('task/remove' as const), id: taskId }),
  )
  .map(compact);

export interface Step {
  readonly origin: ReplicaId;
  readonly body: Uint8Array;
}

const origin = fc.constantFrom(anna, ben, carla);

/** A command of someone, as bytes. */
export const someStep: fc.Arbitrary<Step> = fc.record({
  origin,
  body: fc.oneof(
    { weight: 9, arbitrary: someCommand.map((body) => encodeCommand({ ...body, at: 1 })) },
    fc.uint8Array({ maxLength: 30 }),
  ),
});

export const someHistory: fc.Arbitrary<readonly Step[]> = fc.array(someStep, { maxLength: 40 });
