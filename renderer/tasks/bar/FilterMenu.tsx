import { Button, Group, NativeSelect, Popover, Stack } from '@mantine/core';
import { ListFilter } from 'lucide-react';
import { useTaskList } from '../list-context.ts';
import { type DueFilter, type Filter, noFilter, type Order } from './search.ts';
import { bar as texts } from './texts.ts';

const dues: readonly DueFilter[] = ['any', 'overdue', 'week', 'none'];
const orders: readonly Order[] = ['board', 'due', 'newest', 'title'];

/** Filter by person, label and due day, and the order in which cards are shown on this device. */
export function FilterMenu(props: {
  readonly filter: Filter;
  readonly order: Order;
  readonly onFilter: (filter: Filter) => void;
  readonly onOrder: (order: Order) => void;
}) {
  const { filter, order } = props;
  const { people, labels } = useTaskList();
  const { person, label, ...rest } = filter;
  const count = [person !== undefined, label !== undefined, filter.due !== 'any', order !== 'board'].filter(
    Boolean,
  ).length;
  return (
    <Popover position="bottom-start" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={count > 0 ? 'light' : 'default'}
          leftSection={<ListFilter size={16} />}
          aria-haspopup="dialog"
        >
          {count > 0 ? texts.filtering({ count }) : texts.filter}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.filter}>
        <Stack gap="sm" w="15rem">
          <NativeSelect
            label={texts.person}
            value={person ?? ''}
            data={[
              { value: '', label: texts.anybody },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              props.onFilter({
                ...rest,
                ...(label === undefined ? {} : { label }),
                ...(value === '' ? {} : { person: value }),
              })
            }
          />
          <NativeSelect
            label={texts.label}
            value={label ?? ''}
            data={[
              { value: '', label: texts.anyLabel },
              ...labels.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              props.onFilter({
                ...rest,
                ...(person === undefined ? {} : { person }),
                ...(value === '' ? {} : { label: value }),
              })
            }
          />
          <NativeSelect
            label={texts.due}
            value={filter.due}
            data={dues.map((value) => ({ value, label: texts.dues[value] }))}
            onChange={({ currentTarget: { value } }) =>
              props.onFilter({ ...filter, due: dues.find((one) => one === value) ?? 'any' })
            }
          />
          <NativeSelect
            label={texts.sort}
            value={order}
            data={orders.map((value) => ({ value, label: texts.orders[value] }))}
            onChange={({ currentTarget: { value } }) =>
              props.onOrder(orders.find((one) => one === value) ?? 'board')
            }
          />
          <Group justify="flex-end">
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                props.onFilter({ ...noFilter, text: filter.text, mine: filter.mine });
                props.onOrder('board');
              }}
            >
              {texts.reset}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
