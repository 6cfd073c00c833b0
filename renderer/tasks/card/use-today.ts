import { useEffect, useState } from 'react';
import { dayOf } from './due.ts';

/** The day that it is on this device; looked at again each minute, as a clock may be set and a machine may sleep. */
export function useToday(): string {
  const [today, setToday] = useState(() => dayOf(new Date()));
  useEffect(() => {
    const timer = setInterval(() => setToday(dayOf(new Date())), 60_000);
    return () => clearInterval(timer);
  }, []);
  return today;
}
