/** Saves a whole board as a file among the downloads, with progress, and says how to open it. */

import { notifications } from '@mantine/notifications';
import type { WritingOptions, WrittenBoard } from '#app/exchange/board-file/write.ts';
import { asFileName } from '../format.ts';
import { savingBoard as texts } from '../texts.ts';
import { saveBlob } from './save-file.ts';

/** Images and files above which the progress is shown. */
const maxWithoutProgress = 20;

export function boardFileName(boardName: string): string {
  return `${asFileName(boardName)}.paxboard.json`;
}

export interface SavingOptions {
  /** A guest cannot open the file in its own page. */
  readonly isGuest: boolean;
  /** The notification stays until it is closed: what follows covers the page. */
  readonly isLasting?: boolean;
}

/** @returns undefined if the person cancelled it: then there is no file. */
export async function saveBoard(
  boardName: string,
  write: (options: WritingOptions) => Promise<WrittenBoard>,
  { isGuest, isLasting = false }: SavingOptions,
): Promise<WrittenBoard | undefined> {
  const file = boardFileName(boardName);
  const saving = new SavingNotice(file);
  try {
    const written = await write({ signal: saving.signal, progress: (done, all) => saving.show(done, all) });
    saveBlob(file, written.file);
    const lacking = written.lacking === 0 ? [] : [texts.lacking({ count: written.lacking })];
    notifications.show({
      message: [texts.saved({ file }), ...lacking, ...(isGuest ? [] : [texts.openable])].join(' '),
      color: written.lacking === 0 ? 'teal' : 'yellow',
      ...(isLasting ? { autoClose: false } : {}),
    });
    return written;
  } catch (error) {
    if (!saving.signal.aborted) throw error;
    notifications.show({ message: texts.cancelled({ file }), color: 'gray' });
    return undefined;
  } finally {
    saving.end();
  }
}

/** Its close button cancels. */
class SavingNotice {
  readonly #control = new AbortController();
  readonly #file: string;
  #id: string | undefined;
  #shown = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  show(done: number, all: number): void {
    if (all <= maxWithoutProgress || (this.#id !== undefined && done < this.#shown + all / 50)) return;
    this.#shown = done;
    const message = texts.saving({ file: this.#file, done, all });
    if (this.#id !== undefined) {
      notifications.update({ id: this.#id, message });
      return;
    }
    this.#id = notifications.show({
      message,
      loading: true,
      autoClose: false,
      onClose: () => this.#control.abort(),
    });
  }

  end(): void {
    if (this.#id !== undefined) notifications.hide(this.#id);
  }
}
