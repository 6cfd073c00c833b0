import { ActionIcon, Button, Chip, Group, Menu, Text, TextInput } from '@mantine/core';
import {
  Archive,
  Ellipsis,
  FileDown,
  FileUp,
  Keyboard,
  LayoutTemplate,
  Redo2,
  Search,
  Trash2,
  Undo2,
} from 'lucide-react';
import type { RefObject } from 'react';
import { AddColumn } from '../columns/AddColumn.tsx';
import { type ExportFormat, exportFormats } from '../exchange/export-cards.ts';
import { exchange } from '../exchange/texts.ts';
import { templates } from '../templates/texts.ts';
import { hiddenText, tasks as texts } from '../texts.ts';
import { FilterMenu } from './FilterMenu.tsx';
import type { Filter, Order } from './search.ts';
import { bar } from './texts.ts';

export interface BarActions {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly showArchive: () => void;
  readonly showTrash: () => void;
  readonly showKeys: () => void;
  readonly showTemplates: () => void;
  readonly importCards: () => void;
  readonly exportCards: (format: ExportFormat) => void;
}

/** Search, filters, and actions of the whole list. */
export function TaskBar(props: {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly filter: Filter;
  readonly order: Order;
  readonly viewOnly: boolean;
  /** Titles of just added tasks that the filter hides. */
  readonly hidden: readonly string[];
  readonly onFilter: (filter: Filter) => void;
  readonly onOrder: (order: Order) => void;
  readonly onShowAll: () => void;
  readonly actions: BarActions;
}) {
  const { filter, hidden, actions, viewOnly } = props;
  return (
    <Group className="pb-tasks-bar" gap="sm">
      <TextInput
        ref={props.search}
        type="search"
        aria-label={texts.search}
        placeholder={texts.search}
        leftSection={<Search size={16} />}
        value={filter.text}
        maxLength={200}
        onChange={(event) => props.onFilter({ ...filter, text: event.currentTarget.value })}
      />
      <Chip
        checked={filter.mine}
        onChange={(mine) => props.onFilter({ ...filter, mine })}
        wrapperProps={{ title: texts.mineHint }}
      >
        {texts.mine}
      </Chip>
      <FilterMenu filter={filter} order={props.order} onFilter={props.onFilter} onOrder={props.onOrder} />
      <Group gap="xs" role="status">
        {hidden.length > 0 && (
          <>
            <Text size="sm" lineClamp={1} maw="32rem">
              {hiddenText(hidden)}
            </Text>
            <Button size="compact-sm" variant="light" onClick={props.onShowAll}>
              {texts.showAll}
            </Button>
          </>
        )}
      </Group>
      <Group gap="xs" ms="auto">
        {!viewOnly && <AddColumn />}
        <Menu position="bottom-end" withinPortal returnFocus>
          <Menu.Target>
            <ActionIcon variant="default" size="lg" aria-label={bar.more}>
              <Ellipsis size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {!viewOnly && (
              <>
                <Menu.Item leftSection={<Undo2 size={15} className="pb-points" />} onClick={actions.undo}>
                  {bar.undo}
                </Menu.Item>
                <Menu.Item leftSection={<Redo2 size={15} className="pb-points" />} onClick={actions.redo}>
                  {bar.redo}
                </Menu.Item>
              </>
            )}
            {!viewOnly && (
              <Menu.Item leftSection={<LayoutTemplate size={15} />} onClick={actions.showTemplates}>
                {templates.open}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<Archive size={15} />} onClick={actions.showArchive}>
              {bar.archive}
            </Menu.Item>
            <Menu.Item leftSection={<Trash2 size={15} />} onClick={actions.showTrash}>
              {bar.trash}
            </Menu.Item>
            <Menu.Divider />
            {!viewOnly && (
              <Menu.Item leftSection={<FileUp size={15} />} onClick={actions.importCards}>
                {exchange.importCards}
              </Menu.Item>
            )}
            <Menu.Label>{exchange.exportLabel}</Menu.Label>
            {exportFormats.map((format) => (
              <Menu.Item
                key={format}
                leftSection={<FileDown size={15} />}
                onClick={() => actions.exportCards(format)}
              >
                {exchange.exports[format]}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item leftSection={<Keyboard size={15} />} onClick={actions.showKeys}>
              {bar.keys}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Group>
  );
}
