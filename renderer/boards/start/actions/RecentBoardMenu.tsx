import { ActionIcon, Menu } from '@mantine/core';
import { Copy, Download, Ellipsis, LogOut, Pencil, Trash2 } from 'lucide-react';
import type { KnownBoard } from '#app/session/api.ts';
import { boardActions, nameOf } from '../texts.ts';
import type { BoardAction } from './use-board-actions.ts';

/** @param board an id. The menu gives its button an id of its own. */
export function menuButtonOf(list: HTMLElement | null, board: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-menu-of="${CSS.escape(board)}"]`) ?? null;
}

/** The actions of a board in the list. A viewer has no vote to hand over and may not rename; a guest cannot create a board. */
export function RecentBoardMenu(props: {
  readonly board: KnownBoard;
  readonly isGuest: boolean;
  readonly onChoose: (action: BoardAction, board: KnownBoard) => void;
}) {
  const { board, isGuest, onChoose } = props;
  const name = nameOf(board);
  const isEditor = board.access === 'edit';
  return (
    <Menu position="bottom-end" withinPortal returnFocus>
      <Menu.Target>
        <ActionIcon
          className="pb-recent-menu"
          variant="subtle"
          color="gray"
          size="lg"
          me="xs"
          data-menu-of={board.id}
          aria-label={boardActions.menu({ name })}
        >
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isEditor && (
          <Menu.Item leftSection={<Pencil size={15} />} onClick={() => onChoose('rename', board)}>
            {boardActions.rename}
          </Menu.Item>
        )}
        {!isGuest && (
          <Menu.Item leftSection={<Copy size={15} />} onClick={() => onChoose('duplicate', board)}>
            {boardActions.duplicate}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Download size={15} />} onClick={() => onChoose('save', board)}>
          {boardActions.save}
        </Menu.Item>
        <Menu.Divider />
        {isEditor && !isGuest && (
          <Menu.Item
            leftSection={<LogOut size={15} className="pb-points" />}
            onClick={() => onChoose('leave', board)}
          >
            {boardActions.leave}
          </Menu.Item>
        )}
        <Menu.Item color="red" leftSection={<Trash2 size={15} />} onClick={() => onChoose('forget', board)}>
          {boardActions.forget}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
