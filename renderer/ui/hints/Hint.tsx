import { Tooltip, type TooltipProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { watchPresses } from './watch-presses.ts';

/**
 * A tooltip that closes when its trigger, or anything else, is pressed. Mantine's own stays open until the pointer leaves, so after
 * a click it describes an action that is already done.
 */
export function Hint(props: Omit<TooltipProps, 'disabled' | 'ref' | 'target'>) {
  const [trigger, setTrigger] = useState<HTMLElement | null>(null);
  const [isPressed, setPressed] = useState(false);
  useEffect(() => {
    if (trigger !== null) return watchPresses(document, trigger, setPressed);
  }, [trigger]);
  return <Tooltip {...props} ref={setTrigger} disabled={isPressed} />;
}
