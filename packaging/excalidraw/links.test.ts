import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { patchedPlace } from './patched-code.ts';

test('the popup of a link is where the whiteboard says, and as before without it', () => {
  const place = patchedPlace('covers the tools');
  const [, element = '', state = '', given = ''] =
    /^=\(([\w$]+),([\w$]+),.*\?\?(\{[^}]*\})\}$/.exec(place) ?? [];
  const [, x = '', y = ''] = /x:([\w$]+),y:([\w$]+)/.exec(given) ?? [];
  const [, end = ''] = /;(return .*)\}$/.exec(place) ?? [];
  const placeOf = (context: object) =>
    runInNewContext(`((${element}, ${state}, ${x}, ${y}) => { ${end} })("of", "in", 1, 2)`, context);
  expect(placeOf({})).toEqual({ x: 1, y: 2 });
  const asked = (...args: unknown[]) => args;
  expect(JSON.stringify(placeOf({ PAXBOARD_EXCALIDRAW_LINK_POPUP: asked }))).toBe(
    '[{"x":1,"y":2},"of","in"]',
  );
});

test('the popup of a link stays while the pointer is between it and its element, also below a header', () => {
  const place = patchedPlace('disappears while');
  const names =
    /^\[(?<x>[\w$]+),(?<y>[\w$]+)\].*?=(?<scene>[\w$]+)\(\{[^}]*\},(?<state>[\w$]+)\).*?if\((?<hits>[\w$]+)\([\w$]+,[\w$]+,(?<element>[\w$]+),(?<elements>[\w$]+)\).*?=(?<corners>[\w$]+)\(.*?bottom\+(?<margin>[\w$]+)\//.exec(
      place,
    )?.groups ?? {};
  const { scene, state, hits, element, elements, corners, margin } = names;
  const restOf = runInNewContext(
    `(${[state, scene, hits, element, elements, corners, margin].join(',')}) => (${place} return ${place.slice(0, place.indexOf(']') + 1)}; }`,
  );
  // The whiteboard is 50 px below and 10 px right of the window's corner, at half size; the element is from 100 to 200.
  const view = { zoom: { value: 0.5 }, offsetLeft: 10, offsetTop: 50 };
  const inScene = ({ clientX, clientY }: { clientX: number; clientY: number }) => ({
    x: (clientX - 10) * 2,
    y: (clientY - 50) * 2,
  });
  const element100 = () => [100, 100, 200, 200];
  const at = (x: number, y: number) => restOf(view, inScene, () => false, {}, {}, element100, 85)([x, y]);
  expect(at(85, 60)).toBe(false);
  expect(at(85, 190)).toBe(false);
  // Beyond the way from the one to the other it counts whether the pointer is over the popup: both in the whiteboard's pixels.
  expect(at(85, 260)).toEqual([75, 210]);
  expect(at(300, 90)).toEqual([290, 40]);
});

test('Escape closes the popup of a link first', () => {
  const place = patchedPlace('Escape does not close the popup');
  const [, event = '', keys = ''] = /^if\(([\w$]+)\.key===([\w$]+)\./.exec(place) ?? [];
  const press = runInNewContext(
    `(function (${event}, ${keys}) { ${place} return "charts"; return "others"; })`,
  );
  const pressedIn = (popup: unknown, key: string) => {
    const state = { showHyperlinkPopup: popup };
    const app = {
      state,
      setState: (next: object) => Object.assign(state, next),
      flowChartCreator: { isCreatingChart: false },
    };
    return [press.call(app, { key }, { ESCAPE: 'Escape' }), state.showHyperlinkPopup];
  };
  expect(pressedIn('info', 'Escape')).toEqual([undefined, false]);
  expect(pressedIn('info', 'a')).toEqual(['others', 'info']);
  expect(pressedIn(false, 'Escape')).toEqual(['others', false]);
});
