import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';

/**
 * Most waits are over before. The animation is drawn in each frame, which delays what a person waits for: without a GPU, half as long
 * as an empty board takes.
 */
const delayMilliseconds = 1000;

/** The animation of a wait, beside a text that says what for. It appears if the wait is a long one. */
export function LateLoader() {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setIsLate(true), delayMilliseconds);
    return () => window.clearTimeout(timer);
  }, []);
  return isLate ? <Loader /> : null;
}
