import { Fieldset, NativeSelect, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useId } from 'react';
import type { DayOrder } from '#app/exchange/days.ts';
import { type CsvField, type CsvMapping, csvFields } from '#app/exchange/formats/csv.ts';
import type { TableChoice } from './file-reading.ts';
import { exchange as texts } from './texts.ts';

/** The maximum length of the sample cell beside the name of a column, in characters. */
const maxSample = 24;

/** Maps the columns of a table to the parts of a card. */
export function TableMapping({
  csv,
  onChange,
}: {
  readonly csv: TableChoice;
  readonly onChange: (mapping: CsvMapping) => void;
}) {
  const { table, mapping } = csv;
  const id = useId();
  const options = [
    { value: '', label: texts.noField },
    ...table.header.map((name, at) => {
      const sample = (table.rows[0]?.cells[at] ?? '').trim().replace(/\s+/g, ' ').slice(0, maxSample);
      const label = name === '' ? texts.unnamed({ position: at + 1 }) : name;
      return { value: String(at), label: sample === '' ? label : texts.sample({ name: label, sample }) };
    }),
  ];
  const change = (field: CsvField, value: string): void => {
    const { [field]: _, ...rest } = mapping.fields;
    onChange({ ...mapping, fields: value === '' ? rest : { ...rest, [field]: Number(value) } });
  };
  return (
    <Fieldset legend={texts.mappingTitle}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="xs">
          {csvFields.map((field) => (
            <NativeSelect
              key={field}
              label={texts.fields[field]}
              value={String(mapping.fields[field] ?? '')}
              data={field === 'title' ? options.slice(1) : options}
              onChange={({ currentTarget: { value } }) => change(field, value)}
            />
          ))}
        </SimpleGrid>
        {csv.asksForOrder && (
          <div>
            <Text size="sm" fw={500} id={id}>
              {texts.dayOrder}
            </Text>
            <SegmentedControl
              aria-labelledby={id}
              value={mapping.dayOrder}
              data={(['day-first', 'month-first'] satisfies DayOrder[]).map((value) => ({
                value,
                label: texts.dayOrders[value],
              }))}
              onChange={(value) =>
                onChange({ ...mapping, dayOrder: value === 'month-first' ? 'month-first' : 'day-first' })
              }
            />
          </div>
        )}
      </Stack>
    </Fieldset>
  );
}
