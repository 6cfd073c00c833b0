import { Button, Stack, Text, Title } from '@mantine/core';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import type { DeviceLinking } from '#app/session/changes/device-linking.ts';
import type { SessionView } from '#app/session/view/view.ts';
import { maxDevices } from '#shared/board/member/persons.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { SecondDeviceDialog } from './SecondDeviceDialog.tsx';
import { linkDialog, secondDialog, devices as texts } from './texts.ts';

/** The ways to link the devices of the person at this one; nothing with a view link. */
export function DeviceSection(props: {
  readonly linking: DeviceLinking;
  readonly view: Pick<SessionView, 'link' | 'me' | 'people' | 'health'>;
}) {
  const { linking, view } = props;
  const [opened, setOpened] = useState<'link' | 'second'>();
  const mine = view.people.filter(({ isMine }) => isMine).length;
  const close = (): void => setOpened(undefined);
  if (view.me.access === 'view') return null;
  const isGuest = view.me.guest === true;
  return (
    <Stack gap="xs" component="section" aria-label={texts.title} data-testid="your-devices">
      <Title order={3} fz="sm" c="dimmed">
        {texts.title}
      </Title>
      <Text size="xs" c="dimmed">
        {isGuest ? texts.guest : texts.explanation}
      </Text>
      {!isGuest && mine < maxDevices && (
        <Button
          variant="default"
          size="xs"
          leftSection={<MonitorSmartphone size={14} />}
          onClick={() => setOpened('link')}
        >
          {linkDialog.open}
        </Button>
      )}
      {!isGuest && mine === 1 && (
        <Button variant="default" size="xs" onClick={() => setOpened('second')}>
          {secondDialog.open}
        </Button>
      )}
      {opened === 'link' && <LinkDialog linking={linking} view={view} onClose={close} />}
      {opened === 'second' && <SecondDeviceDialog linking={linking} view={view} onClose={close} />}
    </Stack>
  );
}
