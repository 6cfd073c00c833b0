import { type DragEvent, useRef } from 'react';
import { holdsFiles } from './give-files.ts';

interface DropHandlers {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

/**
 * Drops of files on elements within the one that has the handlers. Elsewhere in it a drop has no effect: the browser would leave
 * the page for the file.
 *
 * @param target the element at which the files are dropped, which is marked with `data-file-over` meanwhile; undefined where
 *   they cannot be.
 */
export function useFileDrops(
  target: (at: Element) => Element | undefined,
  dropped: (files: readonly File[], on: Element) => void,
): DropHandlers {
  const marked = useRef<Element>(undefined);
  const mark = (element: Element | undefined): void => {
    if (marked.current === element) return;
    marked.current?.removeAttribute('data-file-over');
    element?.setAttribute('data-file-over', 'true');
    marked.current = element;
  };
  const targetOf = ({ target: at }: DragEvent) => (at instanceof Element ? target(at) : undefined);
  return {
    onDragOver: (event) => {
      if (!holdsFiles(event.dataTransfer) || event.defaultPrevented) return;
      event.preventDefault();
      const on = targetOf(event);
      event.dataTransfer.dropEffect = on === undefined ? 'none' : 'copy';
      mark(on);
    },
    onDragLeave: (event) => {
      const { relatedTarget, currentTarget } = event;
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) mark(undefined);
    },
    onDrop: (event) => {
      mark(undefined);
      if (!holdsFiles(event.dataTransfer) || event.defaultPrevented) return;
      event.preventDefault();
      const on = targetOf(event);
      const given = [...event.dataTransfer.files];
      if (on !== undefined && given.length > 0) dropped(given, on);
    },
  };
}
