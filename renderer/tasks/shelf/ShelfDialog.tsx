import { Button, Group, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { TaskView } from '#app/session/view/view.ts';
import type { Shelf } from '#shared/board/task/model.ts';
import { ConfirmDialog } from '../../ui/components/ConfirmDialog.tsx';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { matcher, noFilter } from '../bar/search.ts';
import { useTaskList } from '../list-context.ts';
import { numberText } from '../texts.ts';
import { shelf as texts } from './texts.ts';

/** The maximum number of listed cards. */
const maxListed = 100;

/** The archive or the trash: restores cards; in the trash also deletes them permanently, after a confirmation. */
export function ShelfDialog(props: {
  readonly shelf: Shelf;
  readonly cards: readonly TaskView[];
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}) {
  const { shelf, cards } = props;
  const { session, viewOnly, nameOf, me } = useTaskList();
  const [text, setText] = useState('');
  const [removing, setRemoving] = useState<readonly TaskView[]>([]);
  const found = cards
    .filter(matcher({ ...noFilter, text }, { me, nameOf }))
    .toSorted((a, b) => b.number - a.number);
  return (
    <Dialog onClose={props.onClose} size="lg" title={texts.titles[shelf]}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {cards.length === 0 ? texts.empty[shelf] : texts.hint[shelf]}
        </Text>
        {cards.length > 0 && (
          <Group justify="space-between">
            <TextInput
              type="search"
              aria-label={texts.search}
              placeholder={texts.search}
              value={text}
              data-autofocus
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {shelf === 'trash' && !viewOnly && (
              <Button variant="subtle" color="red" onClick={() => setRemoving(cards)}>
                {texts.emptyTrash}
              </Button>
            )}
          </Group>
        )}
        <ul className="pb-shelf" aria-label={texts.titles[shelf]}>
          {found.slice(0, maxListed).map((card) => (
            <li key={card.id} data-testid="shelf-card">
              <UnstyledButton
                className="pb-shelf-title"
                aria-label={texts.open({ title: card.title })}
                onClick={() => props.onOpen(card.id)}
              >
                <Text component="span" className="pb-card-number">
                  {numberText(card.number)}
                </Text>{' '}
                <bdi>{card.title}</bdi>
              </UnstyledButton>
              {!viewOnly && (
                <Group gap={4} wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="light"
                    aria-label={texts.restoreLabel({ title: card.title })}
                    onClick={() => act(session.cards.shelve(card.id, 'board'))}
                  >
                    {texts.restore}
                  </Button>
                  {shelf === 'trash' && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      aria-label={texts.removeLabel({ title: card.title })}
                      onClick={() => setRemoving([card])}
                    >
                      {texts.remove}
                    </Button>
                  )}
                </Group>
              )}
            </li>
          ))}
        </ul>
        {found.length > maxListed && (
          <Text size="sm" c="dimmed">
            {texts.more({ count: found.length - maxListed })}
          </Text>
        )}
      </Stack>
      <ConfirmDialog
        opened={removing.length > 0}
        title={
          removing.length === 1
            ? texts.removeTitle({ title: removing[0]?.title ?? '' })
            : texts.removeAllTitle({ count: removing.length })
        }
        text={[texts.removeText]}
        confirm={texts.removeConfirm}
        onCancel={() => setRemoving([])}
        onConfirm={() => {
          for (const { id } of removing) act(session.removeTask(id));
          setRemoving([]);
        }}
      />
    </Dialog>
  );
}
