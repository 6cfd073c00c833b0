/**
 * Excalidraw's actions "undo" and "redo", with the steps of the session instead of Excalidraw's own: those know of others' changes, and
 * survive a reload.
 */

import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { type ReactNode, useCallback, useSyncExternalStore } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { TurnWay } from '#app/session/changes/undo/element-history.ts';
import { undoTexts } from './texts.ts';

type Action = Parameters<ExcalidrawImperativeAPI['registerAction']>[0];
type State = Parameters<Action['perform']>[1];

/** @param turn performs an undo or a redo. */
export function registerUndo(
  api: Pick<ExcalidrawImperativeAPI, 'registerAction'>,
  undo: BoardSession['undo'],
  turn: (way: TurnWay) => void,
): void {
  const register = (way: TurnWay, keyTest: (event: Pressed) => boolean, icon: ReactNode): void =>
    api.registerAction({
      name: way,
      label: `buttons.${way}`,
      icon,
      trackEvent: false,
      viewMode: false,
      keyTest,
      perform: (_elements, state) => {
        if (mayTurn(state)) turn(way);
        return false;
      },
      PanelComponent: ({ updateData, data }) => (
        <TurnButton
          way={way}
          undo={undo}
          icon={icon}
          size={String(data?.size ?? 'medium')}
          onClick={() => updateData()}
        />
      ),
    });
  register(
    'undo',
    isUndoKey,
    arrow('M7.5 10.833 4.167 7.5 7.5 4.167M4.167 7.5h9.166a3.333 3.333 0 0 1 0 6.667H12.5'),
  );
  register(
    'redo',
    isRedoKey,
    arrow('M12.5 10.833 15.833 7.5 12.5 4.167M15.833 7.5H6.667a3.333 3.333 0 1 0 0 6.667H7.5'),
  );
}

/** The same conditions as Excalidraw's: a step in the middle of a gesture would be half of one. */
function mayTurn(state: State): boolean {
  return (
    state.multiElement === null &&
    state.resizingElement === null &&
    state.editingTextElement === null &&
    state.newElement === null &&
    state.selectionElement === null &&
    !state.selectedElementsAreBeingDragged
  );
}

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function isUndoKey({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): boolean {
  return (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === 'z';
}

export function isRedoKey({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): boolean {
  if (altKey) return false;
  if (ctrlKey && !shiftKey && key.toLowerCase() === 'y') return true;
  return (ctrlKey || metaKey) && shiftKey && key.toLowerCase() === 'z';
}

/** Excalidraw's drawing of it. */
function arrow(path: string): ReactNode {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={path} strokeWidth="1.25" />
    </svg>
  );
}

function TurnButton(props: {
  readonly way: TurnWay;
  readonly undo: BoardSession['undo'];
  readonly icon: ReactNode;
  readonly size: string;
  readonly onClick: () => void;
}) {
  const { way, undo, icon, size, onClick } = props;
  const subscribe = useCallback((listener: () => void) => undo.subscribe(listener), [undo]);
  const isPossible = useSyncExternalStore(subscribe, () => (way === 'undo' ? undo.canUndo : undo.canRedo));
  return (
    <button
      type="button"
      className={`ToolIcon_type_button ToolIcon_size_${size} ToolIcon_type_button--show ToolIcon`}
      data-testid={`button-${way}`}
      aria-label={undoTexts[way]}
      disabled={!isPossible}
      onClick={onClick}
    >
      <div className="ToolIcon__icon" aria-hidden="true" aria-disabled={!isPossible}>
        {icon}
      </div>
    </button>
  );
}
