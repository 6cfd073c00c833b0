/** Runs an import, and stops it when its dialog ends. */

import { useEffect, useRef, useState } from 'react';
import type { ImportPlan } from '#app/exchange/import-plan.ts';
import { CardImport, type ImportProgress } from '#app/exchange/import-run.ts';
import type { ExchangeBoard } from '#app/exchange/model.ts';
import { act } from '../../ui/failures/act.ts';
import { useTaskList } from '../list-context.ts';
import { importTexts } from './texts.ts';

export function useImport() {
  const { session, labels, people } = useTaskList();
  const [progress, setProgress] = useState<ImportProgress>();
  const running = useRef<CardImport>(undefined);
  useEffect(() => () => running.current?.cancel(), []);
  return {
    progress,
    start: (file: ExchangeBoard, plan: ImportPlan): void => {
      running.current = new CardImport({
        cards: session.cards,
        file,
        plan,
        labels,
        people,
        texts: importTexts,
        elapsed: () => performance.now(),
        nextFrame: () => new Promise((resolve) => setTimeout(resolve, 0)),
        changed: setProgress,
      });
      act(running.current.run());
    },
    cancel: (): void => running.current?.cancel(),
    undo: (): Promise<void> => running.current?.undo() ?? Promise.resolve(),
  };
}
