import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type RefObject, useEffect, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { common } from '../../ui/texts.ts';
import { deletionOf } from '../deletion/deleted-memory.ts';
import type { Following } from '../scene/follow.ts';
import { fileProblems, whiteboard as texts } from '../texts.ts';
import { type ReadFile, readDrawing } from './open-file.ts';
import { creationOf, type Drawing, livingIds, type Placing, placedOn } from './placing.ts';

/** The length of an element's id, in characters: the same as Excalidraw's. */
const idBytes = 15;

/** Reads a file, then asks whether to add it or to replace the drawing. An empty board needs no question. */
export function OpenFileDialog(props: {
  /** A new object opens the dialog. */
  readonly file: File | undefined;
  readonly session: BoardSession;
  readonly following: RefObject<Following | undefined>;
  /** These were replaced: they are deleted now. */
  readonly onReplaced: (ids: readonly string[]) => void;
  readonly onPlaced: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}) {
  const { file, session, following, onReplaced, onPlaced, onClose } = props;
  const [read, setRead] = useState<{ readonly of: File; readonly result: ReadFile }>();
  const [isPlacing, setPlacing] = useState(false);
  useEffect(() => {
    if (file === undefined) return;
    let wanted = true;
    readDrawing(file).then((result) => {
      if (wanted) setRead({ of: file, result });
    });
    return () => {
      wanted = false;
    };
  }, [file]);

  const result = read?.of === file ? read?.result : undefined;
  const place = async (placing: Placing): Promise<void> => {
    if (result?.ok !== true) return;
    setPlacing(true);
    const { added, failed } = await addImages(session, result);
    setPlacing(false);
    const board = session.elements();
    const drawing = placedOn(board, result.scene, placing, newElementId, (id) => added.get(id));
    if (drawing === undefined) return;
    const replaced = placing === 'instead' ? livingIds(board) : [];
    following.current?.sync.submit([...deletionOf(replaced), ...creationOf(drawing.elements)]);
    if (placing === 'instead') onReplaced(replaced);
    onPlaced(drawing.elements.map(({ id }) => id));
    announce(result.name, drawing, failed);
    onClose();
  };

  return (
    <Modal
      opened={file !== undefined}
      onClose={onClose}
      title={texts.openTitle({ file: file?.name ?? '' })}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {result === undefined && (
        <Group role="status">
          <Loader size="sm" />
          <Text size="sm">{texts.reading}</Text>
        </Group>
      )}
      {result?.ok === false && (
        <Stack gap="md">
          <Text size="sm" role="alert">
            {fileProblems[result.why]}
          </Text>
          <Group justify="flex-end">
            <Button data-autofocus onClick={onClose}>
              {common.close}
            </Button>
          </Group>
        </Stack>
      )}
      {result?.ok === true && (
        <Stack gap="md">
          <Text size="sm">{texts.fileHolds({ count: result.drawing.elements.length })}</Text>
          {result.drawing.refused.length > 0 && (
            <Text size="sm">{texts.fileRefused({ count: result.drawing.refused.length })}</Text>
          )}
          <Text size="sm" c="dimmed">
            {texts.replaceHint}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button
              color="red"
              variant="light"
              disabled={isPlacing || livingIds(session.elements()).length === 0}
              onClick={() => void place('instead')}
            >
              {texts.replace}
            </Button>
            <Button
              data-autofocus
              disabled={isPlacing || result.drawing.elements.length === 0}
              onClick={() => void place('beside')}
            >
              {texts.add}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

/** Stores a file’s images as blobs. */
async function addImages(session: BoardSession, { images }: Extract<ReadFile, { readonly ok: true }>) {
  const added = new Map<string, string>();
  for (const [id, { bytes }] of images) {
    const blob = await session.blobs.add(bytes);
    if (blob.ok) added.set(id, blob.id);
  }
  return { added, failed: images.size - added.size };
}

function announce(name: string, { elements, repaired, refused }: Drawing, failedImages: number): void {
  const message = [
    texts.added({ count: elements.length, file: name }),
    ...(repaired > 0 ? [texts.repaired({ count: repaired })] : []),
    ...(refused.length > 0 ? [texts.fileRefused({ count: refused.length })] : []),
    ...(failedImages > 0 ? [texts.imagesFailed({ count: failedImages })] : []),
  ].join(' ');
  notifications.show({ message, color: refused.length > 0 ? 'yellow' : 'teal' });
}

function newElementId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(idBytes));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
