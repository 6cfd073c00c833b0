/** The worlds of the search, and breaks of the model's rules, each with a world in which it leads to a violation. */

import { isHighestOfQuorum, type Rules, rules } from '../spec/rules.ts';
import type { Bounds } from './world.ts';

export interface NamedWorld {
  readonly name: string;
  readonly bounds: Bounds;
  /** Minutes, not seconds: not part of every test run. */
  readonly isLong?: boolean;
}

const three: Bounds = {
  replicas: ['a', 'b', 'c'],
  voters: ['a', 'b', 'c'],
  slots: 1,
  stands: { a: 1, b: 1 },
  changes: [],
  crashes: 0,
  recoveries: 0,
};

const two: Bounds = { ...three, replicas: ['a', 'b'], voters: ['a', 'b'] };

/**
 * `b` and `c` stood under the old voters and proposed for slot 3; `a` accepted both. Then `b` stands again, and nobody that
 * answers it knows of those proposals: it may change the voters in slot 2.
 */
const lateProposals: Bounds = {
  ...three,
  slots: 2,
  stands: { a: 1, b: 2, c: 1 },
  changes: [['a']],
  history: [
    'b stands in 1/1.b',
    'c promises 1/1.b',
    'b proposes of b1 for slot 2 in 1/1.b',
    'b proposes of b1 for slot 3 in 1/1.b',
    'a accepts of b1 for slot 3 in 1/1.b',
    'c stands in 1/2.c',
    'b promises 1/2.c',
    'c proposes of c0 for slot 2 in 1/2.c',
    'c proposes of c0 for slot 3 in 1/2.c',
    'a accepts of c0 for slot 3 in 1/2.c',
    'b stands in 1/3.b',
    'c promises 1/3.b',
    'b proposes configuration 1: a for slot 2 in 1/3.b',
    'b accepts configuration 1: a for slot 2 in 1/3.b',
    'c accepts configuration 1: a for slot 2 in 1/3.b',
  ],
};

export const worlds: readonly NamedWorld[] = [
  { name: 'three voters, two candidates', bounds: three },
  { name: 'two voters, two slots, a recovery', bounds: { ...two, slots: 2, recoveries: 1 } },
  {
    name: 'a sole voter hands over its vote, and one replica crashes',
    bounds: { ...two, voters: ['a'], slots: 2, changes: [['b']], crashes: 1 },
  },
  { name: 'one of two voters loses its vote', bounds: { ...two, slots: 2, changes: [['b']] } },
  { name: 'late proposals under old voters', bounds: lateProposals },
  {
    name: 'three voters, two candidates, one crash',
    bounds: { ...three, crashes: 1 },
    isLong: true,
  },
  {
    name: 'a sole voter adds another, and one replica crashes',
    bounds: { ...two, voters: ['a'], slots: 2, changes: [['a', 'b']], stands: { a: 2, b: 1 }, crashes: 1 },
    isLong: true,
  },
  {
    name: 'three voters, two candidates, a recovery',
    bounds: { ...three, recoveries: 1 },
    isLong: true,
  },
  {
    name: 'one of two voters loses its vote, and one replica crashes',
    bounds: { ...two, slots: 2, changes: [['b']], crashes: 1 },
    isLong: true,
  },
  {
    name: 'a voter is replaced',
    bounds: { ...three, voters: ['a', 'b'], slots: 2, changes: [['b', 'c']] },
    isLong: true,
  },
];

export interface Break {
  readonly name: string;
  readonly rules: Rules;
  readonly bounds: Bounds;
}

function isHalf(voters: readonly string[], replicas: ReadonlySet<string>): boolean {
  return voters.filter((voter) => replicas.has(voter)).length * 2 >= voters.length;
}

export const breaks: readonly Break[] = [
  {
    name: 'half of the voters is a quorum',
    rules: {
      ...rules,
      isQuorum: isHalf,
      mayPropose: (...proposal) => isHighestOfQuorum(...proposal, isHalf),
    },
    bounds: two,
  },
  { name: 'a voter accepts below its promise', rules: { ...rules, mayAccept: () => true }, bounds: three },
  {
    name: 'a leader ignores the reported entries',
    rules: {
      ...rules,
      mayPropose: (_entry, _slot, voters, reports) =>
        rules.isQuorum(voters, new Set(reports.map(({ voter }) => voter))),
    },
    bounds: three,
  },
  {
    name: 'a leader needs one promise',
    rules: {
      ...rules,
      mayPropose: (...proposal) => isHighestOfQuorum(...proposal, (_all, some) => some.size > 0),
    },
    bounds: three,
  },
  {
    name: 'a promise is sent before it is durable',
    rules: { ...rules, promiseIsDurable: false },
    bounds: three,
  },
  {
    name: 'an accept is sent before it is durable',
    rules: { ...rules, acceptIsDurable: false },
    bounds: three,
  },
  {
    name: 'a prepare leaves before the own promise is durable',
    rules: { ...rules, ownPromiseFirst: false },
    bounds: { ...three, stands: { a: 2 }, crashes: 1 },
  },
  {
    name: 'a recovery continues in the same generation',
    rules: { ...rules, recoveryIsSeparate: false },
    bounds: { ...three, stands: { b: 1 }, recoveries: 1 },
  },
  {
    name: 'proposals under earlier voters count',
    rules: { ...rules, counts: () => true },
    bounds: lateProposals,
  },
];
