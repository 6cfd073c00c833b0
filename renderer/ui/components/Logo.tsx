import { Group, Image, Text } from '@mantine/core';
import logo from '../logo.svg';
import { productName } from '../texts.ts';

/** The mark: a check mark whose corners are three devices, one of which leads. */
export function Mark({ size }: { readonly size: number }) {
  return <Image src={logo} alt="" w={size} h={size} />;
}

export function Logo({ size = 32 }: { readonly size?: number }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Mark size={size} />
      <Text fw={700} fz={size * 0.62} lh={1} style={{ letterSpacing: '-0.02em' }}>
        {productName}
      </Text>
    </Group>
  );
}
