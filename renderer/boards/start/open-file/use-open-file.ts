/** Opens a file as a new board: reads it, asks, fills the board. */

import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import type { BoardShelf } from '#app/session/api.ts';
import type { FillProgress } from '#app/shelf/filling/fill.ts';
import { newBoardWith } from '#app/shelf/filling/new-board.ts';
import { safeFileName } from '#shared/board/values/file-name.ts';
import { failureText } from '../../../ui/failures/failure-sentence.ts';
import { type FileContent, type FileProblem, readFile } from './read-file.ts';
import { filledText, fillTexts, openFile as texts } from './texts.ts';

/** Milliseconds between two reports of progress: React renders each. */
const progressMilliseconds = 100;

export type OpenFileState =
  | { readonly state: 'reading'; readonly done: number; readonly all: number }
  | { readonly state: 'failed'; readonly problem: FileProblem }
  | { readonly state: 'read'; readonly content: FileContent; readonly problem?: string }
  | { readonly state: 'filling'; readonly content: FileContent; readonly progress?: FillProgress };

export interface OpenFile {
  /** Undefined while no dialog is open. */
  readonly shown: (OpenFileState & { readonly file: string }) | undefined;
  choose(file: File): void;
  create(name: string): void;
  /** Ends the reading or the filling, and closes the dialog. */
  cancel(): void;
}

/** @param opened is called with the new board. */
export function useOpenFile(shelf: BoardShelf, opened: (id: string) => void): OpenFile {
  const [shown, setShown] = useState<OpenFile['shown']>();
  const running = useRef<AbortController>(undefined);
  // A page that is left makes no board.
  useEffect(() => () => running.current?.abort(), []);

  /** @param act reports to nobody after its end. */
  const start = (act: (signal: AbortSignal) => Promise<void>): void => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    act(control.signal).catch((error: unknown) => {
      if (!control.signal.aborted) throw error;
    });
  };

  return {
    shown,
    choose(chosen) {
      const file = safeFileName(chosen.name);
      setShown({ file, state: 'reading', done: 0, all: chosen.size });
      start(async (signal) => {
        const progress = (done: number, all: number): void => setShown({ file, state: 'reading', done, all });
        const read = await readFile(chosen, { signal, progress });
        signal.throwIfAborted();
        if (read.ok) setShown({ file, state: 'read', content: read });
        else setShown({ file, state: 'failed', problem: read.problem });
      });
    },
    create(name) {
      if (shown?.state !== 'read') return;
      const { file, content } = shown;
      setShown({ file, state: 'filling', content });
      start(async (signal) => {
        let reported = Number.NEGATIVE_INFINITY;
        const progress = (filled: FillProgress): void => {
          if (performance.now() - reported < progressMilliseconds) return;
          reported = performance.now();
          setShown({ file, state: 'filling', content, progress: filled });
        };
        try {
          const made = await newBoardWith(shelf, name, content.content, {
            texts: fillTexts,
            signal,
            progress,
          });
          const { isWhole, text } = filledText(made, file);
          notifications.show({ message: text, color: isWhole ? 'teal' : 'yellow' });
          setShown(undefined);
          opened(made.board.id);
        } catch (error) {
          if (signal.aborted) {
            notifications.show({ message: texts.cancelled, color: 'gray' });
            return;
          }
          console.error(error);
          setShown({ file, state: 'read', content, problem: failureText(error, texts.failed) });
        }
      });
    },
    cancel() {
      running.current?.abort();
      setShown(undefined);
    },
  };
}
