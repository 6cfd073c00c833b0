import { Presentation } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BoardShelf } from '#app/session/api.ts';

/** The small picture of a board's whiteboard, or a symbol if there is none. Decorative: the name is beside it. */
export function BoardPicture({ shelf, id }: { readonly shelf: BoardShelf; readonly id: string }) {
  const url = usePictureUrl(shelf, id);
  return (
    <span className="pb-recent-picture" data-testid="board-picture" data-has-picture={url !== undefined}>
      {url === undefined ? <Presentation size={20} /> : <img src={url} alt="" decoding="async" />}
    </span>
  );
}

/** The picture of a board that was just left is drawn after the list is shown. */
function usePictureUrl(shelf: BoardShelf, id: string): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let isWanted = true;
    const show = (bytes: Uint8Array<ArrayBuffer> | undefined): void => {
      if (!isWanted) return;
      if (made !== undefined) URL.revokeObjectURL(made);
      made = bytes === undefined ? undefined : URL.createObjectURL(new Blob([bytes]));
      setUrl(made);
    };
    const read = (): void => {
      shelf
        .picture(id)
        .then(show)
        .catch((error: unknown) => console.warn('The picture of a board cannot be read.', error));
    };
    read();
    const end = shelf.subscribePictures((changed) => {
      if (changed === id) read();
    });
    return () => {
      end();
      show(undefined);
      isWanted = false;
    };
  }, [shelf, id]);
  return url;
}
