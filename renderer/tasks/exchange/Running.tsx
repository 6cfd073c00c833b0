import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import type { ImportProgress } from '#app/exchange/import-run.ts';
import { common } from '../../ui/texts.ts';
import { exchange as texts } from './texts.ts';

/** An import that is running, or finished. */
export function Running(props: {
  readonly progress: ImportProgress;
  readonly onCancel: () => void;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}) {
  const { state, total, added, settled, refused } = props.progress;
  const isRunning = state === 'running';
  return (
    <Stack>
      <Text role="status" data-testid="import-state">
        {isRunning ? texts.running({ added, total }) : texts.states[state]({ added, total })}
      </Text>
      <Progress
        value={(100 * added) / Math.max(1, total)}
        color={state === 'full' ? 'red' : 'blue'}
        aria-label={texts.title}
      />
      {settled < added && (
        <Text size="sm" c="dimmed">
          {texts.waiting({ settled, total: added })}
        </Text>
      )}
      {refused > 0 && <Text size="sm">{texts.refused({ count: refused })}</Text>}
      <Group justify="flex-end">
        {isRunning ? (
          <Button variant="default" onClick={props.onCancel} data-autofocus>
            {texts.cancel}
          </Button>
        ) : (
          <>
            {added > 0 && (
              <Button variant="subtle" title={texts.undoHint} onClick={props.onUndo}>
                {texts.undo}
              </Button>
            )}
            <Button onClick={props.onClose} data-autofocus>
              {common.close}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}
