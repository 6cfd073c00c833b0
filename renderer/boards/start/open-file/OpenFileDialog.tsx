import { Alert, Button, FileButton, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { FillProgress } from '#app/shelf/filling/fill.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { maxBoardNameLength } from '#shared/invite/invite.ts';
import { Dialog } from '../../../ui/components/Dialog.tsx';
import { formatBytesOf } from '../../../ui/format.ts';
import { common } from '../../../ui/texts.ts';
import { start } from '../texts.ts';
import { openableTypes } from './read-file.ts';
import { contentsText, openFile as texts } from './texts.ts';
import type { OpenFile, OpenFileState } from './use-open-file.ts';

/** Reads the file, then asks for the name of the new board, and fills it. */
export function OpenFileDialog({ opening }: { readonly opening: OpenFile }) {
  const { shown } = opening;
  if (shown === undefined) return null;
  return (
    <Dialog
      title={texts.title({ file: shown.file })}
      onClose={opening.cancel}
      closeOnClickOutside={shown.state === 'failed'}
    >
      <Part shown={shown} opening={opening} />
    </Dialog>
  );
}

function Part({ shown, opening }: { readonly shown: OpenFileState; readonly opening: OpenFile }) {
  switch (shown.state) {
    case 'reading':
      return <Reading {...shown} onCancel={opening.cancel} />;
    case 'failed':
      return <Failed problem={texts.problems[shown.problem]} opening={opening} />;
    case 'read':
    case 'filling':
      return <Contents shown={shown} opening={opening} />;
  }
}

function Reading(props: { readonly done: number; readonly all: number; readonly onCancel: () => void }) {
  const { done, all } = props;
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        {done === 0 ? texts.reading : texts.readingOf({ amount: formatBytesOf(done, all) })}
      </Text>
      <Progress value={(100 * done) / Math.max(1, all)} aria-label={texts.readingLabel} />
      <Group justify="flex-end">
        <Button variant="default" onClick={props.onCancel} data-autofocus>
          {common.cancel}
        </Button>
      </Group>
    </Stack>
  );
}

/** The parts of the dialog follow one another, and Mantine sets the focus for the first one only. */
function useFocusAtStart<Part extends HTMLElement>() {
  const part = useRef<Part>(null);
  useEffect(() => part.current?.focus(), []);
  return part;
}

function Failed({ problem, opening }: { readonly problem: string; readonly opening: OpenFile }) {
  const close = useFocusAtStart<HTMLButtonElement>();
  return (
    <Stack gap="md">
      <Alert color="red" role="alert">
        {problem}
      </Alert>
      <Group justify="flex-end">
        <FileButton
          accept={openableTypes}
          onChange={(chosen) => {
            if (chosen !== null) opening.choose(chosen);
          }}
        >
          {(button) => (
            <Button {...button} variant="default">
              {texts.another}
            </Button>
          )}
        </FileButton>
        <Button ref={close} onClick={opening.cancel} data-autofocus>
          {common.close}
        </Button>
      </Group>
    </Stack>
  );
}

function Contents(props: {
  readonly shown: Extract<OpenFileState, { readonly state: 'read' | 'filling' }>;
  readonly opening: OpenFile;
}) {
  const { shown, opening } = props;
  const { content } = shown;
  const field = useFocusAtStart<HTMLInputElement>();
  const [name, setName] = useState(content.name);
  const [isMissing, setMissing] = useState(false);
  const isFilling = shown.state === 'filling';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(isBlank(name));
    if (!isBlank(name) && !isFilling) opening.create(name.trim());
  };
  const problem = shown.state === 'read' ? shown.problem : undefined;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">{contentsText(content)}</Text>
        {content.content.cards.length > 0 && (
          <Text size="sm" c="dimmed">
            {texts.leftBehind}
          </Text>
        )}
        <Warnings {...content} />
        <TextInput
          ref={field}
          label={start.boardNameLabel}
          value={name}
          maxLength={maxBoardNameLength}
          autoComplete="off"
          data-autofocus
          disabled={isFilling}
          error={isMissing ? start.boardNameMissing : undefined}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setMissing(false);
          }}
        />
        {shown.state === 'filling' && <Filling progress={shown.progress} />}
        {problem !== undefined && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={opening.cancel}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={isFilling}>
            {texts.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Warnings({ lacking, refused }: { readonly lacking: number; readonly refused: number }) {
  if (lacking + refused === 0) return null;
  return (
    <Alert color="yellow">
      {lacking > 0 && <Text size="sm">{texts.lacking({ count: lacking })}</Text>}
      {refused > 0 && <Text size="sm">{texts.refused({ count: refused })}</Text>}
    </Alert>
  );
}

function Filling({ progress }: { readonly progress: FillProgress | undefined }) {
  const { part, done, all } = progress ?? { part: undefined, done: 0, all: 1 };
  return (
    <Stack gap={4}>
      <Text size="sm" role="status">
        {part === undefined ? texts.starting : texts.progress[part]({ done, all })}
      </Text>
      <Progress value={(100 * done) / Math.max(1, all)} aria-label={texts.progressLabel} />
    </Stack>
  );
}
