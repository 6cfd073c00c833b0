import { VisuallyHidden } from '@mantine/core';
import type { SessionView } from '#app/session/view.ts';
import { healthAnnouncement, healthText, pendingText } from '../texts.ts';

/**
 * Whether changes settle, in one sentence, and how many of this device's have not yet. Screen readers hear of each
 * change of state, but not of every millisecond.
 */
export function HealthLine({ view }: { readonly view: Pick<SessionView, 'health' | 'pendingChanges'> }) {
  const sentence = healthText(view.health, view.pendingChanges);
  return (
    <div className="pb-health" data-state={view.health.state}>
      <span
        className={view.health.state === 'settling' ? 'pb-health-dot' : 'pb-health-dot pb-pulse'}
        aria-hidden="true"
      />
      <span className="pb-health-text" data-testid="health" data-state={view.health.state} title={sentence}>
        {sentence}
      </span>
      <VisuallyHidden role="status" aria-live="polite">
        {healthAnnouncement(view.health)}
      </VisuallyHidden>
    </div>
  );
}

/** How many changes of this device are not settled. */
export function PendingCount({ pendingChanges }: { readonly pendingChanges: number }) {
  return (
    <span
      className="pb-pending"
      data-testid="pending-count"
      data-count={pendingChanges}
      data-pending={pendingChanges > 0}
    >
      {pendingText(pendingChanges)}
    </span>
  );
}
