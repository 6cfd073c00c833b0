import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { numberText } from '../../tasks/texts.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { common } from '../../ui/texts.ts';
import { cards as texts } from './texts.ts';
import type { CardOnBoard } from './use-cards.ts';

/** The maximum number of cards in the list at a time; a search finds the others. */
const maxListed = 50;

/** Chooses a card for the selected elements. */
export function TieDialog(props: {
  /** In the order in which they are listed. */
  readonly cards: readonly CardOnBoard[];
  /** The number of elements. */
  readonly count: number;
  readonly onTie: (card: string) => void;
  readonly onClose: () => void;
}) {
  const { cards, count, onTie, onClose } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const data = useMemo(
    () => cards.map(({ task }) => ({ value: task.id, label: `${numberText(task.number)} ${task.title}` })),
    [cards],
  );
  // Another person may remove the chosen card.
  const card = cards.some(({ task }) => task.id === chosen) ? chosen : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (card === null) return;
    onTie(card);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={texts.tieTitle({ count })}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{texts.tieText}</Text>
          <Select
            label={texts.chooseCard}
            data={data}
            value={card}
            onChange={setChosen}
            searchable
            limit={maxListed}
            nothingFoundMessage={texts.noCards}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" disabled={card === null}>
              {texts.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
