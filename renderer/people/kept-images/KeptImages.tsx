import { Text } from '@mantine/core';
import type { Blobs } from '#app/blobs/blobs.ts';
import type { Person } from '#app/session/view/view.ts';
import { useBlobs } from '../../ui/use-blobs.ts';
import { keptImagesText } from '../texts.ts';
import { keptImages } from './kept-images.ts';

/** The number of devices that hold the board’s images; renders nothing without images. */
export function KeptImages({ blobs, people }: { readonly blobs: Blobs; readonly people: readonly Person[] }) {
  const { used } = useBlobs(blobs);
  if (used.length === 0) return null;
  const { kept, alone } = keptImages(blobs, people);
  return (
    <Text size="sm" data-testid="kept-images">
      {keptImagesText(used.length, kept, alone)}
    </Text>
  );
}
