/** Mistakes in two windows of one device that have its database open at the same time. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const windowMutants: readonly Mutant[] = [
  oneEdit(
    'a fenced window continues to write',
    'replica/fence.ts',
    'stored.every((byte, position) => byte === own[position])',
    'stored.every((_, position) => position < own.length)',
  ),
  oneEdit(
    'a device whose storage has refused a write continues',
    'replica/loop/loop.ts',
    "    this.#state = 'halted';\n    this.#events = [];\n    this.#saving = undefined;",
    '    this.#events = [];\n    this.#saving = undefined;',
  ),
  oneEdit(
    'the next window takes what a fenced one kept after another had opened',
    'replica/outbox/kept.ts',
    'return keeper === undefined || keeper >= opening - 1;',
    'return keeper === undefined || keeper < opening;',
  ),
  oneEdit(
    'a fenced window replaces what the later one keeps',
    'replica/outbox/kept.ts',
    'return (keeper ?? incarnationOf(lastUnsaved(kept))) <= incarnation;',
    'return (keeper ?? incarnationOf(lastUnsaved(kept))) >= 0 * incarnation;',
  ),
  oneEdit(
    'a fenced window replaces what the later one has taken',
    'replica/outbox/kept.ts',
    'return (keeper ?? incarnationOf(lastUnsaved(kept))) <= incarnation;',
    'return Math.min(keeper ?? incarnation, incarnationOf(lastUnsaved(kept))) <= incarnation;',
  ),
];
