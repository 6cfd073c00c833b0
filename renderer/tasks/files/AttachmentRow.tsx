import { ActionIcon, Button, Group, Progress, Text } from '@mantine/core';
import { Download, Eye, File, Image, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { MissingBlob } from '#app/blobs/blobs.ts';
import { type ImageType, readImage } from '#shared/blob/image.ts';
import type { Attachment } from '#shared/board/task/model.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { formatBytes } from '../../ui/format.ts';
import { saveBytes } from '../../ui/saving/save-file.ts';
import { formatTime } from '../dialog/parts/time.ts';
import { useTaskList } from '../list-context.ts';
import { missingText, files as texts } from './texts.ts';

/** A file of a card. Every file can be saved; a picture, by its content, can be shown. Nothing else is opened in the page. */
export function AttachmentRow(props: {
  readonly card: string;
  readonly attachment: Attachment;
  readonly missing: MissingBlob | undefined;
  readonly onRemoved: () => void;
}) {
  const { card, attachment, missing } = props;
  const { session, viewOnly, nameOf } = useTaskList();
  const { blob, name, bytes, by, at } = attachment;
  const isHere = session.blobs.has(blob);
  const [problem, setProblem] = useState<string>();
  const [picture, setPicture] = useState<ImageType>();
  const [shown, setShown] = useState<string>();
  useEffect(() => {
    if (!isHere) return;
    let isGone = false;
    const read = async (): Promise<void> => {
      const content = await session.blobs.get(blob);
      const header = content === undefined ? 'unknown' : readImage(content);
      if (!isGone && typeof header !== 'string') setPicture(header.type);
    };
    read().catch((error: unknown) => console.warn('A file could not be read', error));
    return () => {
      isGone = true;
    };
  }, [session, blob, isHere]);
  useEffect(() => {
    if (shown === undefined) return;
    return () => URL.revokeObjectURL(shown);
  }, [shown]);

  const withContent = async (perform: (content: Uint8Array<ArrayBuffer>) => void): Promise<void> => {
    const content = await session.blobs.get(blob);
    if (content === undefined) return setProblem(texts.unreadable);
    setProblem(undefined);
    perform(new Uint8Array(content));
  };
  const Icon = picture === undefined ? File : Image;
  return (
    <li data-testid="attachment">
      <Icon size={16} aria-hidden="true" />
      <div className="pb-file">
        <Text size="sm" component="bdi" className="pb-file-name">
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {texts.by({ size: formatBytes(bytes), name: nameOf(by), time: formatTime(at) })}
        </Text>
        <div role="status">
          {!isHere && <Missing missing={missing} />}
          {problem !== undefined && (
            <Text size="xs" c="red">
              {problem}
            </Text>
          )}
        </div>
      </div>
      <Group gap={4} wrap="nowrap">
        {isHere && picture !== undefined && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<Eye size={14} />}
            aria-label={texts.show({ name })}
            onClick={() =>
              act(
                withContent((content) =>
                  setShown(URL.createObjectURL(new Blob([content], { type: picture }))),
                ),
              )
            }
          >
            {texts.showShort}
          </Button>
        )}
        {isHere && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<Download size={14} />}
            aria-label={texts.save({ name })}
            onClick={() => act(withContent((content) => saveBytes(name, content)))}
          >
            {texts.saveShort}
          </Button>
        )}
        {!viewOnly && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.remove({ name })}
            onClick={() => {
              act(session.cards.detach(card, attachment.id));
              props.onRemoved();
            }}
          >
            <X size={15} />
          </ActionIcon>
        )}
      </Group>
      {shown !== undefined && (
        <Dialog size="auto" title={<bdi>{name}</bdi>} onClose={() => setShown(undefined)}>
          {/* Only the header was read. */}
          <img
            className="pb-picture"
            src={shown}
            alt={name}
            onError={() => {
              setShown(undefined);
              setProblem(texts.notPicture);
            }}
          />
        </Dialog>
      )}
    </li>
  );
}

/** The state of a file whose content is not on this device. */
function Missing({ missing }: { readonly missing: MissingBlob | undefined }) {
  const progress = missing?.progress;
  const problem = missing?.problem;
  return (
    <>
      <Text size="xs" c={problem === undefined ? 'dimmed' : 'red'}>
        {missingText(missing)}
      </Text>
      {problem === undefined && progress?.total !== undefined && (
        <Progress size="xs" value={(100 * progress.bytes) / progress.total} aria-hidden="true" />
      )}
    </>
  );
}
