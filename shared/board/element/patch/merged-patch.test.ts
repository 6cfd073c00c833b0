import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Board } from '../../board.ts';
import type { ElementPatch } from '../../commands.ts';
import type { BoardElement } from '../../state.ts';
import { anna, ask, ben, carla } from '../../testing/authors.ts';
import { editedText, lineEdit } from '../../testing/line-edits.ts';
import { jsonBytes } from '../../values/json.ts';
import { checkElement } from '../check.ts';
import { patchedElement } from './patched.ts';

const base = 'To buy\nmilk';

function text(originalText: string, more: Partial<BoardElement> = {}): BoardElement {
  const checked = checkElement({
    id: 't',
    type: 'text',
    x: 0,
    y: 0,
    width: 60,
    height: 50,
    fontSize: 20,
    lineHeight: 1.25,
    text: originalText,
    originalText,
    ...more,
  });
  if (checked.result === 'refused') throw new Error(checked.why);
  return checked.element;
}

/** `before` after a patch that sets the text to `mine`. */
function written(before: BoardElement, mine: string, more: Partial<ElementPatch> = {}): BoardElement {
  const { set = {}, ...rest } = more;
  const patch = { id: 't', set: { text: mine, originalText: mine, ...set }, textWas: base, ...rest };
  const patched = patchedElement({ element: before, bytes: jsonBytes(before) }, patch);
  if ('result' in patched) throw new Error(patched.why);
  expect(patched.bytes).toBe(jsonBytes(patched.element));
  return patched.element;
}

describe('a new text of an element that names the text on which it is based', () => {
  it('takes the place of that text', () => {
    const set = { width: 90, height: 75 };
    expect(written(text(base), `${base}\ntea`, { set })).toMatchObject({
      originalText: `${base}\ntea`,
      ...set,
    });
  });

  it('keeps the lines that others have added since, and has room for all of them', () => {
    const others = text(`${base}\nbread`, { width: 200, height: 75 });
    const merged = {
      text: `${base}\nbread\ntea`,
      originalText: `${base}\nbread\ntea`,
      width: 200,
      height: 100,
    };
    expect(written(others, `${base}\ntea`, { set: { width: 90, height: 75 } })).toMatchObject(merged);
  });

  it('keeps the width of a text that is wrapped', () => {
    const others = text(`${base}\nbread`, { width: 40, autoResize: false });
    expect(written(others, `${base}\ntea`)).toMatchObject({ width: 40, height: 100 });
  });

  it.each([
    ['this person', `${base}\nbread`, { isDeleted: false }, '', { isDeleted: true }, `bread`],
    ['another', '', { isDeleted: true }, `${base}\ntea`, {}, `tea`],
  ])('is not deleted if %s emptied it and the other one wrote in it', (_, theirs, their, mine, set, left) => {
    expect(written(text(theirs, their), mine, { set })).toMatchObject({
      originalText: left,
      isDeleted: false,
    });
  });

  it('stays deleted if another emptied it and this person only measured it', () => {
    const gone = text('', { isDeleted: true });
    const measured = written(gone, base, { set: { isDeleted: false, height: 55 } });
    expect(measured).toMatchObject({ originalText: '', isDeleted: true });
  });

  it.each([
    ['another', { isDeleted: true }, {}],
    ['this person', {}, { isDeleted: true }],
    ['each', { isDeleted: true }, { isDeleted: true }],
  ])('stays deleted if %s deleted it, and both wrote in it', (_, their, set) => {
    expect(written(text(`${base}\nbread`, their), `${base}\ntea`, { set })).toMatchObject({
      originalText: `${base}\nbread\ntea`,
      isDeleted: true,
    });
  });

  it('stays deleted if this person emptied it, and another wrote in it and deleted it', () => {
    const others = text(`${base}\nbread`, { isDeleted: true });
    expect(written(others, '', { set: { isDeleted: true } })).toMatchObject({ isDeleted: true });
  });

  it('is not deleted if this person wrote in it after it was known that another emptied it', () => {
    const gone = text('', { isDeleted: true });
    expect(written(gone, 'tea', { textWas: '' })).toMatchObject({ originalText: 'tea', isDeleted: false });
  });

  it('has no line for the text that one of them emptied', () => {
    expect(written(text(`first\n${base}\nlast`), '')).toMatchObject({ originalText: 'first\nlast' });
  });

  it('leaves the text of others and its measures if this person only measured the one before', () => {
    const others = text(`${base}\nbread`, { text: `${base}\nbre\nad`, x: 7, width: 31, height: 100 });
    const set = { x: 3, y: 4, width: 90, height: 50, strokeColor: '#ff0000' };
    expect(written(others, base, { set })).toEqual({ ...others, strokeColor: '#ff0000' });
    const deleted = text(`${base}\nbread`, { isDeleted: true });
    expect(written(deleted, base, { set: { width: 90 } })).toEqual(deleted);
  });

  it('stays deleted if both emptied it', () => {
    const gone = text('', { isDeleted: true });
    expect(written(gone, '', { set: { isDeleted: true } })).toMatchObject({
      originalText: '',
      isDeleted: true,
    });
  });

  it('is that of all lines for any edits of three people, on every replica', () => {
    const lines = fc.array(fc.constantFrom('one', 'two', 'three', ''), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, lineEdit('anna'), lineEdit('ben'), lineEdit('carla'), (from, ...edits) => {
        const textWas = from.join('\n');
        const made = edits.map((edit) => editedText(textWas, edit));
        const boards = [new Board(), new Board()];
        for (const board of boards) {
          const { id, ...set } = text(textWas);
          ask(board, anna, { type: 'elements/patch', patches: [{ id, create: true, set }] });
          for (const [at, who] of [anna, ben, carla].entries()) {
            const mine = made[at]?.text ?? '';
            const patch = { id, set: { text: mine, originalText: mine }, textWas };
            ask(board, who, { type: 'elements/patch', patches: [patch] });
          }
        }
        expect(new Set(boards.map((board) => board.digest())).size).toBe(1);
        const result = String(boards[0]?.element('t')?.originalText).split('\n');
        for (const { added } of made) expect(result).toEqual(expect.arrayContaining([...added]));
      }),
    );
  });
});

it('a new text that names no text on which it is based replaces that of others', () => {
  const patch = { id: 't', set: { text: 'a', originalText: 'a' } };
  const before = text(`${base}\nbread`);
  const patched = patchedElement({ element: before, bytes: jsonBytes(before) }, patch);
  expect(patched).toMatchObject({ element: { originalText: 'a' } });
});

it('the text of an element of another type is replaced, and nothing else of it changes', () => {
  const before: BoardElement = { id: 't', type: 'of a later version', originalText: 'theirs', width: 1 };
  const patch = { id: 't', set: { originalText: 'mine' }, textWas: base };
  const patched = patchedElement({ element: before, bytes: jsonBytes(before) }, patch);
  expect(patched).toMatchObject({ element: { ...before, originalText: 'mine' } });
  expect(patched).not.toHaveProperty('element.isDeleted');
});
