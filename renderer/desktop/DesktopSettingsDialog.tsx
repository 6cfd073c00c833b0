import { Alert, Group, Loader, Stack, Switch, Text } from '@mantine/core';
import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { DesktopBridge, DesktopSettings, DesktopSettingsChange } from '#shared/desktop/bridge.ts';
import { Modal } from '../ui/components/Modal.tsx';
import { common } from '../ui/texts.ts';
import { desktopSettings as texts } from './texts.ts';

/** Opens from the menu's "Settings…"; in the desktop app only. */
export function DesktopSettingsDialog({ bridge }: { readonly bridge: DesktopBridge }) {
  const [opened, setOpened] = useState(false);
  const [settings, setSettings] = useState<DesktopSettings>();
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => bridge.onShowSettings(() => setOpened(true)), [bridge]);

  const take = useCallback((now: Promise<DesktopSettings>): void => {
    setBusy(true);
    setFailed(undefined);
    now
      .then(setSettings, (error: unknown) =>
        setFailed(error instanceof Error ? error.message : String(error)),
      )
      .finally(() => setBusy(false));
  }, []);
  useEffect(() => {
    if (opened) take(bridge.settings());
  }, [opened, bridge, take]);
  const change = (wanted: DesktopSettingsChange): void => take(bridge.changeSettings(wanted));

  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={texts.title}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="lg" data-testid="desktop-settings">
        {failed !== undefined && (
          <Alert color="red" role="alert">
            {failed}
          </Alert>
        )}
        {settings === undefined ? (
          failed === undefined && (
            <Group gap="sm" role="status">
              <Loader size="sm" />
              <Text size="sm">{texts.loading}</Text>
            </Group>
          )
        ) : (
          <>
            <Switch
              label={texts.stayInTray}
              description={texts.stayInTrayHint}
              checked={settings.stayInTray}
              disabled={busy}
              onChange={(event) => change({ stayInTray: event.currentTarget.checked })}
            />
            <Switch
              label={texts.startAtLogin}
              description={texts.startAtLoginHint}
              checked={settings.startAtLogin}
              disabled={busy}
              onChange={(event) => change({ startAtLogin: event.currentTarget.checked })}
            />
            <Alert
              color={settings.secrets === 'sealed' ? 'teal' : 'yellow'}
              icon={settings.secrets === 'sealed' ? <LockKeyhole size={18} /> : <LockKeyholeOpen size={18} />}
              title={texts.secretsTitle}
              data-secrets={settings.secrets}
            >
              {texts.secrets[settings.secrets]}
            </Alert>
          </>
        )}
      </Stack>
    </Modal>
  );
}
