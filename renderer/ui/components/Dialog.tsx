import type { ModalProps } from '@mantine/core';
import { useLayoutEffect } from 'react';
import { common } from '../texts.ts';
import { Modal } from './Modal.tsx';

/** A dialog that is mounted only while it is open: at its end the focus returns to its previous element. */
export function Dialog(props: Omit<ModalProps, 'opened' | 'returnFocus' | 'closeButtonProps'>) {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return <Modal {...props} opened returnFocus={false} closeButtonProps={{ 'aria-label': common.close }} />;
}
