import {
  Alert,
  Button,
  Group,
  Loader,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { Check, Copy, FileDown, TriangleAlert } from 'lucide-react';
import { QRCodeSVG } from 'qrcode.react';
import { useEffect, useRef, useState } from 'react';
import { isLoopbackAddress } from '#app/mesh/discovery/host-address.ts';
import type { BoardSession } from '#app/session/api.ts';
import type { NetworkSettings } from '#app/session/device/network.ts';
import { formatInviteFile } from '#shared/invite/file.ts';
import type { BoardAccess, Invite } from '#shared/invite/invite.ts';
import { formatBrowserLink } from '#shared/invite/link.ts';
import { Modal } from '../../ui/components/Modal.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { saveText } from '../../ui/saving/save-file.ts';
import { common } from '../../ui/texts.ts';
import type { Host } from '../host.ts';
import { inviteFileName, invite as texts } from './texts.ts';

/** Side of the QR code, CSS pixels. */
const qrSide = 208;

/** The board's invite as a link and a QR code, for an address that the others can reach. */
export function InviteDialog(props: {
  readonly session: BoardSession;
  /** This device's access; its invites grant at most that. */
  readonly access: BoardAccess;
  readonly host: Host;
  readonly network: NetworkSettings;
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const { session, host, network, opened } = props;
  const [addresses, setAddresses] = useState<readonly string[]>();
  const [wanted, setWanted] = useState<BoardAccess>('edit');
  const access = props.access === 'view' ? 'view' : wanted;
  useEffect(() => {
    if (!opened) return;
    let wanted = true;
    // The networks can change: requested at each opening.
    host.addresses().then(
      (found) => wanted && setAddresses(network.forInvites(found)),
      (error: unknown) => {
        console.error(error);
        if (wanted) setAddresses([]);
      },
    );
    return () => {
      wanted = false;
    };
  }, [host, network, opened]);

  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      title={texts.title}
      size="md"
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="md">
        {props.access === 'edit' ? (
          <SegmentedControl
            fullWidth
            aria-label={texts.accessLabel}
            data={accessChoices}
            value={access}
            onChange={(value) => setWanted(value === 'view' ? 'view' : 'edit')}
          />
        ) : (
          <Text size="sm">{texts.viewersOnly}</Text>
        )}
        <Text size="sm">{texts.text[access]}</Text>
        {addresses === undefined ? (
          <Group gap="sm" role="status">
            <Loader size="sm" />
            <Text size="sm">{texts.looking}</Text>
          </Group>
        ) : (
          <InviteLink key={access} session={session} access={access} addresses={addresses} />
        )}
      </Stack>
    </Modal>
  );
}

const accessChoices = (['edit', 'view'] as const).map((value) => ({ value, label: texts.access[value] }));

function InviteLink(props: {
  readonly session: BoardSession;
  readonly access: BoardAccess;
  readonly addresses: readonly string[];
}) {
  const [chosen, setChosen] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean>();
  const address = props.addresses.find((one) => one === chosen) ?? props.addresses[0];
  if (address === undefined) return <Alert color="red">{texts.failed}</Alert>;
  const invite = inviteFor(props.session.invite(props.access), props.addresses, address);
  const link = formatBrowserLink(invite, address);
  const save = (): void => saveText(inviteFileName(invite.boardName), formatInviteFile(invite));

  const copy = async (): Promise<void> => setCopied(await copyText(link, field.current));
  return (
    <Stack gap="md">
      {isLoopbackAddress(address) && (
        <Alert color="yellow" icon={<TriangleAlert size={18} />}>
          {texts.loopback}
        </Alert>
      )}
      {props.addresses.length > 1 && (
        <Select
          label={texts.addressLabel}
          description={texts.addressHint}
          data={[...props.addresses]}
          value={address}
          allowDeselect={false}
          onChange={(value) => {
            setChosen(value ?? undefined);
            setCopied(undefined);
          }}
        />
      )}
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          ref={field}
          flex={1}
          readOnly
          label={texts.linkLabel}
          value={link}
          data-testid="invite-link"
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          data-autofocus
          variant={copied === true ? 'light' : 'filled'}
          leftSection={copied === true ? <Check size={17} /> : <Copy size={17} />}
          onClick={copy}
        >
          {copied === true ? texts.copied : texts.copy}
        </Button>
      </Group>
      <Text size="sm" aria-live="polite" display={copied === false ? 'block' : 'none'}>
        {copied === false ? texts.copyFailed : ''}
      </Text>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">
          {texts.fileHint}
        </Text>
        <Button variant="default" flex="none" leftSection={<FileDown size={17} />} onClick={save}>
          {texts.saveFile}
        </Button>
      </Group>
      <Stack align="center" gap="xs">
        <div className="pb-qr">
          <QRCodeSVG value={link} size={qrSide} level="L" title={texts.qrLabel} />
        </div>
        <Text size="sm" c="dimmed">
          {texts.qrHint}
        </Text>
      </Stack>
    </Stack>
  );
}

/** The chosen address first, then the others: a device on another network of this computer needs one of those. */
function inviteFor(invite: Invite, addresses: readonly string[], address: string): Invite {
  const hosts = [address, ...addresses.filter((one) => one !== address)];
  return { ...invite, hosts };
}
