import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { expect, it, vi } from 'vitest';
import { followLateFonts } from './late-fonts.ts';

it('the selected texts are measured when a font arrives, and nothing is without a selected text', () => {
  const fonts = new EventTarget();
  const measure = vi.fn();
  let selected: readonly object[] = [
    { id: 't', type: 'text' },
    { id: 's', type: 'rectangle' },
  ];
  const stop = followLateFonts(fonts, { selected: () => selected as readonly ExcalidrawElement[], measure });
  fonts.dispatchEvent(new Event('loadingdone'));
  expect(measure.mock.calls).toEqual([[['t']]]);
  selected = selected.slice(1);
  fonts.dispatchEvent(new Event('loadingdone'));
  stop();
  fonts.dispatchEvent(new Event('loadingdone'));
  expect(measure).toHaveBeenCalledTimes(1);
});
