import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { FileDown } from 'lucide-react';
import { useEffect } from 'react';
import type { DesktopBridge, LastRun } from '#shared/desktop/bridge.ts';
import { act } from '../ui/failures/act.ts';
import { afterCrash as texts } from './texts.ts';

const id = 'last-run';

type Bridge = Pick<DesktopBridge, 'lastRun' | 'saveLog'>;

/** After a crash, reports it once at the next start, and offers the log; in the desktop app only. */
export function LastRunNotice({ bridge }: { readonly bridge: Bridge }) {
  useEffect(() => {
    act(
      bridge.lastRun().then((lastRun) => {
        if (lastRun !== 'ended-well') show(lastRun, bridge);
      }),
    );
  }, [bridge]);
  return null;
}

function show(lastRun: Exclude<LastRun, 'ended-well'>, bridge: Bridge): void {
  const save = async (): Promise<void> => {
    if (!(await bridge.saveLog())) return;
    notifications.hide(id);
    notifications.show({ message: texts.saved, color: 'teal' });
  };
  notifications.show({
    id,
    title: texts.title,
    color: 'yellow',
    // It stays until it is closed, beside the list of boards.
    autoClose: false,
    position: 'bottom-right',
    message: (
      <Stack gap="xs" align="flex-start" data-testid="last-run" data-last-run={lastRun}>
        <Text size="sm">{texts.text[lastRun]}</Text>
        <Text size="sm">{texts.report}</Text>
        <Button
          size="xs"
          variant="default"
          leftSection={<FileDown size={15} />}
          onClick={() => act(save(), texts.failed)}
        >
          {texts.saveLog}
        </Button>
      </Stack>
    ),
  });
}
