import { Button, Group, Input, Loader, Text } from '@mantine/core';
import { Paperclip } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import { maxAttachments } from '#shared/board/limits.ts';
import { act } from '../../ui/failures/act.ts';
import { useBlobs } from '../../ui/use-blobs.ts';
import { useTaskList } from '../list-context.ts';
import { AttachmentRow } from './AttachmentRow.tsx';
import { chooseFiles, giveFiles, usePastedFiles } from './give-files.ts';
import { full, hint, files as texts } from './texts.ts';
import { useFileDrops } from './use-file-drops.ts';

/** The files of a card: a button, a drop or a paste adds some. */
export function Attachments({ task }: { readonly task: TaskView }) {
  const { session, viewOnly } = useTaskList();
  const { missing } = useBlobs(session.blobs);
  const [adding, setAdding] = useState(0);
  const section = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const attachments = task.attachments ?? [];
  const isFull = attachments.length >= maxAttachments;
  const give = (given: readonly File[]): void => {
    setAdding((count) => count + given.length);
    act(giveFiles(session, task, given).finally(() => setAdding((count) => count - given.length)));
  };
  usePastedFiles((given, focused) => {
    const isHere = !viewOnly && section.current?.closest('[role="dialog"]')?.contains(focused) === true;
    if (isHere) give(given);
    return isHere;
  });
  const drops = useFileDrops(
    () => (viewOnly ? undefined : (section.current ?? undefined)),
    (given) => give(given),
  );
  return (
    <Input.Wrapper label={texts.label} labelElement="div" labelProps={{ id }}>
      <div ref={section} className="pb-files" data-testid="files" {...drops}>
        <ul aria-labelledby={id}>
          {attachments.map((attachment) => (
            <AttachmentRow
              key={attachment.id}
              card={task.id}
              attachment={attachment}
              missing={missing.find((one) => one.id === attachment.blob)}
              onRemoved={() => button.current?.focus()}
            />
          ))}
        </ul>
        <div role="status">
          {adding > 0 && (
            <Group gap="xs">
              <Loader size="xs" />
              <Text size="sm">{texts.adding({ count: adding })}</Text>
            </Group>
          )}
        </div>
        {!viewOnly && (
          <Group gap="sm">
            <Button
              ref={button}
              size="compact-sm"
              variant="default"
              leftSection={<Paperclip size={14} />}
              disabled={isFull}
              onClick={() => chooseFiles(give)}
            >
              {texts.add}
            </Button>
            <Text size="xs" c="dimmed" flex="1 1 12rem">
              {isFull ? full() : hint()}
            </Text>
          </Group>
        )}
      </div>
    </Input.Wrapper>
  );
}
