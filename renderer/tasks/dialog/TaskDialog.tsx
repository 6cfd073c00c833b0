import { Alert, Button, Group, Input, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useContext, useRef, useState } from 'react';
import type { Result } from '#app/session/result.ts';
import type { TaskView } from '#app/session/view/view.ts';
import { maxNotesLength } from '#shared/board/limits.ts';
import { atOnce } from '../../ui/at-once.ts';
import { Modal } from '../../ui/components/Modal.tsx';
import { SendButton } from '../../ui/components/SendButton.tsx';
import { act } from '../../ui/failures/act.ts';
import { submitsForm } from '../../ui/keys/send-key.ts';
import { common } from '../../ui/texts.ts';
import { card as cardTexts } from '../card/texts.ts';
import { DraftsContext } from '../entry/drafts-context.ts';
import { Attachments } from '../files/Attachments.tsx';
import { useTaskList } from '../list-context.ts';
import { editTitle, notesTooLong, tasks as texts, titleOver } from '../texts.ts';
import { conflicts, type Field, isUnsaved, movesTitle, readChange, shownFields } from './edit.ts';
import { ActivityList } from './parts/ActivityList.tsx';
import { Checklist } from './parts/Checklist.tsx';
import { Comments } from './parts/Comments.tsx';
import { Assignees, Due } from './parts/DueAndPeople.tsx';
import { Labels } from './parts/Labels.tsx';
import { Markdown } from './parts/Markdown.tsx';
import { OnWhiteboard } from './parts/OnWhiteboard.tsx';
import { isShown } from './sections.ts';
import { useEdit } from './use-edit.ts';

export interface TaskChange {
  readonly title?: string;
  readonly titleWas?: string;
  readonly notes?: string;
  readonly notesWere?: string;
}

interface TaskDialogProps {
  readonly board: string;
  readonly id: string;
  /** Absent if another person removed it meanwhile. */
  readonly task: TaskView | undefined;
  readonly viewOnly: boolean;
  readonly onClose: () => void;
  /** Closes it without a focus in the task list: the whiteboard is about to be shown. */
  readonly onLeave: () => void;
  readonly onSave: (change: TaskChange) => Promise<Result>;
  /** Adds the typed text as a new task, as the old one is removed. */
  readonly onAddAgain: (title: string, notes: string) => Promise<Result>;
}

/**
 * Title and notes of a task. Only the fields changed here are sent, so others' changes of the other field take effect. Closing
 * without an answer (Escape, a click outside) keeps the typed text as a draft.
 */
export function TaskDialog(props: TaskDialogProps) {
  const { board, id, task, viewOnly } = props;
  const drafts = useContext(DraftsContext);
  const [last, setLast] = useState(task);
  if (task !== undefined && task !== last) setLast(task);
  const theirs = task ?? last ?? { title: '', notes: '' };
  const { edit, fromDraft, type, takeTheirs, discard } = useEdit(board, id, theirs);
  const [problem, setProblem] = useState<'title-missing' | 'notes-too-long' | 'not-saved'>();
  const [preview, setPreview] = useState(false);
  const shown = shownFields(edit, theirs);
  const title = useRef<HTMLInputElement>(null);
  const notes = useRef<HTMLTextAreaElement>(null);

  /** Closes, unless it is refused immediately. If the others refuse it later, it becomes a draft again. */
  const send = async (sending: Promise<Result>): Promise<void> => {
    const result = await atOnce(sending);
    if (result !== undefined && result.status !== 'applied') {
      setProblem('not-saved');
      return;
    }
    drafts.delete(board, id);
    props.onClose();
    if ((await sending).status !== 'applied') drafts.set(board, id, edit);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (viewOnly) return;
    const read = readChange(edit, theirs);
    if (!read.ok) {
      setProblem(read.problem);
    } else if (task === undefined) {
      act(send(props.onAddAgain(read.change.title ?? theirs.title, read.change.notes ?? theirs.notes)));
    } else if (Object.keys(read.change).length > 0) {
      act(send(props.onSave(read.change)));
    } else {
      discard();
      props.onClose();
    }
  };
  const onType = (field: Field, text: string): void => {
    type(field, text);
    setProblem(undefined);
  };
  const conflictOf = (field: Field) =>
    task !== undefined && conflicts(edit, task).includes(field) ? (
      <Conflict
        field={field}
        text={task[field]}
        onTake={() => {
          takeTheirs(field);
          (field === 'title' ? title : notes).current?.focus();
        }}
      />
    ) : null;

  return (
    <Modal
      opened
      onClose={props.onClose}
      // The board moves the focus.
      returnFocus={false}
      size="lg"
      title={editTitle((task ?? last)?.number ?? 0)}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {task === undefined && (
            <Alert color="yellow" role="status">
              {texts.gone} {!viewOnly && isUnsaved(edit, theirs) && texts.goneTyped}
            </Alert>
          )}
          {task?.shelf !== undefined && <OnShelf task={task} typed={!viewOnly && isUnsaved(edit, theirs)} />}
          {fromDraft && isUnsaved(edit, theirs) && (
            <Alert color="blue" role="status" data-testid="draft">
              <Group justify="space-between">
                <Text size="sm">{texts.draft}</Text>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    discard();
                    title.current?.focus();
                  }}
                >
                  {texts.discardDraft}
                </Button>
              </Group>
            </Alert>
          )}
          {problem === 'not-saved' && (
            <Alert color="red" role="alert">
              {texts.notSaved}
            </Alert>
          )}
          <TextInput
            ref={title}
            label={texts.titleLabel}
            value={shown.title}
            error={problem === 'title-missing' ? texts.titleMissing : undefined}
            description={movesTitle(edit, theirs) ? titleOver() : undefined}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            readOnly={viewOnly}
            data-autofocus
            onChange={(event) => onType('title', event.currentTarget.value)}
          />
          {conflictOf('title')}
          {(viewOnly || preview) && (
            <Input.Wrapper label={texts.notesLabel} labelElement="div">
              {shown.notes === '' ? (
                <Text size="sm" c="dimmed">
                  {cardTexts.noNotes}
                </Text>
              ) : (
                <Markdown text={shown.notes} />
              )}
            </Input.Wrapper>
          )}
          <Textarea
            display={viewOnly || preview ? 'none' : undefined}
            ref={notes}
            label={texts.notesLabel}
            description={viewOnly ? undefined : texts.notesHint}
            value={shown.notes}
            error={
              problem === 'notes-too-long' || shown.notes.length > maxNotesLength
                ? notesTooLong(shown.notes.length + Math.max(0, shown.title.length - theirs.title.length))
                : undefined
            }
            readOnly={viewOnly}
            autosize
            minRows={5}
            maxRows={16}
            onKeyDown={submitsForm}
            onChange={(event) => onType('notes', event.currentTarget.value)}
          />
          {conflictOf('notes')}
          <Group justify="flex-end">
            {!viewOnly && (
              <Button variant="subtle" me="auto" aria-pressed={preview} onClick={() => setPreview(!preview)}>
                {preview ? cardTexts.write : cardTexts.preview}
              </Button>
            )}
            <Button
              variant="default"
              onClick={() => {
                discard();
                props.onClose();
              }}
            >
              {viewOnly ? common.close : common.cancel}
            </Button>
            {!viewOnly && (
              <SendButton type="submit">{task === undefined ? texts.addAgain : common.save}</SendButton>
            )}
          </Group>
        </Stack>
      </form>
      {task !== undefined && (
        <Stack gap="md" mt="lg">
          {isShown('due', task, viewOnly) && <Due task={task} />}
          {isShown('assignees', task, viewOnly) && <Assignees task={task} />}
          {isShown('labels', task, viewOnly) && <Labels task={task} />}
          {isShown('checklist', task, viewOnly) && <Checklist task={task} />}
          {isShown('files', task, viewOnly) && <Attachments task={task} />}
          <OnWhiteboard task={task} onLeave={props.onLeave} />
          {isShown('comments', task, viewOnly) && <Comments task={task} />}
          <ActivityList task={task} />
        </Stack>
      )}
    </Modal>
  );
}

/** The card is in the archive or the trash; it may have moved there while the dialog was open. */
function OnShelf({ task, typed }: { readonly task: TaskView; readonly typed: boolean }) {
  const { session, viewOnly } = useTaskList();
  return (
    <Alert color="yellow" role="status" data-testid="on-shelf">
      <Group justify="space-between">
        <Text size="sm">
          {task.shelf === 'trash' ? cardTexts.inTrash : cardTexts.inArchive} {typed && texts.goneTyped}
        </Text>
        {!viewOnly && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => act(session.cards.shelve(task.id, 'board'))}
          >
            {cardTexts.bringBack}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** Another person's change of a field in the meantime. */
function Conflict(props: { readonly field: Field; readonly text: string; readonly onTake: () => void }) {
  return (
    <Alert color="yellow" role="status" data-testid="conflict">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{texts.conflict[props.field]}</Text>
        <Text size="sm" className="pb-prewrap" lineClamp={6} dir="auto">
          {props.text === '' ? texts.noNotes : props.text}
        </Text>
        <Button size="compact-sm" variant="default" onClick={props.onTake}>
          {texts.useTheirs[props.field]}
        </Button>
      </Stack>
    </Alert>
  );
}
