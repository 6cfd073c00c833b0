import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { excalidrawPatches } from '../scripts/packaging/excalidraw-patches.mjs';

const folder = new URL('../node_modules/@excalidraw/excalidraw/dist/prod/', import.meta.url);
const converter = new URL(
  '../node_modules/@excalidraw/mermaid-to-excalidraw/dist/parseMermaid.js',
  import.meta.url,
);

const code = readdirSync(folder)
  .filter((name) => name.endsWith('.js'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .concat(readFileSync(converter, 'utf8'))
  .join('\n');

const patched = excalidrawPatches.reduce((text, { find, replace }) => text.replace(find, replace), code);

test('each patch matches exactly one place in Excalidraw', () => {
  for (const { original, find } of excalidrawPatches) {
    expect(code.match(find)?.length, original).toBe(1);
  }
});

test('a patch that begins with any name tries each name once, not from each of its characters', () => {
  // The fonts in the code are words of 100,000 characters, which took seconds.
  for (const { original, find } of excalidrawPatches) {
    expect(find.source, original).not.toMatch(/^\(*(?:\?:)?\[\\w\$\]\+/);
  }
});

/** The patched form of the place that a patch matches. */
function patchedPlace(original: string): string {
  const patch = excalidrawPatches.find((one) => one.original.includes(original));
  const [place] = code.match(patch?.find ?? /$^/) ?? [];
  if (patch === undefined || place === undefined) throw new Error(`there is no such patch: ${original}`);
  return place.replace(patch.find, patch.replace);
}

test('the colour of a person is the given one', () => {
  const colourOf = runInNewContext(patchedPlace('the colour of a person'));
  expect(colourOf('socket', { color: { background: 'teal' } })).toBe('teal');
});

test('the laser trails of others end when no laser is pressed, and restart when one is', () => {
  const trails = runInNewContext(`({ ${patchedPlace('request frames while no laser')} })`);
  const isOver = (tool: string, button: string): boolean => {
    const collaborators = new Map([['ben', { pointer: { tool }, button }]]);
    return Object.assign(trails, {
      updateCollabTrails: () => undefined,
      app: { state: { collaborators } },
    }).onFrame();
  };
  expect([isOver('laser', 'down'), isOver('laser', 'up'), isOver('pointer', 'down')]).toEqual([
    false,
    true,
    true,
  ]);

  const restart = patchedPlace('do not restart');
  const [scene = ''] = /^[\w$]+/.exec(restart) ?? [];
  const started: unknown[] = [];
  const app = {
    setState: () => undefined,
    animationFrameHandler: { start: (one: unknown) => started.push(one) },
    laserTrails: 'trails',
  };
  const update = runInNewContext(`(function (${scene}) { ${restart} })`);
  const used = (tool: string, button: string) => new Map([['ben', { pointer: { tool }, button }]]);
  update.call(app, {});
  // Each start is a frame after the one that shows the people.
  for (const people of [new Map(), used('laser', 'up'), used('pointer', 'down')]) {
    update.call(app, { collaborators: people });
  }
  expect(started).toEqual([]);
  update.call(app, { collaborators: used('laser', 'down') });
  expect(started).toEqual(['trails']);
});

test('a gesture begins with the main button and the eraser of a pen, and with no other button', () => {
  const place = patchedPlace('a press of any button');
  const [, event = ''] = /:([\w$]+)\.pointerType/.exec(place) ?? [];
  const buttonAfter = (button: number): string =>
    runInNewContext(`({${place}})`, { [event]: { button, pointerType: 'mouse' } }).cursorButton;
  expect([0, 1, 2, 3, 4, 5].map(buttonAfter)).toEqual(['down', 'up', 'up', 'up', 'up', 'down']);
});

test('the context menu pastes by an event on the whiteboard, which the check of the clipboard sees', () => {
  const place = patchedPlace('without an event');
  const [, app = ''] = /^([\w$]+)\./.exec(place) ?? [];
  const [, made = '', types = ''] = /clipboardData:([\w$]+)\(\{types:([\w$]+)\}/.exec(place) ?? [];
  const events: unknown[] = [];
  class ClipboardEvent {
    readonly all: unknown[];
    constructor(...all: unknown[]) {
      this.all = all;
    }
  }
  runInNewContext(place, {
    ClipboardEvent,
    [app]: { excalidrawContainerRef: { current: { dispatchEvent: (event: unknown) => events.push(event) } } },
    [made]: (clipboard: { readonly types: unknown }) => ({ clipboardData: clipboard.types }),
    [types]: 'texts',
  });
  expect(events).toEqual([
    expect.objectContaining({ all: ['paste', { clipboardData: 'texts', bubbles: true, cancelable: true }] }),
  ]);
});

test('a clipboard that cannot be read is reported', () => {
  const place = patchedPlace('ends without a word');
  const [, error = ''] = /^([\w$]+)\./.exec(place) ?? [];
  const isSilent = (name: string): boolean =>
    runInNewContext(place.slice(0, place.indexOf('?')), { [error]: { name } });
  expect([isSilent('AbortError'), isSilent('NotAllowedError')]).toEqual([true, false]);
});

test('Ctrl+S and Ctrl+Shift+S save a file', () => {
  const keyTest = patchedPlace('the key that saves');
  const [, keys = ''] = /===([\w$]+)\.S/.exec(keyTest) ?? [];
  const isSaving = runInNewContext(keyTest, { [keys]: { S: 's', CTRL_OR_CMD: 'ctrlKey' } });
  expect(isSaving({ key: 's', ctrlKey: true, shiftKey: false })).toBe(true);
  expect(isSaving({ key: 'S', ctrlKey: true, shiftKey: true })).toBe(true);
  expect(isSaving({ key: 's', ctrlKey: false, shiftKey: false })).toBe(false);
});

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
  const css = readFileSync(new URL('index.css', folder), 'utf8');
  const colourIn = (theme: string): string => runInNewContext(place, { [props]: { appState: { theme } } });
  const colours = [...css.matchAll(/(\.theme--dark)?\{[^}]*--color-selection:\s*(#\w+)/g)];
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

test('the hint of an empty library comes from the catalogs of texts', () => {
  const labels = `labels = {${patchedPlace('an empty library points')}}`;
  const context = { labels: { hint_emptyLibrary: '' }, PAXBOARD_EXCALIDRAW_TEXTS: { emptyLibrary: 'Leer' } };
  runInNewContext(labels, context);
  expect(context.labels.hint_emptyLibrary).toBe('Leer');
});

test('the name of the library comes from the catalogs of texts', () => {
  const patch = excalidrawPatches.find(({ original }) => original.includes('library is called'));
  if (patch === undefined) throw new Error('there is no such patch');
  const labels = `labels = {${'personalLib:"Personal Library"'.replace(patch.find, patch.replace)}}`;
  const context = { labels: { personalLib: '' }, PAXBOARD_EXCALIDRAW_TEXTS: { personalLib: 'Bibliothek' } };
  runInNewContext(labels, context);
  expect(context.labels.personalLib).toBe('Bibliothek');
  expect(labels.match(/"[^"]*"/g)).toEqual(['"Personal Library"']);
});

test('the description of the Mermaid dialog comes from the catalogs of texts, without links', () => {
  const context = { texts: { description: '' }, PAXBOARD_EXCALIDRAW_TEXTS: { diagramDescription: 'Bilder' } };
  runInNewContext(`texts = {${patchedPlace('description of the Mermaid dialog')}}`, context);
  expect(context.texts.description).toBe('Bilder');
});

test('the Mermaid dialog has a placeholder and errors of the catalogs of texts', () => {
  const place = patchedPlace('misspelled placeholder');
  const [, input = ''] = /^\{input:([\w$]+),/.exec(place) ?? [];
  const [, placeholder] = /,placeholder:([^"]+)"Write/.exec(place) ?? [];
  const [, shown, error = ''] = /error:((?=([\w$]+))\2&&\{.*)\}\)$/.exec(place) ?? [];
  const said: unknown[] = [];
  const texts = {
    diagramPlaceholder: 'Text',
    diagramProblem: (...all: unknown[]) => {
      said.push(all);
      return 'Zeile 2';
    },
  };
  const context = { PAXBOARD_EXCALIDRAW_TEXTS: texts };
  expect(runInNewContext(`${placeholder}''`, context)).toBe('Text');
  const problemOf = runInNewContext(`(${input}, ${error}) => (${shown})`, context);
  const thrown = new Error('Parse error on line 2');
  expect(problemOf('flowchart', thrown)).toEqual({ message: 'Zeile 2' });
  expect(said).toEqual([[thrown, 'flowchart']]);
  expect(problemOf('flowchart', null)).toBeNull();
  // The place of the error begins with it.
  expect(patchedPlace('begins with "Error!"')).toMatch(/children:\[$/);
});

test('a text that is too long for Mermaid is an error, not a picture of one', async () => {
  const parse = runInNewContext(
    `(async (definition, mergedConfig, mermaid) => { ${patchedPlace('picture of an error')}definition); return diagram; })`,
  );
  const config = { maxTextSize: 10 };
  const mermaid = { mermaidAPI: { getDiagramFromText: (text: string) => text } };
  expect(await parse('0123456789', config, mermaid)).toBe('0123456789');
  await expect(parse('0123456789a', config, mermaid)).rejects.toMatchObject({
    message: 'Text limit exceeded',
  });
});

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

test('a step is not entered into the history of Excalidraw', () => {
  const snapshot = runInNewContext(`({ ${patchedPlace('history of Excalidraw, which holds')} } })`);
  expect(snapshot.maybeClone(new Map([['a', { id: 'a' }]]), {})).toBe(snapshot);
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

test('a Mermaid text that cannot be drawn leaves no diagram of an earlier text to insert, nor does one that is overtaken', async () => {
  const place = patchedPlace('stays insertable');
  const [, data = '', start = ''] = /data:([\w$]+)\}\)=>\{(.*?)let [\w$]+=[\w$]+\.current/.exec(place) ?? [];
  const [, check = ''] = /(if\([\w$]+\.latest!==latest\)return;)let\{elements:/.exec(place) ?? [];
  const drawing = { current: { elements: ['of the earlier text'] } };
  // The part before the text is parsed, and the check after it.
  const drawn = runInNewContext(
    `(async (${data}, parsed) => { ${start} await parsed; ${check} return true; })`,
  );
  let parsed: () => void = () => undefined;
  const overtaken = drawn(drawing, new Promise<void>((resolve) => (parsed = resolve)));
  expect(drawing.current.elements).toHaveLength(0);
  expect(await drawn(drawing, undefined)).toBe(true);
  parsed();
  expect(await overtaken).toBeUndefined();
  // An overtaken text shows no error, either.
  expect(place).toMatch(/[\w$]+\.latest===latest&&[\w$]+\($/);
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

test('the wheel over the name of a frame moves the view, once', () => {
  const place = patchedPlace('on the name of a frame');
  const [, event = ''] = /^([\w$]+)\.target/.exec(place) ?? [];
  const isOfCanvas = runInNewContext(`${event} => Boolean(${place})`, {
    HTMLCanvasElement: class {},
    HTMLTextAreaElement: class {},
    HTMLIFrameElement: class {},
  });
  const name = { closest: (selector: string) => (selector === '[id*=-frame-name-]' ? {} : null) };
  expect(isOfCanvas({ target: name })).toBe(true);
  expect(isOfCanvas({ target: name, nativeEvent: {} })).toBe(false);
  expect(isOfCanvas({ target: { closest: () => null } })).toBe(false);
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
