import { Button, Group, Loader, Progress, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import { withNextFrame } from '#app/session/changes/pacing.ts';
import { Modal } from '../../ui/components/Modal.tsx';
import { common } from '../../ui/texts.ts';
import { deletionOf } from '../deletion/deleted-memory.ts';
import type { Following } from '../scene/follow.ts';
import { fileProblems, whiteboard as texts } from '../texts.ts';
import { addGradually, maxAtOnce } from './gradual.ts';
import { type ReadFile, readDrawing } from './open-file.ts';
import { type Drawing, livingIds, type Placing, placedOn } from './placing.ts';
import { unfinishedImports } from './unfinished.ts';

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
  /** Of a large drawing, the added elements. */
  const [added, setAdded] = useState<number>();
  const isCancelled = useRef(false);
  /** The elements of an unfinished drawing that are on the board. */
  const unfinished = useRef<readonly string[]>([]);
  // A layout effect: a board that is left is still open then.
  useLayoutEffect(
    () => () => {
      isCancelled.current = true;
      if (unfinished.current.length === 0) return;
      session.patchElements(deletionOf(unfinished.current));
      unfinishedImports.set(session.view().boardId, undefined);
    },
    [session],
  );
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
    isCancelled.current = false;
    const images = await addImages(session, result);
    const board = session.elements();
    const drawing = placedOn(board, result.scene, placing, newElementId, (id) => images.added.get(id));
    const replaced = placing === 'instead' ? livingIds(board) : [];
    const elements = drawing?.elements ?? [];
    const isLarge = elements.length > maxAtOnce;
    const { boardId } = session.view();
    if (isLarge)
      unfinishedImports.set(boardId, {
        file: result.name.slice(0, 255),
        ids: elements.map(({ id }) => id),
      });
    const isAdded = await addGradually(elements, {
      submit: (patches, mark) => following.current?.sync.submit(patches, mark),
      drawn,
      isCancelled: () => isCancelled.current,
      progress: (count) => {
        const isDone = count === elements.length;
        unfinished.current = isDone ? [] : elements.slice(0, count).map(({ id }) => id);
        setAdded(isLarge ? count : undefined);
      },
      replaced,
    });
    unfinished.current = [];
    if (isLarge) unfinishedImports.set(boardId, undefined);
    setPlacing(false);
    setAdded(undefined);
    if (drawing === undefined) return;
    if (isAdded) {
      if (placing === 'instead') onReplaced(replaced);
      onPlaced(elements.map(({ id }) => id));
      announce(result, drawing, images.failed);
    } else notifications.show({ message: texts.addingCancelled({ file: result.name }), color: 'gray' });
    onClose();
  };
  const close = (): void => {
    isCancelled.current = true;
    if (!isPlacing) onClose();
  };

  return (
    <Modal
      opened={file !== undefined}
      onClose={close}
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
          {result.cards > 0 && <Text size="sm">{texts.fileCards({ count: result.cards })}</Text>}
          {added === undefined ? (
            <Text size="sm" c="dimmed">
              {texts.replaceHint}
            </Text>
          ) : (
            <Adding added={added} all={result.drawing.elements.length} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
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

function Adding({ added, all }: { readonly added: number; readonly all: number }) {
  return (
    <Stack gap={4}>
      <Text size="sm" role="status">
        {texts.adding({ added, all })}
      </Text>
      <Progress value={(100 * added) / all} aria-label={texts.addingLabel} />
    </Stack>
  );
}

/** After the next frame; also in a hidden page, which draws none. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    withNextFrame(window)(() => window.setTimeout(resolve));
  });
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

function announce(
  { name, cards }: Extract<ReadFile, { readonly ok: true }>,
  { elements, repaired, refused }: Drawing,
  failedImages: number,
): void {
  const message = [
    texts.added({ count: elements.length, file: name }),
    ...(repaired > 0 ? [texts.repaired({ count: repaired })] : []),
    ...(refused.length > 0 ? [texts.fileRefused({ count: refused.length })] : []),
    ...(cards > 0 ? [texts.fileCards({ count: cards })] : []),
    ...(failedImages > 0 ? [texts.imagesFailed({ count: failedImages })] : []),
  ].join(' ');
  notifications.show({ message, color: refused.length > 0 ? 'yellow' : 'teal' });
}

function newElementId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(idBytes));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
