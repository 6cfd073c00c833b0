import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { Modal } from '../../ui/components/Modal.tsx';
import { common } from '../../ui/texts.ts';
import { whiteboard as texts } from '../texts.ts';

/** Shows the address of a link before it opens outside: any member of the board can write one. */
export function LinkDialog(props: { readonly address: string | undefined; readonly onClose: () => void }) {
  const { address, onClose } = props;
  return (
    <Modal
      opened={address !== undefined}
      onClose={onClose}
      title={texts.linkTitle}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="md">
        <Text size="sm">{texts.linkText}</Text>
        <Code block className="pb-link-address" data-testid="link-address">
          {address}
        </Code>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {common.cancel}
          </Button>
          <Button component="a" href={address} target="_blank" rel="noopener noreferrer" onClick={onClose}>
            {texts.linkOpen}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
