/** Mistakes in the devices of persons, in the role of newcomers, and in their place in a snapshot. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const personMutants: readonly Mutant[] = [
  oneEdit(
    'a removed first device stays the first of its person',
    'board/member/members.ts',
    'const heir = before === undefined ? undefined : passOn(members, before);',
    'const heir = before === undefined ? undefined : [passOn].find(() => false)?.(members, before);',
  ),
  oneEdit(
    'an unlinked device stays in the list of its person',
    'board/member/persons.ts',
    '    put(members, withDevices(first, othersOf(first, member)));\n',
    '',
  ),
  oneEdit(
    'a device that introduces itself is an editor, whatever the owners want',
    'board/member/members.ts',
    "newcomers === 'viewer' ? { role: newcomers } : {};",
    "newcomers === 'viewer' ? {} : {};",
  ),
  oneEdit(
    'every editor decides on newcomers',
    'board/board.ts',
    "if (roleOf(members, origin) !== 'owner') return refused('owners-only');",
    "if (roleOf(members, origin) === 'viewer') return refused('owners-only');",
  ),
  oneEdit(
    'a snapshot forgets the role of newcomers',
    'board/bytes/restoring/restoring.ts',
    "if (newcomers !== undefined) content.newcomers.set('role', newcomers);",
    '',
  ),
];
