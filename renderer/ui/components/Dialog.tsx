import type { ModalProps } from '@mantine/core';
import { common } from '../texts.ts';
import { Modal } from './Modal.tsx';

/** A dialog that is mounted only while it is open. */
export function Dialog(props: Omit<ModalProps, 'opened' | 'returnFocus' | 'closeButtonProps'>) {
  return <Modal {...props} opened closeButtonProps={{ 'aria-label': common.close }} />;
}
