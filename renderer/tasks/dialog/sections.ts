/** Decides which parts of a card are shown in its dialog. */

import type { TaskView } from '#app/session/view/view.ts';

export type Section = 'due' | 'assignees' | 'labels' | 'checklist' | 'files' | 'comments';

/** Whether a section is shown. A viewer can add nothing to an empty section, so only its heading would be left. */
export function isShown(section: Section, task: TaskView, viewOnly: boolean): boolean {
  return !viewOnly || hasContent[section](task);
}

const hasContent: Readonly<Record<Section, (task: TaskView) => boolean>> = {
  due: ({ due }) => due !== undefined,
  assignees: ({ assignees }) => assignees !== undefined,
  labels: ({ labels }) => labels !== undefined,
  checklist: ({ checklist }) => checklist !== undefined,
  files: ({ attachments }) => attachments !== undefined,
  comments: ({ comments }) => comments !== undefined,
};
