import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { patchedPlace } from './patched-code.ts';

test('a font that could not be loaded can be made anew, with the same address', () => {
  class FontFace {
    readonly made: readonly unknown[];
    constructor(...made: readonly unknown[]) {
      this.made = made;
    }
  }
  const place = patchedPlace('a font that could not be loaded');
  const [, family, source, more] = /FontFace\(([\w$]+),([\w$]+),\{.*\.\.\.([\w$]+)\}/.exec(place) ?? [];
  const fonts: { fontFace: FontFace; renewed: () => FontFace }[] = [];
  const context = { FontFace, PAXBOARD_EXCALIDRAW_FONTS: fonts };
  runInNewContext(
    `(function (${family}, ${source}, ${more}) { ${place} }).call({}, "Excalifont", "url(a)", {})`,
    context,
  );
  const [font] = fonts;
  expect(font?.fontFace.made.slice(0, 2)).toEqual(['Excalifont', 'url(a)']);
  expect(font?.renewed()).toEqual(font?.fontFace);
  expect(font?.renewed()).not.toBe(font?.fontFace);
});
