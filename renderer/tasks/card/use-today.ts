import { useEffect, useState } from 'react';
import { dayOf } from './due.ts';

/** The current day on this device; read every minute, as a clock may be set and a machine may sleep. */
export function useToday(): string {
  const [today, setToday] = useState(() => dayOf(new Date()));
  useEffect(() => {
    const timer = setInterval(() => setToday(dayOf(new Date())), 60_000);
    return () => clearInterval(timer);
  }, []);
  return today;
}
