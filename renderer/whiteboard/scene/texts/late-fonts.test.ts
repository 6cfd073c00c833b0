import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { expect, it, vi } from 'vitest';
import { followLateFonts, maxMeasured } from './late-fonts.ts';

const text = { id: 't', type: 'text', text: '港口', originalText: '港口', x: 1, y: 2, width: 28, height: 25 };
const shape = { id: 's', type: 'rectangle', width: 10, height: 10 };

function arrival(width: number, selected: readonly object[] = [text, shape]) {
  const fonts = new EventTarget();
  const submit = vi.fn();
  const stop = followLateFonts(fonts, {
    selected: () => selected as readonly ExcalidrawElement[],
    fitted: () => ({ text: '港口', originalText: '港口', x: 1, y: 2, width, height: 25 }),
    submit,
  });
  fonts.dispatchEvent(new Event('loadingdone'));
  stop();
  fonts.dispatchEvent(new Event('loadingdone'));
  return submit.mock.calls;
}

it('a selected text is measured again when its font arrives', () => {
  expect(arrival(40)).toEqual([
    [[{ id: 't', set: { originalText: '港口', text: '港口', x: 1, y: 2, width: 40, height: 25 } }]],
  ]);
});

it('nothing is submitted for a text of the right size, or without a selected text', () => {
  expect(arrival(28.4)).toEqual([]);
  expect(arrival(40, [shape])).toEqual([]);
});

it(`${maxMeasured} texts are measured at most`, () => {
  const texts = Array.from({ length: 3 * maxMeasured }, (_, at) => ({ ...text, id: `t${at}` }));
  expect(arrival(40, texts)[0]?.[0]).toHaveLength(maxMeasured);
});
