/** Mistakes in the window's code that three people at random must run into. */

import type { Break } from './break.ts';

export const breaks: readonly Break[] = [
  {
    name: 'what was just drawn is lost when the board is left',
    shownBy: /at once presses the browser’s Back/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: '    this.#ownPreviews.end(this.flush());\n',
        replace: '',
      },
    ],
    noticed: { seed: 74, bursts: 3, seconds: 17, as: 'gone' },
  },
  {
    name: 'what is missing in the scene counts as deleted, and the scene is gone when the board is left',
    shownBy: /at once presses|clicks “Back to boards”/,
    edits: [
      {
        file: 'renderer/whiteboard/Whiteboard.tsx',
        find: '  useLayoutEffect(() => {',
        replace: '  useEffect(() => {',
      },
      {
        file: 'renderer/whiteboard/scene/own-changes.ts',
        find: 'if (!present.has(id)) lost.push(id);',
        replace: 'if (!present.has(id)) this.#dirty.add(id);',
      },
      {
        file: 'renderer/whiteboard/scene/own-changes.ts',
        find: 'if (element === undefined) continue;',
        replace:
          'if (element === undefined) {\n        patches.push({ id, set: { isDeleted: true } });\n        continue;\n      }',
      },
    ],
    noticed: { seed: 74, bursts: 3, seconds: 14, as: 'console' },
  },
  {
    name: 'the whiteboard ends after Excalidraw has let go of its scene',
    shownBy: /at once presses|clicks “Back to boards” at once/,
    edits: [
      {
        file: 'renderer/whiteboard/Whiteboard.tsx',
        find: '  useLayoutEffect(() => {',
        replace: '  useEffect(() => {',
      },
    ],
    noticed: { seed: 74, bursts: 3, seconds: 17, as: 'console' },
  },
  {
    name: 'changes of others that come during a gesture are dropped',
    shownBy: /draws a shape|drags .* by|writes “/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: '    const held = new Set(active',
        replace:
          '    if (active) {\n      this.#announced.clear();\n      return;\n    }\n    const held = new Set(active',
      },
    ],
    noticed: { seed: 76, bursts: 3, seconds: 13, as: 'shown otherwise' },
  },
  {
    name: 'Ctrl+Z takes back what others did',
    shownBy: /presses Ctrl\+Z/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/follow.ts',
        find: 'captureUpdate: CaptureUpdateAction.NEVER',
        replace: 'captureUpdate: CaptureUpdateAction.IMMEDIATELY',
      },
    ],
    noticed: { seed: 76, bursts: 4, seconds: 24, as: 'no effect' },
  },
  {
    name: 'elements are shown twice after a change by others',
    shownBy: /draws a shape|drags .* by/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/scene-painter.ts',
        find: '      shown.delete(agreed.id);\n',
        replace: '',
      },
    ],
    noticed: { seed: 76, bursts: 3, seconds: 16, as: 'shown otherwise' },
  },
  {
    name: 'a selection counts as a gesture, so nothing is sent while something is selected',
    shownBy: /selects|drags|copies/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/gesture.ts',
        find: "    state.cursorButton === 'down' ||",
        replace:
          "    state.cursorButton === 'down' ||\n    Object.keys(state.selectedElementIds).length > 0 ||",
      },
    ],
    noticed: { seed: 76, bursts: 3, seconds: 14, as: 'gone' },
  },
  {
    name: 'deletions are not sent',
    shownBy: /presses Delete/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/adapter.ts',
        find: 'if (before === undefined && after.isDeleted === true) return undefined;',
        replace: 'if (after.isDeleted === true) return undefined;',
      },
    ],
    noticed: { seed: 141, bursts: 4, seconds: 35, as: 'came back' },
  },
  {
    name: 'a tab that is left is unmounted, with all that could be undone in it',
    shownBy: /opens the tab|presses Ctrl\+Z/,
    edits: [
      {
        file: 'renderer/boards/open/BoardScreen.tsx',
        find: 'keepMountedMode="display-none"',
        replace: 'keepMounted={false}',
      },
    ],
    noticed: { seed: 74, bursts: 4, seconds: 16, as: 'gone' },
  },
  {
    name: 'an invite in the address is dropped',
    shownBy: /opens it in (a new|the same|their) tab|opens it/,
    edits: [
      {
        file: 'renderer/boards/navigation/route.ts',
        find: "if (parameters.has('join')) return { page: 'join', link: address };",
        replace: "if (parameters.has('join')) return { page: 'start' };",
      },
    ],
    noticed: { seed: 74, bursts: 3, seconds: 26, as: 'stuck' },
  },
  {
    name: 'closing a board fails after it has closed',
    shownBy: /clicks “Back to boards”|presses the browser’s Back/,
    edits: [
      {
        file: 'renderer/boards/open/use-board-session.ts',
        find: 'opened.then(() => session?.close())',
        replace:
          "opened.then(() => session?.close()).then(() => Promise.reject(new Error('closed already')))",
      },
    ],
    noticed: { seed: 27, bursts: 4, seconds: 34, as: 'console' },
  },
  {
    name: 'a board that was left stays locked',
    shownBy: /from the list of boards|opens it in the same tab/,
    edits: [
      {
        file: 'app/shelf/open-board.ts',
        find: '        network.leave();\n        listener.closed();',
        replace: '        network.leave();',
      },
    ],
    noticed: { seed: 74, bursts: 3, seconds: 31, as: 'stuck' },
  },
  {
    name: 'what waits on this device is forgotten by a restart',
    shownBy: /starts the browser again|network cable/,
    edits: [
      {
        file: 'shared/replica/loop.ts',
        find: 'this.#outbox = new Outbox(id, stored);',
        replace: 'this.#outbox = new Outbox(id, { ...stored, outbox: [] });',
      },
    ],
    noticed: { seed: 141, bursts: 6, seconds: 98, as: 'never settles' },
  },
  {
    name: 'a page that ends keeps nothing that is not stored yet',
    shownBy: /at once (reloads|closes)/,
    edits: [
      {
        file: 'app/shelf/open-board.ts',
        find: 'const leave = () => store.keepUnsaved(session.leaving());',
        replace: 'const leave = () => void session.leaving();',
      },
    ],
    noticed: { seed: 74, bursts: 7, seconds: 44, as: 'gone' },
  },
  {
    name: 'a claim is shown before it is agreed on',
    shownBy: /claims/,
    edits: [
      {
        file: 'app/session/changes/pending.ts',
        find: "new Set(['task/claim', ",
        replace: 'new Set([',
      },
    ],
    noticed: { seed: 89, bursts: 6, seconds: 30, as: 'shown otherwise' },
  },
  {
    name: 'tasks are shown by their numbers',
    shownBy: /moves .* task/,
    edits: [
      {
        file: 'app/session/changes/tasks.ts',
        find: 'const made = tasks.map(view);',
        replace: 'const made = tasks.map(view).sort((a, b) => a.number - b.number);',
      },
    ],
    noticed: { seed: 76, bursts: 10, seconds: 80, as: 'shown otherwise' },
  },
  {
    name: 'what has settled still counts as pending',
    shownBy: /creates the board|adds the task|draws/,
    edits: [
      {
        file: 'app/session/view/optimistic-board.ts',
        find: 'this.#pending = this.#pending.filter((change) => change.sequence > through);',
        replace: 'this.#pending = this.#pending.filter((change) => change.sequence >= through);',
      },
    ],
    noticed: { seed: 76, bursts: 1, seconds: 48, as: 'never settles' },
  },
  {
    name: 'a text that is being typed is not ended when the board is left',
    shownBy: /types “.* presses the browser’s Back/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/follow.ts',
        find: '      endTyping(container);\n',
        replace: '',
      },
    ],
    noticed: { seed: 74, bursts: 3, seconds: 17, as: 'console' },
  },
  {
    name: 'most of a board is deleted without a question',
    shownBy: /selects everything/,
    edits: [
      {
        file: 'renderer/whiteboard/deletion/deletion.ts',
        find: 'return living.size >= minElementsToAsk && deleted * 2 > living.size;',
        replace: 'return living.size >= 10 * minElementsToAsk && deleted * 2 > living.size;',
      },
    ],
    noticed: { seed: 104, bursts: 9, seconds: 57, as: 'stuck' },
  },
  {
    name: 'viewers have the tools of editors',
    shownBy: /is only let look/,
    edits: [
      {
        file: 'renderer/whiteboard/Whiteboard.tsx',
        find: 'viewModeEnabled={viewOnly}',
        replace: 'viewModeEnabled={false}',
      },
    ],
    noticed: { seed: 15, bursts: 6, seconds: 36, as: 'shown otherwise' },
  },
  {
    name: 'a card that is dropped above another comes to stand below it',
    shownBy: /drags the card .* above/,
    edits: [
      {
        file: 'renderer/tasks/arrange.ts',
        find: "const before = edge === 'above' ? target : others[at + 1]?.id;",
        replace: 'const before = others[at + 1]?.id;',
      },
    ],
    noticed: { seed: 102, bursts: 6, seconds: 75, as: 'no effect' },
  },
  {
    name: 'a change of one property sends the whole element',
    shownBy: /pushes/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/adapter.ts',
        find: 'return diffElement(before, after);',
        replace:
          'const { id, ...all } = after;\n  const patch = diffElement(before, after);\n  return before === undefined || patch === undefined ? patch : { ...patch, set: all };',
      },
    ],
    noticed: { seed: 265, bursts: 7, seconds: 61, as: 'changed' },
  },
  {
    name: 'a new name of the board is forgotten',
    shownBy: /names the open board/,
    edits: [
      {
        file: 'renderer/boards/open/BoardName.tsx',
        find: 'if (!isBlank(name) && name !== props.name) onRename(name);',
        replace: 'if (isBlank(name)) onRename(name);',
      },
    ],
    noticed: { seed: 74, bursts: 4, seconds: 23, as: 'no effect' },
  },
];
