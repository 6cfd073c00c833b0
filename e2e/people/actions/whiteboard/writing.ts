/** Action: add a line to a text, while another person may add one as well. One waits until the other has finished; both lines stay. */

import * as v from 'valibot';
import { Failure } from '../../failure.ts';
import { handleOf, inCell } from '../../model/looks.ts';
import type { BoardModel, Element, ElementLook, Model, Person } from '../../model/model.ts';
import { until } from '../../until.ts';
import type { Window } from '../../window.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import { change, deselect, elementOf, isTouchable } from './change.ts';
import { touchable } from './touchable.ts';

/** Of a text, so that it stays in its cell. */
const maxLines = 3;

/**
 * The pause while the text is open, in which the other person tries to open it, milliseconds. Both may have it open, and then they do
 * not finish at the same time: so the order of their lines is known.
 */
const pauseMilliseconds = { first: 1200, second: 3500 } as const;

/** The longest wait for a text that another person has open, milliseconds. */
const waitMilliseconds = 30_000;

const lined = v.object({ element: v.string(), line: v.string() });

interface Writing {
  readonly element: Element;
  readonly before: ElementLook;
  readonly isSecond: boolean;
}

const addLine = action<v.InferOutput<typeof lined>, Writing>({
  name: 'add a line',
  weight: 3,
  args: lined,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (board === undefined) return undefined;
    const line = `${person.name.slice(0, 1)}${model.newNumber()}`;
    const second = random.pick(halfWritten(model, person, board));
    if (second !== undefined) return { element: second, line };
    const texts = touchable(model, person, board).filter((label) => hasRoom(board, label));
    const element = random.pick(texts);
    return element === undefined ? undefined : { element, line };
  },
  isPossible(model, person, { element }) {
    const board = drawingBoard(model, person);
    if (board === undefined || !hasRoom(board, element)) return false;
    return isTouchable(model, person, element) || halfWritten(model, person, board).includes(element);
  },
  apply(model, person, { element, line }) {
    const board = drawingBoard(model, person);
    const { touched } = elementOf(model, person, element).tracked;
    const isFresh = touched.burst !== model.burst;
    const isSecond = !isFresh && touched.by !== person.name;
    const made = change(model, person, element, (look) => ({ ...look, text: `${look.text ?? ''}\n${line}` }));
    // The model does not predict which lines of a text an undo takes back.
    person.clearUndo();
    const before = board?.writings.get(element)?.by ?? [];
    if (isFresh || isSecond) {
      const by = isSecond ? [...before, person.name] : [person.name];
      board?.writings.set(element, { burst: model.burst, by, look: made.after });
    }
    return { element: made.element, before: made.before, isSecond };
  },
  async perform(world, name, { line }, { element, before, isSecond }) {
    const window = world.window(name);
    await openText(window, element, before);
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.press('Enter');
    await window.page.keyboard.type(line);
    await window.page.waitForTimeout(isSecond ? pauseMilliseconds.second : pauseMilliseconds.first);
    await window.endText();
    await window.shows(`the line “${line}” of the text in cell ${element.cell}`, ({ scene }) => {
      const [text] = inCell(element.cell, scene ?? []);
      return String(text?.text).split('\n').includes(line);
    });
  },
  describe: ({ element, line }) => `adds the line “${line}” to ${element}`,
});

export const writingActions: readonly Action[] = [addLine];

/** Double-clicks until the text opens: it does not while another person has it open. */
async function openText(window: Window, element: Element, look: ElementLook): Promise<void> {
  const isOpen = await until(waitMilliseconds, async () => {
    await deselect(window, element);
    await window.doubleClick(handleOf('text', look));
    return until(1500, async () => (await window.see()).isEditingText);
  });
  if (!isOpen) throw new Failure('no effect', `the text in cell ${element.cell} to open`, 'it stays closed');
}

function hasRoom(board: BoardModel, label: string): boolean {
  const element = board.elements.get(label);
  return element?.shape === 'text' && (element.tracked.look.text ?? '').split('\n').length < maxLines;
}

/** Texts to which one other person has added a line in this burst, and that nobody has changed otherwise. */
function halfWritten(model: Model, person: Person, board: BoardModel): readonly string[] {
  if (model.present(board.name).length < board.members.length) return [];
  return [...board.writings]
    .filter(([label, { burst, by, look }]) => {
      const tracked = board.elements.get(label)?.tracked;
      const isAlone = burst === model.burst && by.length === 1 && !by.includes(person.name);
      return isAlone && hasRoom(board, label) && tracked?.look === look && tracked.wasKnownTo(person.name);
    })
    .map(([label]) => label);
}
