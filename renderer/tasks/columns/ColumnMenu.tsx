import { ActionIcon, Menu, useDirection } from '@mantine/core';
import { ArrowLeft, ArrowRight, Ellipsis, LayoutTemplate, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Column } from '#shared/board/task/model.ts';
import { act } from '../../ui/failures/act.ts';
import { useTaskList } from '../list-context.ts';
import { templates } from '../templates/texts.ts';
import { columnName } from '../texts.ts';
import { ColumnDialog } from './ColumnDialog.tsx';
import { RemoveColumnDialog } from './RemoveColumnDialog.tsx';
import { columns as texts } from './texts.ts';

/** All actions of a column, also for keyboard and touch. */
export function ColumnMenu({ column }: { readonly column: Column }) {
  const { session, columns, chooseTemplate } = useTaskList();
  const [dialog, setDialog] = useState<'edit' | 'remove'>();
  const at = columns.findIndex(({ id }) => id === column.id);
  const name = columnName(column);
  const { dir } = useDirection();
  // Left and right are those of the screen.
  const isFirst = at <= 0;
  const isLast = at >= columns.length - 1;
  const toStart = () => act(session.cards.moveColumn(column.id, columns[at - 1]?.id));
  const toEnd = () => act(session.cards.moveColumn(column.id, columns[at + 2]?.id));
  const [left, right] =
    dir === 'ltr'
      ? [
          { disabled: isFirst, onClick: toStart },
          { disabled: isLast, onClick: toEnd },
        ]
      : [
          { disabled: isLast, onClick: toEnd },
          { disabled: isFirst, onClick: toStart },
        ];
  const close = (): void => setDialog(undefined);
  return (
    <>
      <Menu position="bottom-end" withinPortal returnFocus>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="md" aria-label={texts.menu({ name })}>
            <Ellipsis size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pencil size={15} />} onClick={() => setDialog('edit')}>
            {texts.edit}
          </Menu.Item>
          <Menu.Item leftSection={<LayoutTemplate size={15} />} onClick={() => chooseTemplate(column.id)}>
            {templates.fromTemplate}
          </Menu.Item>
          <Menu.Item leftSection={<ArrowLeft size={15} />} {...left}>
            {texts.moveLeft}
          </Menu.Item>
          <Menu.Item leftSection={<ArrowRight size={15} />} {...right}>
            {texts.moveRight}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<Trash2 size={15} />}
            disabled={columns.length < 2}
            onClick={() => setDialog('remove')}
          >
            {texts.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'edit' && <ColumnDialog column={column} onClose={close} />}
      {dialog === 'remove' && <RemoveColumnDialog column={column} onClose={close} />}
    </>
  );
}
