import { expect, it } from 'vitest';
import { shape } from '../../testing/shape.ts';
import { toScene } from '../scene/adapter.ts';
import { isBeingTyped } from './text-lock.ts';

const bookkeeping = { version: 1, versionNonce: 1, updated: 1 };

function scene(...elements: readonly ReturnType<typeof shape>[]) {
  return elements.flatMap((element) => toScene(element, bookkeeping) ?? []);
}

const text = { type: 'text', text: 'Rope', originalText: 'Rope', x: 100, y: 100, width: 40, height: 20 };
const typing = (...ids: readonly string[]) => ({
  ids: () => ids,
  look: (id: string) => (ids.includes(id) ? { text: 'Rop' } : undefined),
});

it('is so inside the text, and in the shape around it', () => {
  const elements = scene(
    shape('box', { x: 0, y: 0, width: 300, height: 300 }),
    shape('t', { ...text, containerId: 'box' }),
  );
  expect(isBeingTyped({ x: 110, y: 110 }, 1, elements, typing('t'))).toBe(true);
  expect(isBeingTyped({ x: 10, y: 10 }, 1, elements, typing('t'))).toBe(true);
  expect(isBeingTyped({ x: 400, y: 10 }, 1, elements, typing('t'))).toBe(false);
});

it('is not so if nobody types, or beside a turned text', () => {
  const elements = scene(shape('t', { ...text, angle: Math.PI / 2 }));
  expect(isBeingTyped({ x: 110, y: 110 }, 1, elements, typing())).toBe(false);
  expect(isBeingTyped({ x: 140, y: 110 }, 1, elements, typing('t'))).toBe(false);
  expect(isBeingTyped({ x: 120, y: 92 }, 1, elements, typing('t'))).toBe(true);
});

it('is so as far beside the text as Excalidraw opens it, which depends on the zoom', () => {
  const elements = scene(shape('t', text));
  expect(isBeingTyped({ x: 110, y: 94 }, 1, elements, typing('t'))).toBe(true);
  expect(isBeingTyped({ x: 110, y: 90 }, 1, elements, typing('t'))).toBe(false);
  expect(isBeingTyped({ x: 110, y: 94 }, 2, elements, typing('t'))).toBe(false);
});
