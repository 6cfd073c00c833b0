import { Modal as MantineModal, type ModalProps } from '@mantine/core';
import { useEscape } from './escape.ts';

/** A dialog. Escape closes only the one on top. */
export function Modal(props: ModalProps) {
  useEscape(props.opened, props.closeOnEscape === false ? undefined : props.onClose);
  return <MantineModal {...props} closeOnEscape={false} />;
}
