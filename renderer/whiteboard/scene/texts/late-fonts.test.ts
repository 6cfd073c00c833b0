import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LateFonts, type PageFonts } from './late-fonts.ts';
import { maxMeasured } from './measured-texts.ts';

class Fonts extends EventTarget implements PageFonts {
  status: FontFaceLoadStatus = 'loaded';

  forEach(visit: (font: { readonly status: FontFaceLoadStatus }) => void): void {
    visit(this);
  }

  ends(status: FontFaceLoadStatus): void {
    this.status = status;
    // In this order, and the first one also if no font was loaded.
    this.dispatchEvent(new Event('loadingdone'));
    if (status === 'error') this.dispatchEvent(new Event('loadingerror'));
  }
}

let fonts: Fonts;
let selected: readonly object[];
const measure = vi.fn();
const measureLater = vi.fn();
let late: LateFonts;

beforeEach(() => {
  vi.resetAllMocks();
  fonts = new Fonts();
  selected = [];
  late = new LateFonts(fonts, {
    selected: () => selected as readonly ExcalidrawElement[],
    measure,
    measureLater,
  });
});

it('the selected texts are measured when a font arrives, and nothing is without a selected text', () => {
  selected = [
    { id: 't', type: 'text' },
    { id: 's', type: 'rectangle' },
  ];
  fonts.ends('loaded');
  expect(measure.mock.calls).toEqual([[['t']]]);
  selected = selected.slice(1);
  fonts.ends('loaded');
  late.stop();
  fonts.ends('loaded');
  expect(measure).toHaveBeenCalledTimes(1);
  expect(measureLater).not.toHaveBeenCalled();
});

describe('the texts that were written while a font could not be loaded', () => {
  it('are measured when it arrives, once, and not the one that is being written', () => {
    for (const id of ['a', undefined, 'b', undefined]) late.writes(id);
    fonts.ends('error');
    for (const id of ['c', undefined, 'd']) late.writes(id);
    expect(measureLater).not.toHaveBeenCalled();
    fonts.ends('loaded');
    expect(measureLater.mock.calls).toEqual([[['a', 'b', 'c']]]);
    fonts.ends('loaded');
    expect(measureLater).toHaveBeenCalledTimes(1);
  });

  it('wait if the next attempt fails, too', () => {
    late.writes('a');
    late.writes(undefined);
    fonts.ends('error');
    fonts.ends('error');
    expect(measureLater).not.toHaveBeenCalled();
    fonts.ends('loaded');
    expect(measureLater.mock.calls).toEqual([[['a']]]);
  });

  it('are the latest ones within a bound', () => {
    for (let at = 0; at <= maxMeasured; at += 1) late.writes(`t${at}`);
    late.writes(undefined);
    fonts.ends('error');
    fonts.ends('loaded');
    expect(measureLater.mock.calls[0]?.[0]).toHaveLength(maxMeasured);
  });
});
