import { Avatar, Group, Skeleton, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { Presentation } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { BoardShelf, BoardSummary, KnownBoard } from '#app/session/api.ts';
import { NamedAvatar } from '../../../people/look/PersonAvatar.tsx';
import { formatWhen } from '../../../ui/format.ts';
import { guest } from '../../../ui/texts.ts';
import { BoardDialogs } from '../actions/BoardDialogs.tsx';
import { menuButtonOf, RecentBoardMenu } from '../actions/RecentBoardMenu.tsx';
import { type BoardActions, useBoardActions } from '../actions/use-board-actions.ts';
import { BoardSearch } from '../search/BoardSearch.tsx';
import { fewestSearched, foundBoards } from '../search/board-search.ts';
import { boardDetails, nameOf, start } from '../texts.ts';
import { BoardPicture } from './BoardPicture.tsx';
import { useOpenNow } from './use-open-now.ts';

/** The boards that this device is a member of, latest first. */
export function RecentBoards(props: {
  readonly shelf: BoardShelf;
  /** Absent while the list is loading. */
  readonly boards: readonly KnownBoard[] | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly onOpen: (id: string) => void;
  /** The list has changed; resolves when it is shown. */
  readonly onChanged: () => Promise<void>;
  /** A copy is deleted: the drafts of its board go with it. */
  readonly onForgotten: (id: string) => void;
}) {
  const { shelf, boards } = props;
  const actions = useBoardActions(shelf, props.onChanged, props.onForgotten);
  const section = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState('');
  const isSearched = boards !== undefined && boards.length >= fewestSearched;
  const shown = foundBoards(boards ?? [], search);
  const open = useOpenNow(shelf, boards !== undefined && boards.length > 0);
  useMenuFocus(actions, section);
  const title = shelf.isGuest ? guest.boardsTitle : start.recentTitle;
  return (
    <Stack ref={section} tabIndex={-1} gap="sm" component="section" className="pb-recents" aria-label={title}>
      <Group justify="space-between" gap="xs">
        <Title order={2} fz="h4">
          {title}
        </Title>
        {isSearched && <BoardSearch list={section} text={search} onChange={setSearch} />}
      </Group>
      {boards === undefined && (
        <Skeleton height={64} radius="md" role="status" aria-label={start.recentLoading} />
      )}
      {boards?.length === 0 && <NoBoards isGuest={shelf.isGuest} />}
      <div>
        {isSearched && (
          <Text role="status" size="sm" c="dimmed">
            {shown.length === 0 && start.searchEmpty({ text: search.trim() })}
          </Text>
        )}
        {shown.length > 0 && (
          <ul className="pb-surface pb-recent" aria-label={title}>
            {shown.map((board) => (
              <Group key={board.id} className="pb-recent-board" component="li" wrap="nowrap" gap={0}>
                <UnstyledButton
                  className="pb-recent-open"
                  data-open={board.id}
                  aria-label={start.open({ name: nameOf(board) })}
                  aria-describedby={`about-${board.id}`}
                  onClick={() => props.onOpen(board.id)}
                >
                  <BoardPicture shelf={shelf} id={board.id} />
                  <Stack gap={2} miw={0} flex={1}>
                    <Text fw={600} truncate dir="auto" className="pb-row-name">
                      {nameOf(board)}
                    </Text>
                    <Text id={`about-${board.id}`} size="xs" c="dimmed">
                      {open.has(board.id) && (
                        <span className="pb-open-now" data-open-now={board.name}>
                          {start.openNow}
                        </span>
                      )}
                      {boardDetails(board, (at) => formatWhen(at, props.now))}
                    </Text>
                  </Stack>
                  {board.summary !== undefined && <People summary={board.summary} />}
                </UnstyledButton>
                <RecentBoardMenu board={board} isGuest={shelf.isGuest} onChoose={actions.choose} />
              </Group>
            ))}
          </ul>
        )}
      </div>
      <BoardDialogs actions={actions} isGuest={shelf.isGuest} />
    </Stack>
  );
}

/** After a dialog the focus returns to the menu of its board, or to the list if that board is removed. */
function useMenuFocus({ chosen }: BoardActions, list: React.RefObject<HTMLElement | null>): void {
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (chosen !== undefined) {
      last.current = chosen.board.id;
      return;
    }
    if (last.current === undefined) return;
    const menu = menuButtonOf(list.current, last.current);
    last.current = undefined;
    (menu ?? list.current)?.focus();
  }, [chosen, list]);
}

/** Pictures of the other people; their names are in the details. */
function People({ summary: { people, more } }: { readonly summary: BoardSummary }) {
  if (people.length === 0) return null;
  return (
    <Avatar.Group className="pb-recent-people" spacing={6} aria-hidden>
      {people.map(({ name, colour }) => (
        <NamedAvatar key={name} name={name} colour={colour} label="" size={26} />
      ))}
      {more > 0 && (
        <Avatar size={26} radius="xl">
          {start.morePeople({ more })}
        </Avatar>
      )}
    </Avatar.Group>
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
