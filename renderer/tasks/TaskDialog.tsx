import { Alert, Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { TaskView } from '#app/session/view.ts';
import { maxNotesLength, maxTitleLength } from '#shared/board/limits.ts';
import { common, tasks as texts } from '../texts.ts';

export interface TaskChange {
  title?: string;
  notes?: string;
}

/** Title and notes of a task. Only what was changed here is sent, so what others change meanwhile holds. */
export function TaskDialog(props: {
  /** Absent when someone removed it while it was being edited. */
  readonly task: TaskView | undefined;
  readonly viewOnly: boolean;
  readonly onClose: () => void;
  readonly onSave: (change: TaskChange) => void;
}) {
  const { task } = props;
  const [opened] = useState(task);
  const [title, setTitle] = useState(task?.title ?? '');
  const [notes, setNotes] = useState(task?.notes ?? '');
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (props.viewOnly) return;
    if (title.trim() === '') {
      setProblem(texts.titleMissing);
      return;
    }
    const change: TaskChange = {};
    if (title.trim() !== opened?.title) change.title = title.trim();
    if (notes !== opened?.notes) change.notes = notes;
    if (change.title !== undefined || change.notes !== undefined) props.onSave(change);
    props.onClose();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      size="lg"
      title={texts.editTitle(task?.number ?? 0)}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {task === undefined && <Alert color="yellow">{texts.gone}</Alert>}
          <TextInput
            label={texts.titleLabel}
            value={title}
            error={problem}
            maxLength={maxTitleLength}
            readOnly={props.viewOnly}
            data-autofocus
            onChange={(event) => {
              setTitle(event.currentTarget.value);
              setProblem(undefined);
            }}
          />
          <Textarea
            label={texts.notesLabel}
            description={props.viewOnly ? undefined : texts.notesHint}
            value={notes}
            readOnly={props.viewOnly}
            maxLength={maxNotesLength}
            autosize
            minRows={5}
            maxRows={16}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {props.viewOnly ? common.close : common.cancel}
            </Button>
            {!props.viewOnly && (
              <Button type="submit" disabled={task === undefined}>
                {common.save}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
