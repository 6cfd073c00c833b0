import { Presentation } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BoardShelf } from '#app/session/api.ts';

/** The small picture of a board's whiteboard, or a symbol if there is none. Decorative: the name is beside it. */
export function BoardPicture({ shelf, id }: { readonly shelf: BoardShelf; readonly id: string }) {
  const picture = usePicture(shelf, id);
  return (
    <span className="pb-recent-picture" data-testid="board-picture" data-has-picture={picture !== undefined}>
      {picture === undefined ? (
        <Presentation size={20} />
      ) : (
        <img src={picture.url} alt="" decoding="async" data-has-photograph={picture.hasPhotograph} />
      )}
    </span>
  );
}

/** The picture of a board that was just left is drawn after the list is shown. */
interface Picture {
  readonly url: string;
  /** Its colours must not be inverted. */
  readonly hasPhotograph: boolean;
}

function usePicture(shelf: BoardShelf, id: string): Picture | undefined {
  const [picture, setPicture] = useState<Picture>();
  useEffect(() => {
    let made: string | undefined;
    let isWanted = true;
    const show = (bytes: Uint8Array<ArrayBuffer> | undefined): void => {
      if (!isWanted) return;
      if (made !== undefined) URL.revokeObjectURL(made);
      made = bytes === undefined ? undefined : URL.createObjectURL(new Blob([bytes]));
      setPicture(
        bytes === undefined || made === undefined ? undefined : { url: made, hasPhotograph: isJpeg(bytes) },
      );
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
  return picture;
}

/** Only pictures with a photograph are drawn as such (`whiteboard/picture/draw.ts`). */
function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}
