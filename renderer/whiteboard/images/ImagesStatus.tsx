import { Paper, Text } from '@mantine/core';
import type { BoardSession } from '#app/session/api.ts';
import { useBlobs } from '../../ui/use-blobs.ts';
import { imagesStatusText } from '../texts.ts';
import { drawnBlobs } from './drawn-blobs.ts';

/** The progress of images that are on the board and not yet on this device. */
export function ImagesStatus({ session }: { readonly session: BoardSession }) {
  const { missing: all } = useBlobs(session.blobs);
  const drawn = all.length === 0 ? undefined : drawnBlobs(session);
  const missing = all.filter(({ id }) => drawn?.has(id) === true);
  const { people } = session.view();
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name;
  const text = imagesStatusText(missing, nameOf);
  return (
    <div role="status" className="pb-images-status" data-testid="images-status">
      {text !== undefined && (
        <Paper withBorder shadow="sm" px="sm" py={4}>
          <Text size="sm">{text}</Text>
        </Paper>
      )}
    </div>
  );
}
