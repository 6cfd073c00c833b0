import { ActionIcon, Group, Skeleton, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { ChevronRight, Presentation, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { KnownBoard } from '#app/session/api.ts';
import { ConfirmDialog } from '../../ui/components/ConfirmDialog.tsx';
import { formatWhen } from '../../ui/format.ts';
import { guest } from '../../ui/texts.ts';
import { board as boardTexts, viewing } from '../texts.ts';
import { forgetting, start } from './texts.ts';

/** The boards that this device is a member of, latest first. */
export function RecentBoards(props: {
  /** Absent while the list is loading. */
  readonly boards: readonly KnownBoard[] | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** See `BoardShelf`. */
  readonly isGuest: boolean;
  readonly onOpen: (id: string) => void;
  readonly onForget: (id: string) => void;
}) {
  const [forgets, setForgets] = useState<KnownBoard>();
  const title = props.isGuest ? guest.boardsTitle : start.recentTitle;
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <Title order={2} fz="h4">
        {title}
      </Title>
      {props.boards === undefined && (
        <Skeleton height={64} radius="md" role="status" aria-label={start.recentLoading} />
      )}
      {props.boards?.length === 0 && <NoBoards isGuest={props.isGuest} />}
      {props.boards !== undefined && props.boards.length > 0 && (
        <ul className="pb-surface pb-recent" aria-label={title}>
          {props.boards.map((board) => (
            <RecentBoard
              key={board.id}
              board={board}
              now={props.now}
              onOpen={() => props.onOpen(board.id)}
              onForget={() => setForgets(board)}
            />
          ))}
        </ul>
      )}
      <ConfirmDialog
        opened={forgets !== undefined}
        title={forgetting.title({ board: nameOf(forgets) })}
        text={props.isGuest ? [guest.forgetText] : [forgetting.text, forgetting.onlyCopy]}
        confirm={forgetting.confirm}
        onCancel={() => setForgets(undefined)}
        onConfirm={() => {
          if (forgets !== undefined) props.onForget(forgets.id);
          setForgets(undefined);
        }}
      />
    </Stack>
  );
}

function RecentBoard(props: {
  readonly board: KnownBoard;
  readonly now: number;
  readonly onOpen: () => void;
  readonly onForget: () => void;
}) {
  const name = nameOf(props.board);
  return (
    <Group className="pb-recent-board" component="li" wrap="nowrap" gap={0}>
      <UnstyledButton className="pb-recent-open" aria-label={start.open({ name })} onClick={props.onOpen}>
        <span className="pb-recent-icon">
          <Presentation size={20} />
        </span>
        <Stack gap={0} miw={0} flex={1}>
          <Text fw={600} truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {start.lastOpened({ when: formatWhen(props.board.lastOpenedAt, props.now) })}
            {props.board.access === 'view' && ` · ${viewing.badge}`}
          </Text>
        </Stack>
        <ChevronRight size={18} className="pb-recent-arrow" />
      </UnstyledButton>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        mr="xs"
        aria-label={start.forget({ name })}
        title={start.forget({ name })}
        onClick={props.onForget}
      >
        <Trash2 size={17} />
      </ActionIcon>
    </Group>
  );
}

function NoBoards({ isGuest }: { readonly isGuest: boolean }) {
  return (
    <Stack className="pb-surface pb-recent pb-recent-empty" gap={4} align="center">
      <Presentation size={28} strokeWidth={1.5} />
      <Text fw={600}>{isGuest ? guest.boardsEmptyTitle : start.recentEmptyTitle}</Text>
      <Text size="sm" c="dimmed" ta="center">
        {isGuest ? guest.boardsEmptyText : start.recentEmptyText}
      </Text>
    </Stack>
  );
}

function nameOf(board: KnownBoard | undefined): string {
  return board?.name || boardTexts.untitled;
}
