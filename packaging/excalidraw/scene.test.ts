import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { patchedCode, patchedPlace } from './patched-code.ts';

const patched = patchedCode();

test('each of the elements that move together is read once to find their arrows, not once for each of them', () => {
  const [, name] = /simultaneouslyUpdated:[\w$]+\}=[\w$]+\?\?\{\},[\w$]+=([\w$]+)\(/.exec(patched) ?? [];
  if (name === undefined) throw new Error('Excalidraw does not collect them any longer');
  const start = patched.indexOf(`${name}=(`);
  const end = '(new WeakMap)';
  const made = patched.slice(start + name.length + 1, patched.indexOf(end, start) + end.length);
  const idsOf: (moved?: Iterable<{ readonly id: string }>) => ReadonlySet<string> = runInNewContext(made);
  let read = 0;
  const moved = Array.from({ length: 100 }, (_, at) => ({
    get id() {
      read += 1;
      return `element-${at}`;
    },
  }));
  for (const together of [moved, new Set(moved)]) {
    read = 0;
    for (const _ of moved) expect([...idsOf(together)]).toHaveLength(moved.length);
    expect(read).toBe(moved.length);
  }
  expect(idsOf().size).toBe(0);
  // All of them are named by one object, not by a copy for each.
  expect(patched.match(/[^{,]{10}[{,]simultaneouslyUpdated:(?![\w$]+[,}])/g)).toBeNull();
});

test('a change of the scene from outside hands over its elements, without a look at any', () => {
  const place = patchedPlace('entered into that history');
  const [, elements, data] = /let ([\w$]+)=([\w$]+)\./.exec(place) ?? [];
  const handedOver = runInNewContext(`(${data}) => { ${place}; return ${elements} }`);
  const given = new Proxy([], {
    get() {
      throw new Error('it looks at them');
    },
  });
  expect(handedOver({ elements: given, captureUpdate: 'NEVER' })).toBe(given);
  // The indices are repaired where the elements are replaced.
  expect(patched).toMatch(
    /replaceAllElements\(([\w$]+)\)\{[^}]*?this\.elements=([\w$]+)\([\w$]+\),this\.elementsMap\.clear\(\)/,
  );
});

test('the scene asks the window to replace elements before it replaces all', () => {
  const place = patchedPlace('lists and maps of all elements');
  const mapped: unknown[] = [];
  const context = {
    PAXBOARD_EXCALIDRAW_REPLACE: (_: object, next: string, map: (element: string) => void) => {
      map(next);
      return next === 'few';
    },
  };
  const scene = runInNewContext(
    `new (class { static mapElementToScene(...given) { this.seen(...given) } static seen;
      ${place} return 'all' } })`,
    context,
  );
  scene.constructor.seen = (...given: unknown[]) => mapped.push(given);
  expect([scene.replaceAllElements('few'), scene.replaceAllElements('others')]).toEqual([undefined, 'all']);
  expect(mapped).toEqual([
    ['few', scene],
    ['others', scene],
  ]);
});

test('the window learns what Excalidraw paints, and can do it', () => {
  const done: unknown[] = [];
  const context = {
    done,
    PAXBOARD_EXCALIDRAW_PAINTS: (given: string, paint: (given: string) => void) => {
      done.push(given);
      paint('a part');
    },
  };
  const [place = '', name] =
    /[\w$]+(?==\([\w$]+,[\w$]+\)=>\{globalThis\.PAXBOARD_EXCALIDRAW_PAINTS).{1,120}?\breturn\}([\w$]+)\([\w$]+\)\}/.exec(
      patched,
    ) ?? [];
  const all = place.replace(/^[\w$]+/, 'paintAll');
  runInNewContext(`var ${name} = (given) => done.push('painted ' + given), ${all}; paintAll('all')`, context);
  expect(done).toEqual(['all', 'painted a part', 'painted all']);
});

test('only a labelled arrow has a second canvas with a context', () => {
  const place = patchedPlace('each element has a second canvas');
  const [, isArrow, arrow, text] = /if\(([\w$]+)\(([\w$]+)\)&&([\w$]+)\)$/.exec(place) ?? [];
  const contextsOf = (kind: string, label: object | null): number => {
    let contexts = 0;
    const canvas = {
      getContext: () => {
        contexts += 1;
        return {};
      },
    };
    const context = { document: { createElement: () => canvas }, kind, label };
    runInNewContext(
      `(() => { const ${isArrow} = (one) => one === 'arrow', ${arrow} = kind, ${text} = label; let ${place} return; })()`,
      context,
    );
    return contexts;
  };
  expect([contextsOf('arrow', {}), contextsOf('arrow', null), contextsOf('rectangle', {})]).toEqual([
    1, 0, 0,
  ]);
});

test('the scene has the visible elements of each rendering', () => {
  const app = runInNewContext(
    `(function (l) { ${patchedPlace('does not have the visible elements')}l; return this; })`,
  ).call({ scene: {} }, ['one']);
  expect(app).toEqual({ visibleElements: ['one'], scene: { visibleElements: ['one'] } });
});

test('the elements of the initial scene are those that were given, and its state is restored', () => {
  const place = patchedPlace('initial scene are restored');
  const [, restored = '', restore = '', data = ''] =
    /^let ([\w$]+)=([\w$]+)\(\{\.\.\.([\w$]+),/.exec(place) ?? [];
  const initial = runInNewContext(
    `(${restore}, ${data}) => { ${place} ${restored}.appState; return ${restored}; }`,
  );
  const restoring = ({ elements, appState }: { elements: unknown; appState?: unknown }) => ({
    elements: elements === null ? [] : 'restored',
    appState: `restored ${appState}`,
  });
  const elements = [{ id: 'a' }];
  const given = initial(restoring, { elements, appState: 'state' });
  expect(given.elements).toBe(elements);
  expect(given.appState).toBe('restored state');
  expect(initial(restoring, null).elements).toHaveLength(0);
});
