import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ElementPatch, Json } from '../../commands.ts';
import type { BoardElement } from '../../state.ts';
import { someElement } from '../../testing/element-arbitraries.ts';
import { jsonBytes } from '../../values/json.ts';
import { checkAgreed, checkElement } from '../check.ts';
import { patchedElement, type Weighed } from './patched.ts';

/** The accepted form of an element, as the board has it. */
function accepted(element: BoardElement): Weighed | undefined {
  const checked = checkElement(element);
  if (checked.result === 'refused') return undefined;
  return { element: checked.element, bytes: jsonBytes(checked.element) };
}

/** Counts how often an item of the list is read. */
function counted(list: readonly Json[], read: () => void): readonly Json[] {
  return new Proxy(list, {
    get(target, name) {
      if (typeof name === 'string' && /^\d+$/.test(name)) read();
      return Reflect.get(target, name);
    },
  });
}

const stroke: BoardElement = {
  id: 's',
  type: 'freedraw',
  x: 0,
  y: 0,
  width: 3,
  height: 3,
  points: [
    [0, 0],
    [3, 3],
  ],
};

describe('a patch of one element', () => {
  it('gives the same element and size as a check and a count of the whole', () => {
    const names = fc.uniqueArray(fc.nat(), { maxLength: 4 });
    fc.assert(
      fc.property(someElement, someElement, names, names, (some, other, taken, removed) => {
        const before = accepted(some);
        if (before === undefined) return;
        const { id } = before.element;
        const [mine, theirs] = [Object.keys(before.element), Object.keys(other)];
        const unset = removed.flatMap((at) => mine[at % mine.length] ?? []).filter((name) => name !== 'id');
        const set = Object.fromEntries(
          taken.flatMap((at) => {
            const name = theirs[at % theirs.length] ?? 'x';
            return name === 'id' ? [] : [[name, other[name] ?? null]];
          }),
        );
        const patch: ElementPatch = { id, set, unset: [...new Set(unset)] };
        const after = patchedElement(before, patch);
        const whole: { [name: string]: Json | undefined } = { ...before.element, ...set };
        for (const name of unset) delete whole[name];
        if (before.element.type !== undefined && whole.type !== before.element.type) return;
        const checked = checkElement({ ...whole, id });
        if ('result' in after || checked.result === 'refused') {
          expect(after).toEqual(checked);
          return;
        }
        expect(after.element).toEqual(checked.element);
        expect(after.bytes).toBe(jsonBytes(checked.element));
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, Omit<ElementPatch, 'id'>]>([
    ['has the name of an inherited one', { set: { toString: 'x', valueOf: 'y' } as never }],
    ['is set and removed at once', { set: { later: 'x' }, unset: ['later'] }],
  ])('counts a property once that %s', (_, patch) => {
    const before = accepted({ id: 'e', type: 'of a later version', later: 'a long value' });
    const after = patchedElement(before, { id: 'e', ...patch });
    if ('result' in after) throw new Error('the patch was refused');
    expect(after.bytes).toBe(jsonBytes(after.element));
  });

  it('reads nothing of the properties that it leaves as they are', () => {
    const before = accepted(stroke);
    if (before === undefined) throw new Error('the stroke was refused');
    let read = 0;
    const points = counted(stroke.points as readonly Json[], () => {
      read += 1;
    });
    const long = { element: { ...before.element, points }, bytes: before.bytes };
    expect(patchedElement(long, { id: 's', set: { x: 7 } })).toMatchObject({ bytes: before.bytes });
    expect(read).toBe(0);
  });

  it('counts a property once that it sets and removes, as the parts of one change can', () => {
    const before = accepted({ ...stroke, customData: { card: 'a' } });
    const set = { customData: { card: 'b' } };
    expect(patchedElement(before, { id: 's', set, unset: ['customData'] })).toEqual(accepted(stroke));
  });

  it.each([
    ['creates', undefined, 2],
    ['changes', stroke, 2],
    ['creates and repairs', undefined, 0.0001],
  ])('is not checked again after a patch that %s it', (_, element, strokeWidth) => {
    let read = 0;
    const list = counted(Object.freeze(['kept']), () => {
      read += 1;
    });
    const { id, ...all } = stroke;
    const set = { ...all, strokeWidth, customData: Object.freeze({ list }) };
    const patched = patchedElement(element && accepted(element), { id, set });
    if ('result' in patched) throw new Error('the patch was refused');
    expect(read).toBeGreaterThan(0);
    read = 0;
    expect(checkAgreed(patched.element)).toEqual({ result: 'as-is', element: patched.element });
    expect(read).toBe(0);
  });

  it('keeps the very object if nothing changes', () => {
    const before = accepted(stroke);
    expect(patchedElement(before, { id: 's', set: { x: 0 }, unset: ['no such property'] })).toBe(before);
  });
});
