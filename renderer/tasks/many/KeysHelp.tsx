import { Kbd, Modal, Table, Text } from '@mantine/core';
import { common } from '../../ui/texts.ts';
import { many as texts } from './texts.ts';

export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={texts.keysTitle} closeButtonProps={{ 'aria-label': common.close }}>
      <Text size="sm" mb="xs">
        {texts.keysIntro}
      </Text>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {texts.keys.map(([keys, does]) => (
            <Table.Tr key={keys}>
              <Table.Th scope="row" fw={500} w="11rem">
                <Kbd>{keys}</Kbd>
              </Table.Th>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
