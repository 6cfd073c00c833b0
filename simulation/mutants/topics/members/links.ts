/** Mistakes in the choice of direct links: two members lose each other, or a voter is reached through others. */

import { type Mutant, oneEdit } from '../../mutant.ts';

const file = 'replica/members/needed-links.ts';

function one(name: string, find: string, replace: string): Mutant {
  return oneEdit(name, file, find, replace);
}

export const linkMutants: readonly Mutant[] = [
  one('two members give up a link that nobody can relay', 'const leastWays = 2;', 'const leastWays = 0;'),
  one(
    'a voter gives up its direct links',
    'if (voters.has(me) || voters.has(peer)) return true;',
    'if (voters.has(me) && voters.has(peer)) return true;',
  ),
];
