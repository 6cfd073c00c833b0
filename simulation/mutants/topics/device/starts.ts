/** Mistakes in the start of a device, which applies its stored log in slices. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const startMutants: readonly Mutant[] = [
  oneEdit(
    'a start goes on after its board was closed',
    'replica/loop/loop.ts',
    '        yield;\n        if (!this.isRunning) return;\n',
    '        yield;\n',
  ),
  oneEdit(
    'a start hands out the writes of the engine first',
    'replica/loop/loop.ts',
    '      const effects = this.#engine.drain();\n',
    '      const effects = this.#engine.drain();\n      this.#perform({ ...effects, decided: [] });\n',
  ),
  oneEdit(
    'the last slice of a start is left out',
    'replica/loop/applying.ts',
    '    if (piece.length > 0) yield this.apply(piece, true);\n',
    '',
  ),
  oneEdit(
    'each slice of a start begins with the last slot of the one before',
    'replica/loop/applying.ts',
    '        piece = [];\n        bytes = 0;',
    '        piece = piece.slice(-1);\n        bytes = 0;',
  ),
];
