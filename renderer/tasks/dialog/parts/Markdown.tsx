import { type MouseEvent, useMemo, useState } from 'react';
import { LinkDialog } from '../../../whiteboard/links/LinkDialog.tsx';
import { safeHtml } from './markdown.ts';

/** Markdown, rendered. A link shows its address before it opens, outside. */
export function Markdown({ text }: { readonly text: string }) {
  const [link, setLink] = useState<string>();
  const html = useMemo(() => ({ __html: safeHtml(text) }), [text]);
  const follow = (event: MouseEvent): void => {
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    if (anchor === null) return;
    event.preventDefault();
    if (anchor.href !== '') setLink(anchor.href);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: Enter on a link within it is a click. */}
      <div
        className="pb-markdown"
        dir="auto"
        data-testid="markdown"
        onClick={follow}
        onAuxClick={follow}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: DOMPurify made it; the links are intercepted.
        dangerouslySetInnerHTML={html}
      />
      <LinkDialog address={link} onClose={() => setLink(undefined)} />
    </>
  );
}
