import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { patchedCode, patchedPlace, stylesheet } from './patched-code.ts';

const patched = patchedCode();

test('the end of a gesture renders the toolbar after the change, and everything else at once', () => {
  const place = patchedPlace('before the change is reported');
  const [, react = '', toolbar = '', isEqual = ''] =
    /\(([\w$]+)\.memo\(([\w$]+),([\w$]+)\)\);/.exec(place) ?? [];
  class HTMLCanvasElement {}
  const window: { event?: { type: string; target: unknown } } = {};
  const refs: { current: unknown }[] = [];
  const deferred: unknown[] = [];
  const presses: (() => void)[] = [];
  let renderings = 0;
  let hook = 0;
  let stopListening = (): void => undefined;
  const render = runInNewContext(`made${place.slice(0, place.indexOf(';import'))}`, {
    HTMLCanvasElement,
    globalThis: window,
    addEventListener: (type: string, press: () => void) =>
      void (type === 'pointerdown' && presses.push(press)),
    removeEventListener: (_: string, press: () => void) => void presses.splice(presses.indexOf(press), 1),
    made: undefined,
    [toolbar]: 'toolbar',
    [isEqual]: Object.is,
    [react]: {
      memo: (component: string) => component,
      useRef(first: unknown) {
        const ref = refs[hook] ?? { current: first };
        refs[hook] = ref;
        hook += 1;
        return ref;
      },
      useDeferredValue: (value: unknown) => deferred.push(value),
      useReducer: (_: unknown, count: number) => [
        count,
        () => {
          renderings += 1;
        },
      ],
      useEffect: (effect: () => () => void) => {
        stopListening();
        stopListening = effect();
      },
      createElement: (component: string, props: unknown) => [component, props],
    },
  });
  const canvas = new HTMLCanvasElement();
  const shown = (state: string, event?: { type: string; target: unknown }): unknown => {
    if (event !== undefined) window.event = event;
    hook = 0;
    return render(state);
  };
  const release = { type: 'pointerup', target: canvas };
  expect(shown('selected')).toEqual(['toolbar', 'selected']);
  expect(shown('moved', release)).toEqual(['toolbar', 'selected']);
  // React renders it again for a deferred value, in a task of its own.
  expect(deferred).toEqual(['selected', 'moved']);
  expect(shown('moved', { type: 'message', target: {} })).toEqual(['toolbar', 'moved']);
  expect(shown('other', { type: 'pointerup', target: {} })).toEqual(['toolbar', 'other']);
  expect(shown('none', { type: 'pointermove', target: canvas })).toEqual(['toolbar', 'none']);
  // Its buttons read the present selection, which an earlier state does not fit.
  expect(shown('none', release)).toEqual(['toolbar', 'none']);
  expect(shown('chosen', release)).toEqual(['toolbar', 'none']);
  expect(presses).toHaveLength(1);
  presses[0]?.();
  expect(renderings).toBe(1);
  expect(shown('chosen', { type: 'pointerdown', target: {} })).toEqual(['toolbar', 'chosen']);
  stopListening();
  expect(presses).toHaveLength(0);
});

test('the colour of a selection is that of the stylesheet in both themes', () => {
  const place = patchedPlace('the computed style');
  const [props = ''] = /^[\w$]+/.exec(place) ?? [];
  const colourIn = (theme: string): string => runInNewContext(place, { [props]: { appState: { theme } } });
  const colours = [...stylesheet.matchAll(/(\.theme--dark)?\{[^}]*--color-selection:\s*(#\w+)/g)];
  expect(colours.map(([, dark, colour]) => [dark === undefined ? 'light' : 'dark', colour])).toEqual([
    ['light', colourIn('light')],
    ['dark', colourIn('dark')],
  ]);
});

test('the toolbar is rendered again for a change that it shows, and for no other', () => {
  const places = [
    patchedPlace('whenever the pointer of another person'),
    patchedPlace('whenever any element'),
  ];
  const [from = 0, to = 0] = places.map((place) => patched.indexOf(place));
  const start = patched.lastIndexOf(',', patched.lastIndexOf('=>', from)) + 1;
  const end = patched.indexOf(patchedPlace('before the change is reported'), to);
  const functions = patched.slice(start, patched.lastIndexOf(',', end));
  const [, isShallowlySame = ''] = /;return ([\w$]+)\(/.exec(places[1] ?? '') ?? [];
  const [, isEqual = ''] = /,([\w$]+)=\([\w$]+,[\w$]+\)=>\{if/.exec(functions) ?? [];
  type Comparison = (a: unknown, b: unknown) => boolean;
  const same = (a: object, b: object, by: { readonly [name: string]: Comparison } = {}): boolean => {
    const names = Object.keys(a);
    const is = (name: string) => (by[name] ?? Object.is)(Reflect.get(a, name), Reflect.get(b, name));
    return names.length === Object.keys(b).length && names.every(is);
  };
  const compare: Comparison = runInNewContext(`var ${functions};${isEqual}`, { [isShallowlySame]: same });

  const quiet = { stats: { open: false }, selectedElementIds: {}, selectedGroupIds: {} };
  const isKept = (state: object, before: readonly object[], now: readonly object[], isMobile = false) => {
    const app = { device: { editor: { isMobile } } };
    const propsWith = (elements: readonly object[], others: object) => ({
      appState: { ...quiet, ...state, collaborators: others },
      app,
      elements,
    });
    return compare(propsWith(before, {}), propsWith(now, {}));
  };
  const [a, b, other, label] = [{ id: 'a' }, { id: 'b' }, { id: 'b' }, { id: 'l', containerId: 'b' }];
  expect(isKept({}, [a, b], [a, other])).toBe(true);
  expect(isKept({ selectedElementIds: { a: true } }, [a, b], [a, other, label])).toBe(true);
  // Of thousands of elements only the changed ones are read.
  const unread = {
    get id() {
      throw new Error('it is read');
    },
  };
  expect(isKept({ selectedElementIds: { a: true } }, [unread, b], [unread, other])).toBe(true);
  const selected = { selectedElementIds: { b: true } };
  for (const now of [[a, other], [a], [a, b, label]]) expect(isKept(selected, [a, b], now)).toBe(false);
  expect(isKept({}, [a, b], [a, other], true)).toBe(false);
  const open = [
    'openDialog',
    'openSidebar',
    'openMenu',
    'openPopup',
    'scrolledOutside',
    'editingTextElement',
  ];
  for (const name of open) expect(isKept({ [name]: 'x' }, [a, b], [a, other]), name).toBe(false);
  expect(isKept({ stats: { open: true } }, [a, b], [a, other])).toBe(false);
});

test('a whiteboard without a size stays as it was, on a phone or not', () => {
  const place = patchedPlace('counts as one on a phone');
  const [, box = ''] = /height:[\w$]+\}=([\w$]+)\./.exec(place) ?? [];
  const measured = (width: number) =>
    runInNewContext(`(function (${box}) { ${place}; return "measured"; })`).call(
      { props: { UIOptions: {} } },
      { getBoundingClientRect: () => ({ width, height: width }) },
    );
  expect([measured(0), measured(400)]).toEqual([false, 'measured']);
});
