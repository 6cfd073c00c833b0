/** Action: drop a file onto the whiteboard, valid or invalid. */

import * as v from 'valibot';
import { importColour } from '../../model/import-colour.ts';
import { Tracked } from '../../model/tracked.ts';
import type { Window } from '../../window.ts';
import { type Action, action, drawingBoard } from '../action.ts';

interface DroppedFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** Rectangles in a scene file. */
const inFile = 2;

const pool: { readonly [name: string]: (colour: string) => DroppedFile } = {
  'a drawing': (colour) => scene(colour, ['a0', 'a1']),
  'a drawing without order keys': (colour) => scene(colour, [null, null]),
  'a drawing with invalid order keys': (colour) => scene(colour, ['a10', 'a20']),
  'a text': () => ({ name: 'notes.txt', type: 'text/plain', text: 'Order rope' }),
  'a damaged drawing': () => ({ name: 'plan.excalidraw', type: 'application/json', text: '{"type":"excali' }),
  'other JSON': () => ({ name: 'data.json', type: 'application/json', text: '{"rope":[1,2,3]}' }),
  'a picture': () => ({ name: 'boat.png', type: 'image/png', text: 'not really one' }),
};
const names = Object.keys(pool);

const dropped = v.object({ file: v.picklist(names), colour: v.string() });

export const drop = action<v.InferOutput<typeof dropped>, number>({
  name: 'drop a file',
  weight: 1.5,
  args: dropped,
  propose(model, _, random) {
    return { file: random.pick(names) ?? 'a text', colour: importColour(model.newNumber()) };
  },
  isPossible: (model, person) => drawingBoard(model, person) !== undefined,
  apply(model, person, { file, colour }) {
    person.clearUndo();
    if (!file.startsWith('a drawing')) return 0;
    const tracked = new Tracked(person.name, model.burst, { there: true }, { there: false });
    drawingBoard(model, person)?.imports.push({ colour, count: inFile, tracked });
    return inFile;
  },
  async perform(world, name, { file, colour }, count) {
    const window = world.window(name);
    const make = pool[file];
    if (make === undefined) throw new RangeError(`no file “${file}”`);
    await dropOnto(window, make(colour));
    await answer(window, file);
    if (count === 0) return;
    await window.shows(`${count} rectangles of the file`, ({ scene: elements }) => {
      const found = (elements ?? []).filter((one) => !one.isDeleted && one.strokeColor === colour);
      return found.length === count;
    });
  },
  describe: ({ file }) => `drops ${file} onto the whiteboard (and adds it to the board, if it is a drawing)`,
});

export const fileActions: readonly Action[] = [drop];

/** Dispatches the events of a browser when a file is dropped. */
export async function dropOnto({ page, instance }: Window, file: DroppedFile): Promise<void> {
  const transfer = await page.evaluateHandle(({ name, type, text }) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type }));
    return data;
  }, file);
  const canvas = instance.whiteboard.locator('canvas.interactive');
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await canvas.dispatchEvent(type, { dataTransfer: transfer, clientX: 700, clientY: 400 });
  }
  await transfer.dispose();
}

/** Confirms the dialog for a drawing, or closes the one that rejects a file without a drawing. */
async function answer({ page }: Window, file: string): Promise<void> {
  // While an element is selected, Excalidraw's colour pickers are dialogs as well.
  const question = page.getByRole('dialog', { name: /^Open “/ });
  if (file.startsWith('a drawing')) {
    await question.getByRole('button', { name: /add to this board/i }).click();
  } else {
    await question.getByRole('alert').waitFor();
    await page.keyboard.press('Escape');
  }
  await question.waitFor({ state: 'hidden' });
}

/** A file with small rectangles far from the cells. */
function scene(colour: string, indices: readonly (string | null)[]): DroppedFile {
  const elements = indices.map((index, at) => ({
    id: `${colour.slice(1)}-${at}`,
    type: 'rectangle',
    x: -2000 - 40 * at,
    y: -2000,
    width: 20,
    height: 20,
    angle: 0,
    strokeColor: colour,
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 2,
    strokeStyle: 'solid',
    roughness: 1,
    opacity: 100,
    groupIds: [],
    frameId: null,
    roundness: null,
    seed: 1 + at,
    version: 1,
    versionNonce: 1,
    isDeleted: false,
    boundElements: null,
    updated: 1,
    link: null,
    locked: false,
    ...(index === null ? {} : { index }),
  }));
  const file = {
    type: 'excalidraw',
    version: 2,
    source: 'https://excalidraw.com',
    elements,
    appState: {},
    files: {},
  };
  return { name: 'plan.excalidraw', type: 'application/json', text: JSON.stringify(file) };
}
