/** Files that are dropped onto the whiteboard: drawings are opened here, images are passed to Excalidraw. */

import { isOurs, isPicture } from './file-types.ts';
import { readDrawing } from './open-file.ts';
import { withTrueType } from './true-type.ts';

/**
 * Listens before Excalidraw, which would replace the scene by the file's content.
 *
 * @param receiver.open is called with each drawing that is dropped alone. `several` is called with files that are dropped
 *   together, of which Excalidraw would take the first one only, without a word.
 * @returns a function that ends it.
 */
export function followDrops(
  board: HTMLElement,
  viewOnly: boolean,
  receiver: {
    readonly open: (file: File) => void;
    readonly several: (
      files: readonly File[],
      place: { readonly clientX: number; readonly clientY: number },
    ) => void;
  },
): () => void {
  const { open, several } = receiver;
  /** Drops that this module dispatched. */
  const passed = new WeakSet<Event>();
  const onDrop = (event: DragEvent): void => {
    if (passed.has(event)) return;
    const dropped = Array.from(event.dataTransfer?.files ?? []);
    const [ours] = dropped.filter(isOurs);
    if (ours === undefined && dropped.length < 2 && !(viewOnly && dropped.length > 0)) return;
    event.preventDefault();
    event.stopPropagation();
    if (viewOnly) return;
    if (dropped.length > 1) return several(dropped, { clientX: event.clientX, clientY: event.clientY });
    if (ours === undefined) return;
    const { target, clientX, clientY } = event;
    void (async () => {
      const typed = await withTrueType(ours);
      if (!isPicture(typed)) return open(ours);
      const read = await readDrawing(typed);
      if (read.ok || read.why !== 'no-scene') return open(ours);
      // An ordinary picture: Excalidraw inserts it at the place of the drop.
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(typed);
      const again = new DragEvent('drop', {
        dataTransfer,
        clientX,
        clientY,
        bubbles: true,
        cancelable: true,
      });
      passed.add(again);
      target?.dispatchEvent(again);
    })();
  };
  board.addEventListener('drop', onDrop, { capture: true });
  return () => board.removeEventListener('drop', onDrop, { capture: true });
}
