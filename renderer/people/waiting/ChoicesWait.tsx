import { Group, Text } from '@mantine/core';
import { Hourglass } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Choice } from '#app/session/changes/pending.ts';
import type { Health } from '#app/session/view/view.ts';
import { choiceText } from './texts.ts';

/** A choice settles within tens of milliseconds where it does not have to wait: that is not worth a line. */
const briefMilliseconds = 500;

/** The choices about one person, device or setting that wait, each with what it waits for. */
export function ChoicesWait({
  choices,
  health,
}: {
  readonly choices: readonly Choice[];
  readonly health: Health;
}) {
  if (choices.length === 0) return null;
  return <Lines choices={choices} health={health} />;
}

function Lines({ choices, health }: { readonly choices: readonly Choice[]; readonly health: Health }) {
  const [isBrief, setBrief] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setBrief(false), briefMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  if (isBrief && health.state === 'settling') return null;
  return choices.map((choice) => (
    <Group
      key={choice.type}
      gap={6}
      wrap="nowrap"
      align="flex-start"
      role="status"
      data-testid="choice-waits"
    >
      <Hourglass size={13} aria-hidden className="pb-choice-waits" />
      <Text size="xs">{choiceText(choice, health)}</Text>
    </Group>
  ));
}
