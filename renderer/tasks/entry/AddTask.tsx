import { Button, Group, Text, Textarea } from '@mantine/core';
import { Plus } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { ColumnId } from '#shared/board/task/model.ts';
import { addTooLong, pasteTooLong, severalQuestion, tasks as texts, titleOver } from '../texts.ts';
import { maxEntryLength, maxTasksAtOnce, type NewTask, readEntry, withRefused } from './entry.ts';
import { submitTasks } from './submit.ts';
import { useKeptText } from './use-kept-text.ts';

export interface TaskAdder {
  /** The board that drafts of the field belong to. */
  readonly board: string;
  /**
   * @param together the same object for the tasks of one entry, which are one step of undo.
   * @returns resolves to whether the task is on the board; pending until that is decided.
   */
  readonly add: (task: NewTask, column: ColumnId, together: object) => Promise<boolean>;
  /** These were accepted. */
  readonly added: (tasks: readonly NewTask[]) => void;
}

/** Enter adds a task, and the focus stays for the next one. Several lines become several tasks after a confirmation. */
export function AddTask(props: {
  readonly column: ColumnId;
  readonly name: string;
  readonly add: TaskAdder;
}) {
  const { column, add } = props;
  const [text, setText] = useEntryText(add.board, column);
  const [pasteRefused, setPasteRefused] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const entry = readEntry(text);

  const submit = async (tasks: readonly NewTask[], rest: string): Promise<void> => {
    setText(() => rest);
    field.current?.focus();
    const taken = await submitTasks(
      tasks,
      (task, together) => add.add(task, column, together),
      (refused) => setText((current) => withRefused(current, refused)),
    );
    add.added(taken);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (entry.kind === 'one') void submit([entry.task], '');
    if (entry.kind === 'several') first.current?.focus();
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const kept = text.length - (selectionEnd - selectionStart);
    const tooLong = kept + event.clipboardData.getData('text').length > maxEntryLength;
    if (tooLong) event.preventDefault();
    setPasteRefused(tooLong);
  };

  return (
    <div>
      <Textarea
        ref={field}
        variant="filled"
        aria-label={texts.addLabel({ column: props.name })}
        placeholder={texts.add}
        leftSection={<Plus size={16} />}
        value={text}
        error={problemOf(entry.kind === 'too-long', pasteRefused)}
        description={entry.kind === 'one' && entry.task.notes !== '' ? titleOver() : undefined}
        inputWrapperOrder={['input', 'description', 'error']}
        autoComplete="off"
        enterKeyHint="done"
        autosize
        minRows={1}
        maxRows={8}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setText(() => value);
          setPasteRefused(false);
        }}
      />
      {entry.kind === 'several' && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset has a frame, and this is not part of a form.
        <div role="group" aria-label={severalQuestion(entry.lines, maxTasksAtOnce)} className="pb-several">
          <Text size="sm" role="status">
            {severalQuestion(entry.lines, maxTasksAtOnce)}
          </Text>
          <Group gap="xs">
            <Button ref={first} size="compact-sm" onClick={() => void submit(entry.tasks, entry.rest)}>
              {texts.severalAdd({ count: entry.tasks.length })}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => void submit([entry.asOne], '')}>
              {texts.severalAsOne}
            </Button>
          </Group>
        </div>
      )}
    </div>
  );
}

function problemOf(tooLong: boolean, pasteRefused: boolean): string | undefined {
  if (pasteRefused) return pasteTooLong();
  return tooLong ? addTooLong() : undefined;
}

/** The text in the field, kept as a draft. */
function useEntryText(board: string, column: ColumnId) {
  const [kept, keep] = useKeptText(board, `add-${column}`);
  const change = (next: (current: string) => string): void =>
    keep((current) => ({ was: '', text: next(current?.text ?? '') }));
  return [kept?.text ?? '', change] as const;
}
