import { type ReactNode, useState } from 'react';
import type { Person } from '#app/session/view/view.ts';
import type { Role } from '#shared/board/member/role.ts';
import { ConfirmDialog } from '../../ui/components/ConfirmDialog.tsx';
import { type RoleQuestion, roleQuestion } from './role-choices.ts';
import { roleQuestions as texts } from './texts.ts';

export interface RoleActions {
  readonly onRole: (id: Person['id'], role: Role) => void;
  readonly onHandOver: (id: Person['id']) => void;
}

interface Asked {
  readonly person: Person;
  readonly question: RoleQuestion;
  readonly act: () => void;
}

/** Changes roles, some of them after a question. */
export function useRoleChange({ onRole, onHandOver }: RoleActions): {
  readonly choose: (person: Person, change: Role | 'handOver') => void;
  readonly dialog: ReactNode;
} {
  const [asked, setAsked] = useState<Asked>();
  const choose = (person: Person, change: Role | 'handOver'): void => {
    const { id } = person;
    const act = () => (change === 'handOver' ? onHandOver(id) : onRole(id, change));
    const question = change === 'handOver' ? change : roleQuestion(person, change);
    if (question === undefined) act();
    else setAsked({ person, question, act });
  };
  const dialog = (
    <ConfirmDialog
      opened={asked !== undefined}
      {...questionTexts(asked)}
      onCancel={() => setAsked(undefined)}
      onConfirm={() => {
        asked?.act();
        setAsked(undefined);
      }}
    />
  );
  return { choose, dialog };
}

function questionTexts(asked: Asked | undefined) {
  if (asked === undefined) return { title: '', text: [], confirm: '' };
  const { question } = asked;
  const { name } = asked.person;
  switch (question) {
    case 'owner':
    case 'handOver': {
      const { title, text, confirm } = texts[question];
      return { title: title({ name }), text: [text({ name })], confirm };
    }
    default: {
      const { title, text, confirm } = texts[question];
      return { title, text: [text], confirm };
    }
  }
}
