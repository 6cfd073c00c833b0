/** Mistakes in the window's code that three people at random must run into. */

import type { Break } from './break.ts';

export const breaks: readonly Break[] = [
  {
    name: 'what was just drawn is lost when the board is left',
    shownBy: /at once presses the browser’s Back/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: '    this.flush();\n    this.#unsubscribe?.();',
        replace: '    this.#unsubscribe?.();',
      },
    ],
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
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: 'if (!present.has(id)) lost.push(id);',
        replace: 'if (!present.has(id)) this.#dirty.add(id);',
      },
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: 'if (element === undefined) continue;',
        replace:
          'if (element === undefined) {\n        patches.push({ id, set: { isDeleted: true } });\n        continue;\n      }',
      },
    ],
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
  },
  {
    name: 'changes of others that come during a gesture are dropped',
    shownBy: /drags|moves|writes “/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: '    const held = new Set(active',
        replace:
          '    if (active) {\n      this.#announced.clear();\n      return;\n    }\n    const held = new Set(active',
      },
    ],
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
  },
  {
    name: 'elements are shown twice after a change by others',
    shownBy: /drags/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: '      shown.delete(agreed.id);\n',
        replace: '',
      },
    ],
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
  },
  {
    name: 'a tab that is left is unmounted, with all that could be undone in it',
    shownBy: /opens the tab|presses Ctrl\+Z/,
    edits: [
      {
        file: 'renderer/boards/BoardScreen.tsx',
        find: 'keepMountedMode="display-none"',
        replace: 'keepMounted={false}',
      },
    ],
  },
  {
    name: 'an invite in the address is dropped',
    shownBy: /opens it in (a new|the same|their) tab|opens it/,
    edits: [
      {
        file: 'renderer/boards/route.ts',
        find: "if (parameters.has('join')) return { page: 'join', link: address };",
        replace: "if (parameters.has('join')) return { page: 'start' };",
      },
    ],
  },
  {
    name: 'closing a board fails after it has closed',
    shownBy: /clicks “Back to boards”/,
    edits: [
      {
        file: 'renderer/boards/use-board-session.ts',
        find: 'opened.then(() => session?.close())',
        replace:
          "opened.then(() => session?.close()).then(() => Promise.reject(new Error('closed already')))",
      },
    ],
  },
  {
    name: 'a board that was left stays locked',
    shownBy: /from the list of boards/,
    edits: [
      {
        file: 'app/shelf/shelf.ts',
        find: '          this.network.leave();\n          release();',
        replace: '          this.network.leave();',
      },
    ],
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
  },
  {
    name: 'a page that ends keeps nothing that is not stored yet',
    shownBy: /at once (reloads|closes)/,
    edits: [
      {
        file: 'app/shelf/shelf.ts',
        find: 'const leave = () => store.keepUnsaved(session.leaving());',
        replace: 'const leave = () => void session.leaving();',
      },
    ],
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
  },
  {
    name: 'tasks are shown by their numbers',
    shownBy: /moves .* task/,
    edits: [
      {
        file: 'app/session/changes/tasks.ts',
        find: 'const made = shown.tasks(id).map(view);',
        replace: 'const made = shown.tasks(id).map(view).sort((a, b) => a.number - b.number);',
      },
    ],
  },
  {
    name: 'what has settled still counts as pending',
    shownBy: /adds the task|draws/,
    edits: [
      {
        file: 'app/session/view/optimistic-board.ts',
        find: 'this.#pending = this.#pending.filter((change) => change.sequence > through);',
        replace: 'this.#pending = this.#pending.filter((change) => change.sequence >= through);',
      },
    ],
  },
];
