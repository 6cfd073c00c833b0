import { Kbd, Table, Text } from '@mantine/core';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { shortcuts as texts } from './texts.ts';

export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title={texts.title}>
      <Text size="sm" mb="xs">
        {texts.intro}
      </Text>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {Object.entries(texts.list).map(([id, { keys, effect }]) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw={500} w="11rem">
                <Kbd>{keys}</Kbd>
              </Table.Th>
              <Table.Td>{effect}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
