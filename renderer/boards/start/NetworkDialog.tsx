import { ActionIcon, Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { Network as NetworkIcon, X } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { HostState, KnownHost } from '#app/mesh/discovery/host-book.ts';
import type { AddressRefusal, NetworkSettings } from '#app/session/device/network.ts';
import { Modal } from '../../ui/components/Modal.tsx';
import { act } from '../../ui/failures/act.ts';
import { common } from '../../ui/texts.ts';
import { hostFaultText } from '../notices/signaling-text.ts';
import { network as texts } from './texts.ts';

/** The button in a header; its dialog lists every address at which this device looks for others. */
export function NetworkButton({ network }: { readonly network: NetworkSettings }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={texts.title}
        title={texts.title}
        onClick={() => setOpened(true)}
      >
        <NetworkIcon size={18} />
      </ActionIcon>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={texts.title}
        size="md"
        closeButtonProps={{ 'aria-label': common.close }}
      >
        <Addresses network={network} />
      </Modal>
    </>
  );
}

function Addresses({ network }: { readonly network: NetworkSettings }) {
  const hosts = useSyncExternalStore(
    (listener) => network.subscribe(listener),
    () => network.hosts(),
  );
  useEffect(() => act(network.look(), texts.failed), [network]);
  return (
    <Stack gap="md">
      <Text size="sm">{texts.text}</Text>
      {hosts.length === 0 ? (
        <Text size="sm" c="dimmed" data-testid="no-addresses">
          {texts.empty}
        </Text>
      ) : (
        <Stack component="ul" gap="xs" className="pb-addresses" aria-label={texts.listLabel}>
          {hosts.map((host) => (
            <Address
              key={host.address}
              host={host}
              onRemove={() => act(network.remove(host.address), texts.failed)}
            />
          ))}
        </Stack>
      )}
      <AddAddress network={network} />
      <Text size="xs" c="dimmed">
        {texts.promise}
      </Text>
    </Stack>
  );
}

const colours = {
  connected: 'teal',
  connecting: 'yellow',
  failing: 'red',
  duplicate: 'gray',
  unused: 'gray',
} as const satisfies Record<HostState['status'], string>;

function Address({ host, onRemove }: { readonly host: KnownHost; readonly onRemove: () => void }) {
  const { address, sources, state } = host;
  const [source] = sources;
  // An address from the network or an invite would return immediately.
  const isRemovable = sources.every((one) => ['typed', 'remembered', 'peer'].includes(one));
  return (
    <li data-testid="network-address" data-address={address} data-state={state.status}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <div className="pb-address">
          <Text size="sm" fw={600} className="pb-address-name">
            {address}
          </Text>
          <Text size="xs" c="dimmed">
            {source === undefined ? '' : texts.sources[source]}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          <Badge variant="light" color={colours[state.status]}>
            {texts.states[state.status]}
          </Badge>
          {isRemovable && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.remove({ address })}
              title={texts.remove({ address })}
              onClick={onRemove}
            >
              <X size={16} />
            </ActionIcon>
          )}
        </Group>
      </Group>
      {state.status === 'failing' && <Text size="xs">{hostFaultText(state.why)}</Text>}
      {state.status === 'duplicate' && <Text size="xs">{texts.duplicate({ address: state.of })}</Text>}
    </li>
  );
}

function AddAddress({ network }: { readonly network: NetworkSettings }) {
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<AddressRefusal>();
  const field = useRef<HTMLInputElement>(null);
  const add = async (): Promise<void> => {
    const refused = await network.add(text);
    setRefusal(refused);
    if (refused === undefined) setText('');
    else field.current?.focus();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    act(add(), texts.failed);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          ref={field}
          flex={1}
          label={texts.addLabel}
          placeholder={texts.addPlaceholder}
          value={text}
          error={refusal === undefined ? undefined : texts.refusals[refusal]}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setRefusal(undefined);
          }}
        />
        <Button type="submit" variant="light">
          {texts.add}
        </Button>
      </Group>
    </form>
  );
}
