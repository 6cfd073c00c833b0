import { Modal as MantineModal, type ModalProps } from '@mantine/core';
import { useIsOnTop } from './on-top.ts';

/** A dialog. Escape closes only the one on top: Mantine's own dialogs all close at once. */
export function Modal(props: ModalProps) {
  const isOnTop = useIsOnTop(props.opened);
  return <MantineModal {...props} closeOnEscape={isOnTop && props.closeOnEscape !== false} />;
}
