import { VisuallyHidden } from '@mantine/core';
import type { BoardSession } from '#app/session/api.ts';
import { useViewParts } from '../session/use-board-session.ts';
import { agreementText, type BoardStatus, statusAnnouncement, statusText } from './status-text.ts';

/** Whether the person's work is saved, in a few words; People has the details. Screen readers announce each change of state. */
export function HealthLine({ session }: { readonly session: BoardSession }) {
  const view = useViewParts(session, ['health', 'pendingChanges', 'people', 'me']);
  const { health, pendingChanges } = view;
  const status: BoardStatus = {
    health,
    pendingChanges,
    isAlone: !view.people.some((person) => person.connected && !person.isMe),
    viewOnly: view.me.role === 'viewer',
    isGuest: view.me.guest === true,
  };
  const voters =
    'voters' in health ? { 'data-voters': health.voters, 'data-reachable': health.reachable } : {};
  return (
    <div
      className="pb-health"
      data-state={health.state}
      data-testid="pending-count"
      data-count={pendingChanges}
      data-pending={pendingChanges > 0}
    >
      <span
        className={health.state === 'settling' ? 'pb-health-dot' : 'pb-health-dot pb-pulse'}
        aria-hidden="true"
      />
      <span
        className="pb-health-text"
        data-testid="health"
        data-state={health.state}
        {...voters}
        title={agreementText(health)}
      >
        {statusText(status)}
      </span>
      <VisuallyHidden role="status" aria-live="polite">
        {statusAnnouncement(status)}
      </VisuallyHidden>
    </div>
  );
}
