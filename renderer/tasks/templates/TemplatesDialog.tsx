import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { Pencil, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ColumnId, Template } from '#shared/board/task/model.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { excerpt } from '../card/excerpt.ts';
import { dotColour } from '../colours.ts';
import { useTaskList } from '../list-context.ts';
import { columnName } from '../texts.ts';
import { EditTemplate } from './EditTemplate.tsx';
import { templates as texts } from './texts.ts';

/** The templates of the board: adds a card from one, or removes one. */
export function TemplatesDialog(props: {
  /** The column that is chosen at first. */
  readonly column: ColumnId | undefined;
  /** A card was added. */
  readonly onAdded: (card: string) => void;
  readonly onClose: () => void;
}) {
  const { session, templates, columns } = useTaskList();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(props.column ?? '');
  const [edited, setEdited] = useState<Template>();
  const search = useRef<HTMLInputElement>(null);
  // Another person may have removed the column meanwhile.
  const column = columns.find(({ id }) => id === chosen)?.id ?? columns[0]?.id ?? '';
  const found = templates
    .filter(({ title, notes }) => `${title}\n${notes}`.toLowerCase().includes(text.trim().toLowerCase()))
    .toSorted((a, b) => a.title.localeCompare(b.title));
  const add = (template: Template): void => {
    const { id, result } = session.cards.addFromTemplate(template, column);
    act(result);
    props.onAdded(id);
  };
  return (
    <Dialog onClose={props.onClose} size="lg" title={texts.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {templates.length === 0 ? texts.empty : texts.hint}
        </Text>
        {templates.length > 0 && (
          <Group align="flex-end">
            <TextInput
              ref={search}
              type="search"
              flex="1 1 12rem"
              aria-label={texts.search}
              placeholder={texts.search}
              value={text}
              data-autofocus
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <NativeSelect
              flex="1 1 10rem"
              label={texts.column}
              value={column}
              data={columns.map((one) => ({ value: one.id, label: columnName(one) }))}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          </Group>
        )}
        <ul className="pb-shelf" aria-label={texts.title}>
          {found.map((template) => (
            <li key={template.id} data-testid="template">
              <About template={template} />
              <Group gap={4} wrap="nowrap">
                <Button
                  size="compact-sm"
                  variant="light"
                  aria-label={texts.addLabel({ title: template.title })}
                  onClick={() => add(template)}
                >
                  {texts.add}
                </Button>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={texts.edit({ title: template.title })}
                  onClick={() => setEdited(template)}
                >
                  <Pencil size={15} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={texts.remove({ title: template.title })}
                  onClick={() => {
                    act(session.cards.removeTemplate(template.id));
                    search.current?.focus();
                  }}
                >
                  <X size={15} />
                </ActionIcon>
              </Group>
            </li>
          ))}
        </ul>
        {templates.length > 0 && found.length === 0 && (
          <Text size="sm" c="dimmed" role="status">
            {texts.noneFound}
          </Text>
        )}
      </Stack>
      {edited !== undefined && <EditTemplate template={edited} onClose={() => setEdited(undefined)} />}
    </Dialog>
  );
}

/** The content that a card gets. */
function About({ template }: { readonly template: Template }) {
  const { labels } = useTaskList();
  const { title, notes, labels: ids = [], checklist = [] } = template;
  const shown = labels.filter(({ id }) => ids.includes(id));
  const start = excerpt(notes);
  return (
    <Stack gap={2} miw={0}>
      <Text size="sm" className="pb-shelf-title" dir="auto">
        {title}
      </Text>
      {start !== '' && (
        <Text size="xs" c="dimmed" lineClamp={2} className="pb-prewrap" dir="auto">
          {start}
        </Text>
      )}
      {shown.length + checklist.length > 0 && (
        <Group gap="xs">
          {shown.map(({ id, name, colour }) => (
            <Text key={id} size="xs" c="dimmed">
              <span className="pb-label-dot" style={{ background: dotColour(colour) }} aria-hidden="true" />{' '}
              <bdi>{name}</bdi>
            </Text>
          ))}
          {checklist.length > 0 && (
            <Text size="xs" c="dimmed">
              {texts.items({ count: checklist.length })}
            </Text>
          )}
        </Group>
      )}
    </Stack>
  );
}
