import { Button, FileButton, Stack, Text, Title } from '@mantine/core';
import { FolderOpen } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { openableTypes } from './read-file.ts';
import { openFile as texts } from './texts.ts';

/** Chooses a file for a new board: by its button, or by a drop anywhere on the page. */
export function OpenFileCard(props: {
  readonly busy: boolean;
  /** Its dialog is open: no other file is taken. */
  readonly isOpen: boolean;
  readonly onChoose: (file: File) => void;
}) {
  const reset = useRef<() => void>(null);
  const isOver = useDrop(props.busy || props.isOpen ? undefined : props.onChoose);
  return (
    <section className="pb-surface pb-open-file" aria-label={texts.label}>
      <Stack gap={4} flex="1 1 20rem">
        <Title order={2} fz="h4">
          {texts.label}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.hint}
        </Text>
      </Stack>
      <FileButton
        resetRef={reset}
        accept={openableTypes}
        onChange={(chosen) => {
          // Otherwise the same file chosen again is no change.
          reset.current?.();
          if (chosen !== null) props.onChoose(chosen);
        }}
      >
        {(button) => (
          <Button {...button} variant="light" disabled={props.busy} leftSection={<FolderOpen size={18} />}>
            {texts.open}
          </Button>
        )}
      </FileButton>
      {isOver && (
        <div className="pb-drop-page" role="status">
          <Text fw={600}>{texts.drop}</Text>
        </div>
      )}
    </section>
  );
}

/**
 * Without a listener of the page, a browser would show the dropped file in place of it.
 *
 * @param onDrop undefined while no file is taken.
 * @returns whether a file is dragged over the page.
 */
function useDrop(onDrop: ((file: File) => void) | undefined): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = onDrop === undefined ? 'none' : 'copy';
      setOver(onDrop !== undefined);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      // Of the page, not of an element in it.
      if (relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file === undefined) return;
      event.preventDefault();
      onDrop?.(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [onDrop]);
  return isOver;
}
