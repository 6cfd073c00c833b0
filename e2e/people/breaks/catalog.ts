/** Mistakes in the window's code that three random people must detect. */

import type { Break } from './break.ts';

export const breaks: readonly Break[] = [
  {
    name: 'the latest drawing is lost when the board is closed',
    revealedBy: /at once presses the browser’s Back/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: '    this.#ownPreviews.end(this.flush());\n',
        replace: '',
      },
    ],
    detected: { seed: 74, bursts: 3, seconds: 17, as: 'missing' },
  },
  {
    name: 'elements missing from the scene count as deleted, and the scene is empty when the board is closed',
    revealedBy: /at once presses|clicks “Back to boards”/,
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
    detected: { seed: 74, bursts: 3, seconds: 14, as: 'console' },
  },
  {
    name: 'the whiteboard closes after Excalidraw has released its scene',
    revealedBy: /at once presses|clicks “Back to boards” at once/,
    edits: [
      {
        file: 'renderer/whiteboard/Whiteboard.tsx',
        find: '  useLayoutEffect(() => {',
        replace: '  useEffect(() => {',
      },
    ],
    detected: { seed: 74, bursts: 3, seconds: 17, as: 'console' },
  },
  {
    name: 'changes of others that arrive during a gesture are dropped',
    revealedBy: /draws a shape|drags .* by|writes “/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: '    const held = new Set(waits',
        replace:
          '    if (active) {\n      this.#announced.clear();\n      return;\n    }\n    const held = new Set(waits',
      },
    ],
    detected: { seed: 76, bursts: 3, seconds: 13, as: 'shown differently' },
  },
  {
    name: 'the steps of undo end when the board is left',
    revealedBy: /presses Ctrl\+Z/,
    edits: [
      {
        file: 'app/shelf/opening/open-board.ts',
        find: '    ...undo,\n',
        replace: '    ...undo,\n    stored: undefined,\n    left: undefined,\n',
      },
    ],
    detected: { seed: 143, bursts: 3, seconds: 27, as: 'no effect' },
  },
  {
    name: 'elements are shown twice after a change by others',
    revealedBy: /draws a shape|drags .* by/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/painting/scene-painter.ts',
        find: '      shown.delete(agreed.id);\n',
        replace: '',
      },
      {
        file: 'renderer/whiteboard/scene/scene-sync.ts',
        find: 'if (!this.#painter.paintInPlace(fresh)) this.#showInOrder(fresh);',
        replace: 'this.#showInOrder(fresh);',
      },
    ],
    detected: { seed: 76, bursts: 3, seconds: 16, as: 'shown differently' },
  },
  {
    name: 'a selection counts as a gesture, so nothing is sent while an element is selected',
    revealedBy: /selects|drags|copies/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/gesture.ts',
        find: "    state.cursorButton === 'down' ||",
        replace:
          "    state.cursorButton === 'down' ||\n    Object.keys(state.selectedElementIds).length > 0 ||",
      },
    ],
    detected: { seed: 76, bursts: 3, seconds: 14, as: 'missing' },
  },
  {
    name: 'deletions are not sent',
    revealedBy: /presses Delete/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/adapter.ts',
        find: 'if (before === undefined && after.isDeleted === true) return undefined;',
        replace: 'if (after.isDeleted === true) return undefined;',
      },
    ],
    detected: { seed: 141, bursts: 4, seconds: 35, as: 'reappeared' },
  },
  {
    name: 'a hidden tab is unmounted, with its undo history',
    revealedBy: /opens the tab|presses Ctrl\+Z/,
    edits: [
      {
        file: 'renderer/boards/open/BoardScreen.tsx',
        find: 'keepMountedMode="display-none"',
        replace: 'keepMounted={false}',
      },
    ],
    detected: { seed: 74, bursts: 4, seconds: 16, as: 'missing' },
  },
  {
    name: 'an invite in the address is dropped',
    revealedBy: /opens it in (a new|the same|their) tab|opens it/,
    edits: [
      {
        file: 'renderer/boards/navigation/route.ts',
        find: "if (parameters.has('join')) return { page: 'join', link: address };",
        replace: "if (parameters.has('join')) return { page: 'start' };",
      },
    ],
    detected: { seed: 74, bursts: 3, seconds: 26, as: 'stuck' },
  },
  {
    name: 'closing a board fails after it has closed',
    revealedBy: /clicks “Back to boards”|presses the browser’s Back/,
    edits: [
      {
        file: 'renderer/boards/open/session/use-board-session.ts',
        find: 'opened.then(() => session?.close())',
        replace:
          "opened.then(() => session?.close()).then(() => Promise.reject(new Error('closed already')))",
      },
    ],
    detected: { seed: 27, bursts: 4, seconds: 34, as: 'console' },
  },
  {
    name: 'a closed board stays locked',
    revealedBy: /from the list of boards|opens it in the same tab/,
    edits: [
      {
        file: 'app/shelf/opening/open-board.ts',
        find: '        network.leave();\n        listener.closed();',
        replace: '        network.leave();',
      },
    ],
    detected: { seed: 74, bursts: 3, seconds: 31, as: 'stuck' },
  },
  {
    name: 'a restart drops pending changes',
    revealedBy: /starts the browser again|network cable/,
    edits: [
      {
        file: 'shared/replica/loop/loop.ts',
        find: 'this.#outbox = new Outbox(id, stored, outboxLimits);',
        replace: 'this.#outbox = new Outbox(id, { ...stored, outbox: [] }, outboxLimits);',
      },
    ],
    detected: { seed: 141, bursts: 6, seconds: 98, as: 'never settles' },
  },
  {
    name: 'a closing page drops unsaved changes',
    revealedBy: /at once (reloads|closes)/,
    edits: [
      {
        file: 'app/shelf/opening/open-board.ts',
        find: 'const leave = () => store.keepUnsaved(session.leaving());',
        replace: 'const leave = () => void session.leaving();',
      },
    ],
    detected: { seed: 74, bursts: 7, seconds: 44, as: 'missing' },
  },
  {
    name: 'a claim is shown before it is decided',
    revealedBy: /claims/,
    edits: [
      {
        file: 'app/session/changes/pending.ts',
        find: "  'task/claim',\n  'task/release',\n",
        replace: "  'task/release',\n",
      },
    ],
    detected: { seed: 89, bursts: 6, seconds: 30, as: 'shown differently' },
  },
  {
    name: 'tasks are sorted by number',
    revealedBy: /moves .* task/,
    edits: [
      {
        file: 'app/session/changes/tasks/tasks.ts',
        find: 'const made = tasks.map(view);',
        replace: 'const made = tasks.map(view).sort((a, b) => a.number - b.number);',
      },
    ],
    detected: { seed: 76, bursts: 10, seconds: 80, as: 'shown differently' },
  },
  {
    name: 'settled changes still count as pending',
    revealedBy: /creates the board|adds the task|draws/,
    edits: [
      {
        file: 'app/session/view/optimistic-board.ts',
        find: 'this.#pending = this.#pending.filter((change) => change.sequence > through);',
        replace: 'this.#pending = this.#pending.filter((change) => change.sequence >= through);',
      },
    ],
    detected: { seed: 76, bursts: 1, seconds: 48, as: 'never settles' },
  },
  {
    name: 'typing is not ended when the board is closed',
    revealedBy: /types “.* presses the browser’s Back/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/follow.ts',
        find: '      endTyping(container);\n',
        replace: '',
      },
    ],
    detected: { seed: 74, bursts: 3, seconds: 17, as: 'console' },
  },
  {
    name: 'most of a board is deleted without a question',
    revealedBy: /selects everything/,
    edits: [
      {
        file: 'renderer/whiteboard/deletion/deletion.ts',
        find: 'return living.size >= minElementsToAsk && deleted * 2 > living.size;',
        replace: 'return living.size >= 10 * minElementsToAsk && deleted * 2 > living.size;',
      },
    ],
    detected: { seed: 104, bursts: 9, seconds: 57, as: 'stuck' },
  },
  {
    name: 'viewers have the tools of editors',
    revealedBy: /as a viewer/,
    edits: [
      {
        file: 'renderer/whiteboard/Whiteboard.tsx',
        find: '{...(viewOnly ? { viewModeEnabled: true } : {})}',
        replace: '',
      },
    ],
    detected: { seed: 15, bursts: 6, seconds: 36, as: 'shown differently' },
  },
  {
    name: 'a card dropped above another is placed below it',
    revealedBy: /drags the card .* above/,
    edits: [
      {
        file: 'renderer/tasks/arrange.ts',
        find: "const before = edge === 'above' ? target : others[at + 1]?.id;",
        replace: 'const before = others[at + 1]?.id;',
      },
    ],
    detected: { seed: 102, bursts: 6, seconds: 75, as: 'no effect' },
  },
  {
    name: 'a change of one property sends the whole element',
    revealedBy: /pushes/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/adapter.ts',
        find: 'return diffElement(before, after);',
        replace:
          'const { id, ...all } = after;\n  const patch = diffElement(before, after);\n  return before === undefined || patch === undefined ? patch : { ...patch, set: all };',
      },
    ],
    detected: { seed: 265, bursts: 7, seconds: 61, as: 'changed' },
  },
  {
    name: 'a new name of the board is dropped',
    revealedBy: /names the open board/,
    edits: [
      {
        file: 'renderer/boards/open/BoardName.tsx',
        find: 'if (!isBlank(name) && name !== draft.was) onRename(name, draft.was);',
        replace: 'if (isBlank(name)) onRename(name, draft.was);',
      },
    ],
    detected: { seed: 74, bursts: 4, seconds: 23, as: 'no effect' },
  },
  {
    name: 'an item that a person adds to the library stays on the device',
    revealedBy: /drops a library/,
    edits: [
      {
        file: 'renderer/whiteboard/library/library-sync.ts',
        find: '      else changes.push(session.addToLibrary(checked));',
        replace: '      else changes.push(Promise.resolve());',
      },
    ],
    detected: { seed: 22, bursts: 3, seconds: 19, as: 'no effect' },
  },
  {
    name: 'an item that a person removes from the library stays there for the others',
    revealedBy: /removes .* from the library/,
    edits: [
      {
        file: 'renderer/whiteboard/library/library-sync.ts',
        find: 'if (!now.has(id) && agreed.has(id)) changes.push(session.removeFromLibrary(id));',
        replace: 'if (now.has(id) && agreed.has(id)) changes.push(Promise.resolve());',
      },
    ],
    detected: { seed: 187, bursts: 3, seconds: 20, as: 'no effect' },
  },
  {
    name: 'a text is neither locked while another person writes in it, nor merged',
    revealedBy: /adds the line/,
    edits: [
      {
        file: 'renderer/whiteboard/live/text-lock.ts',
        find: '|| !isTyped(event)) return;',
        replace: '|| isTyped(event) || !isTyped(event)) return;',
      },
      {
        file: 'renderer/whiteboard/scene/own-changes.ts',
        find: '    const text = mergedText(base, mine, theirs);',
        replace: "    const text = theirs === '' ? mergedText(base, mine, theirs) : mine;",
      },
    ],
    detected: { seed: 24, bursts: 4, seconds: 29, as: 'no effect' },
  },
  {
    name: 'the link of an element is not submitted',
    revealedBy: /links .* to https/,
    edits: [
      {
        file: 'renderer/whiteboard/scene/adapter.ts',
        find: 'if (excalidrawBookkeeping.has(property)) continue;',
        replace: "if (excalidrawBookkeeping.has(property) || property === 'link') continue;",
      },
    ],
    detected: { seed: 24, bursts: 3, seconds: 23, as: 'no effect' },
  },
  {
    name: 'the crop of a picture is not submitted',
    revealedBy: /crops it to/,
    isNewest: true,
    edits: [
      {
        file: 'renderer/whiteboard/scene/adapter.ts',
        find: 'if (excalidrawBookkeeping.has(property)) continue;',
        replace: "if (excalidrawBookkeeping.has(property) || property === 'crop') continue;",
      },
    ],
    detected: { seed: 248, bursts: 4, seconds: 46, as: 'no effect' },
  },
  {
    name: 'the frame of an element is not submitted',
    revealedBy: /around two of them|into the frame or out of it|with its contents/,
    isNewest: true,
    edits: [
      {
        file: 'renderer/whiteboard/scene/adapter.ts',
        find: 'if (excalidrawBookkeeping.has(property)) continue;',
        replace: "if (excalidrawBookkeeping.has(property) || property === 'frameId') continue;",
      },
    ],
    detected: { seed: 178, bursts: 3, seconds: 33, as: 'no effect' },
  },
];
