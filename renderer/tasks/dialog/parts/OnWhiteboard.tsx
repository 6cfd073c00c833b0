import { Button, Group, Input } from '@mantine/core';
import { Presentation } from 'lucide-react';
import type { TaskView } from '#app/session/view/view.ts';
import { useTiedElements } from '../../../ui/use-ties.ts';
import { card as texts } from '../../card/texts.ts';
import { useTaskList } from '../../list-context.ts';

/** The elements of the whiteboard that are tied to the card; without any, a way to add a note for it. */
export function OnWhiteboard(props: {
  readonly task: TaskView;
  /** The whiteboard is about to be shown. */
  readonly onLeave: () => void;
}) {
  const { session, viewOnly, whiteboard } = useTaskList();
  const elements = useTiedElements(session, props.task.id);
  const count = elements.length;
  if (count === 0 && (viewOnly || props.task.shelf !== undefined)) return null;
  return (
    <Input.Wrapper label={texts.onWhiteboard} labelElement="div" data-testid="on-whiteboard">
      <Group gap="xs" mt={4}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Presentation size={14} />}
          onClick={() => {
            props.onLeave();
            if (count === 0) whiteboard.addNotes([props.task]);
            else whiteboard.show(elements);
          }}
        >
          {count === 0 ? texts.addNote : texts.showOnWhiteboard({ count })}
        </Button>
        {count > 0 && !viewOnly && (
          <Button size="compact-sm" variant="subtle" onClick={() => session.tieElements(elements, undefined)}>
            {texts.untie({ count })}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  );
}
