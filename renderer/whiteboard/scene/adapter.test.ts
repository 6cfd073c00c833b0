import { describe, expect, it } from 'vitest';
import { arrow, label, shape } from '../../testing/shape.ts';
import { inDrawingOrder, isShared, patchBetween, toAgreed, toScene } from './adapter.ts';

const books = { version: 3, versionNonce: 4, updated: 5 };

describe('an element for Excalidraw', () => {
  it.each([shape('a'), label('b', 'Hello'), arrow('c')])('is complete and a copy: $type', (agreed) => {
    const element = toScene(agreed, books);
    expect(element).toEqual({ ...agreed, ...books });
    expect(element).not.toBe(agreed);
  });

  it.each([
    ['of an unknown type', shape('a', { type: 'hologram' })],
    ['that runs others’ pages', shape('a', { type: 'iframe' })],
    ['that loads others’ pages', shape('a', { type: 'embeddable' })],
    ['a stroke without points', shape('a', { type: 'freedraw', points: [] })],
    ['with an endless id', shape('a'.repeat(65))],
  ])('is not made from one %s', (_, agreed) => {
    expect(toScene(agreed, books)).toBeUndefined();
  });

  it('is repaired if possible', () => {
    expect(toScene(shape('a', { x: 'left', groupIds: null }), books)).toMatchObject({ x: 0, groupIds: [] });
    expect(toScene(label('a', 'Hi', { fontSize: 0 }), books)).toMatchObject({ fontSize: 1 });
  });
});

describe('an agreed element', () => {
  it('is JSON without bookkeeping, and survives a round trip', () => {
    const element = toScene(arrow('a', { x: 12.5 }), books);
    if (element === undefined) throw new Error('not drawable');
    expect(toAgreed(element)).toEqual(arrow('a', { x: 12.5 }));
  });

  it('has no values that JSON lacks', () => {
    const element = toScene(shape('a'), books);
    if (element === undefined) throw new Error('not drawable');
    const odd = { ...element, customData: { kept: 1, dropped: undefined, run: () => 1 }, nothing: undefined };
    expect(toAgreed(odd)).toEqual({ ...shape('a'), customData: { kept: 1 } });
  });
});

describe('a patch', () => {
  it('creates an unknown element, unless it is deleted', () => {
    const { id, ...set } = shape('a');
    expect(patchBetween(undefined, shape('a'))).toEqual({ id, create: true, set });
    expect(patchBetween(undefined, shape('a', { isDeleted: true }))).toBeUndefined();
  });

  it('has the changed properties, and is undefined without any', () => {
    expect(patchBetween(shape('a'), shape('a', { x: 1, y: 2 }))).toEqual({ id: 'a', set: { x: 1, y: 2 } });
    expect(patchBetween(shape('a'), shape('a'))).toBeUndefined();
  });
});

it('shares shapes, lines, text and images, not embedded pages', () => {
  expect(['rectangle', 'freedraw', 'text', 'frame', 'image'].every((type) => isShared({ type }))).toBe(true);
  expect(['iframe', 'embeddable', 'selection'].some((type) => isShared({ type }))).toBe(false);
});

it('orders by index, ties by id, new elements in front', () => {
  const entry = (id: string, index: string | null) => ({ element: { id }, index });
  const order = inDrawingOrder([entry('n', null), entry('b', 'a1'), entry('z', 'Zz'), entry('a', 'a1')]);
  expect(order.map(({ id }) => id)).toEqual(['z', 'a', 'b', 'n']);
});
