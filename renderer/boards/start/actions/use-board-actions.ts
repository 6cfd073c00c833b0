/** The actions of a board in the list: chosen in its menu, confirmed in a dialog, run in the background of the start screen. */

import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { BoardShelf, KnownBoard } from '#app/session/api.ts';
import { BoardOpenElsewhere } from '#app/session/api.ts';
import { exportBoard, leaveBoard, renameBoard } from '#app/shelf/actions/board-actions.ts';
import { duplicateBoard } from '#app/shelf/actions/duplicate.ts';
import { importTexts } from '../../../tasks/exchange/texts.ts';
import { failureText } from '../../../ui/failures/failure-sentence.ts';
import { saveBoard } from '../../../ui/saving/save-board.ts';
import { failures, savingBoard } from '../../../ui/texts.ts';
import { actionFailures, duplicating, leaving, nameOf, renaming } from '../texts.ts';

export type BoardAction = 'rename' | 'duplicate' | 'save' | 'leave' | 'forget';

export interface BoardActions {
  /** The action whose dialog is open. */
  readonly chosen: { readonly action: BoardAction; readonly board: KnownBoard } | undefined;
  /** The chosen action is running. */
  readonly isBusy: boolean;
  /** The sentence about why the chosen action was not done. */
  readonly problem: string | undefined;
  choose(action: BoardAction, board: KnownBoard): void;
  close(): void;
  rename(name: string): void;
  duplicate(name: string): void;
  save(): void;
  leave(): void;
  forget(): void;
}

/**
 * @param changed shows the list again.
 * @param forgotten is called with a board whose copy is deleted.
 */
export function useBoardActions(
  shelf: BoardShelf,
  changed: () => Promise<void>,
  forgotten: (id: string) => void,
): BoardActions {
  const [chosen, setChosen] = useState<BoardActions['chosen']>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { action, board } = chosen ?? {};

  /** @param act resolves to a sentence if the dialog has to stay open. */
  const run = async (of: BoardAction, act: () => Promise<string | undefined>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const stays = await act();
      await changed();
      if (stays === undefined) setChosen(undefined);
      setProblem(stays);
    } catch (error) {
      setProblem(problemOf(of, error));
    } finally {
      setBusy(false);
    }
  };
  const start = (act: (board: KnownBoard) => Promise<string | undefined>): void => {
    if (board !== undefined && action !== undefined && !isBusy) void run(action, () => act(board));
  };
  const save = ({ id, name }: KnownBoard) =>
    saveBoard(name, (options) => exportBoard(shelf, id, options), { isGuest: shelf.isGuest });

  return {
    chosen,
    isBusy,
    problem,
    choose: (next, of) => {
      setProblem(undefined);
      if (next !== 'save') return setChosen({ action: next, board: of });
      save(of).catch((error: unknown) =>
        notifications.show({ color: 'red', title: failures.title, message: problemOf('save', error) }),
      );
    },
    close: () => {
      if (!isBusy) setChosen(undefined);
    },
    rename: (name) =>
      start(async ({ id, name: was }) => {
        const result = await renameBoard(shelf, id, name, was);
        if (result === 'refused') return renaming.refused;
        if (result === 'waiting') notifications.show({ message: renaming.waiting({ name }) });
        return undefined;
      }),
    duplicate: (name) =>
      start(async ({ id }) => {
        const copy = await duplicateBoard(shelf, id, name, { texts: importTexts });
        await shelf.keepPicture(copy.board.id, await shelf.picture(id));
        const lacking = copy.lacking === 0 ? [] : [savingBoard.lacking({ count: copy.lacking })];
        notifications.show({
          message: [duplicating.done({ name }), ...lacking].join(' '),
          ...(copy.lacking === 0 ? {} : { color: 'yellow' }),
        });
        return undefined;
      }),
    // The dialog stays open for the action after it.
    save: () => {
      if (board !== undefined && !isBusy) {
        void run('save', async () => {
          await save(board);
          return '';
        });
      }
    },
    leave: () =>
      start(async (of) => {
        const result = await leaveBoard(shelf, of.id);
        if (result === 'alone') return leaving.alone;
        if (result === 'waiting') return leaving.waiting;
        if (result === 'stopped') return leaving.stopped;
        forgotten(of.id);
        notifications.show({ message: leaving.done({ board: nameOf(of) }) });
        return undefined;
      }),
    forget: () =>
      start(async ({ id }) => {
        await shelf.forget(id);
        forgotten(id);
        return undefined;
      }),
  };
}

function problemOf(action: BoardAction, error: unknown): string {
  if (error instanceof BoardOpenElsewhere) return actionFailures.elsewhere;
  return failureText(error, actionFailures[action]);
}
