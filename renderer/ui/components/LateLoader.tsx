import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Most waits are over before. Each frame of the animation takes time from the work that a person waits for. */
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
