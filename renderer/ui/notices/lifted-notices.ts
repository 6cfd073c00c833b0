import { useEffect } from 'react';

/** On the document's element while {@link useLiftedNotices} asks for it. */
export const liftedAttribute = 'data-lifted-notices';

/** In a small window, notices lie above a toolbar at the bottom, and not on it. @param isLifted whether the toolbar is shown. */
export function useLiftedNotices(isLifted: boolean): void {
  useEffect(() => {
    const { documentElement } = document;
    documentElement.toggleAttribute(liftedAttribute, isLifted);
    return () => documentElement.removeAttribute(liftedAttribute);
  }, [isLifted]);
}
