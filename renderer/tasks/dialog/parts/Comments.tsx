import { Button, Group, Input, Text, Textarea } from '@mantine/core';
import { useId, useLayoutEffect, useRef } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import { maxCommentLength } from '#shared/board/limits.ts';
import type { Comment } from '#shared/board/task/model.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { SendButton } from '../../../ui/components/SendButton.tsx';
import { act } from '../../../ui/failures/act.ts';
import { onSendKey } from '../../../ui/keys/send-key.ts';
import { common } from '../../../ui/texts.ts';
import { card as texts } from '../../card/texts.ts';
import { sendKept, useKeptText } from '../../entry/use-kept-text.ts';
import { useTaskList } from '../../list-context.ts';
import { Markdown } from './Markdown.tsx';
import { formatTime } from './time.ts';

/** The comments on a card, oldest first. */
export function Comments({ task }: { readonly task: TaskView }) {
  const { session, viewOnly } = useTaskList();
  const [kept, keep] = useKeptText(session.view().boardId, `comment-${task.id}`);
  const text = kept?.text ?? '';
  const id = useId();
  const comments = task.comments ?? [];
  const send = (): void => {
    if (!isBlank(text)) act(sendKept(session.cards.comment(task.id, text), { was: '', text }, keep));
  };
  return (
    <Input.Wrapper label={texts.commentsLabel} labelElement="div" labelProps={{ id }}>
      <ul className="pb-comments" aria-labelledby={id}>
        {comments.map((comment) => (
          <OneComment key={comment.id} comment={comment} task={task.id} />
        ))}
      </ul>
      {!viewOnly && (
        <>
          <Textarea
            aria-label={texts.addComment}
            placeholder={texts.addComment}
            value={text}
            maxLength={maxCommentLength}
            autosize
            minRows={1}
            maxRows={8}
            onKeyDown={onSendKey(send)}
            onChange={({ currentTarget: { value } }) => keep(() => ({ was: '', text: value }))}
          />
          {!isBlank(text) && (
            <Group justify="flex-end" mt={6}>
              <SendButton size="compact-sm" onClick={send}>
                {texts.comment}
              </SendButton>
            </Group>
          )}
        </>
      )}
    </Input.Wrapper>
  );
}

function OneComment({ comment, task }: { readonly comment: Comment; readonly task: string }) {
  const { session, viewOnly, nameOf, me } = useTaskList();
  const [edit, setEdit] = useKeptText(session.view().boardId, `comment-edit-${comment.id}`);
  const { by, at, text, editedAt } = comment;
  const begin = useRef<HTMLButtonElement>(null);
  const isEdited = edit !== undefined;
  const wasEdited = useRef(isEdited);
  useLayoutEffect(() => {
    // The field, or one of its buttons, had the focus.
    if (wasEdited.current && !isEdited && document.activeElement === document.body) begin.current?.focus();
    wasEdited.current = isEdited;
  }, [isEdited]);
  const save = (): void => {
    if (edit === undefined || isBlank(edit.text)) return;
    // Another device of this person may have changed it meanwhile.
    if (edit.text.trim() === edit.was) setEdit(() => undefined);
    else act(sendKept(session.cards.editComment(task, comment.id, edit.text, edit.was), edit, setEdit));
  };
  return (
    <li>
      <Group gap={8} wrap="nowrap">
        <Text size="sm" fw={600} dir="auto">
          {nameOf(by)}
        </Text>
        <Text size="xs" c="dimmed">
          {formatTime(at)}
          {editedAt !== undefined && ` · ${texts.edited}`}
        </Text>
        {by === me && !viewOnly && !isEdited && (
          <Group gap={0} ms="auto" wrap="nowrap">
            <Button
              ref={begin}
              size="compact-xs"
              variant="subtle"
              color="gray"
              onClick={() => setEdit(() => ({ was: text, text }))}
            >
              {texts.editComment}
            </Button>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              onClick={() => act(session.cards.removeComment(task, comment.id))}
            >
              {texts.removeComment}
            </Button>
          </Group>
        )}
      </Group>
      {edit === undefined ? (
        <Markdown text={text} />
      ) : (
        <>
          <Textarea
            aria-label={texts.editComment}
            value={edit.text}
            maxLength={maxCommentLength}
            autosize
            autoFocus
            maxRows={8}
            onKeyDown={onSendKey(save)}
            onChange={({ currentTarget: { value } }) => setEdit(() => ({ ...edit, text: value }))}
          />
          <Group justify="flex-end" gap="xs" mt={6}>
            <Button size="compact-sm" variant="default" onClick={() => setEdit(() => undefined)}>
              {common.cancel}
            </Button>
            <SendButton size="compact-sm" disabled={isBlank(edit.text)} onClick={save}>
              {texts.saveComment}
            </SendButton>
          </Group>
        </>
      )}
    </li>
  );
}
