import { Button, Chip, Group, Input, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { maxChecklistItems, maxItemLength, maxNotesLength, maxTitleLength } from '#shared/board/limits.ts';
import type { Template } from '#shared/board/task/model.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { SendButton } from '../../ui/components/SendButton.tsx';
import { act } from '../../ui/failures/act.ts';
import { submitsForm } from '../../ui/keys/send-key.ts';
import { common } from '../../ui/texts.ts';
import { dotColour } from '../colours.ts';
import { useTaskList } from '../list-context.ts';
import { changeOf, draftOf, itemsIn, type TemplateDraft } from './draft.ts';
import { templates as texts } from './texts.ts';

/** Changes a template for everyone. Cards that were made from it stay as they are. */
export function EditTemplate({
  template,
  onClose,
}: {
  readonly template: Template;
  readonly onClose: () => void;
}) {
  const { session, labels } = useTaskList();
  const [opened] = useState(template);
  const [draft, setDraft] = useState(() => draftOf(template));
  const id = useId();
  const set = (change: Partial<TemplateDraft>): void => setDraft({ ...draft, ...change });
  const items = itemsIn(draft.checklist);
  const problem = itemProblem(items);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBlank(draft.title) || problem !== undefined) return;
    const change = changeOf(opened, draft, template);
    if (change !== undefined) act(session.cards.editTemplate(template.id, change));
    onClose();
  };
  return (
    <Dialog onClose={onClose} size="lg" title={texts.editTitle}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={texts.titleLabel}
            value={draft.title}
            maxLength={maxTitleLength}
            error={isBlank(draft.title) ? texts.titleMissing : undefined}
            data-autofocus
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
          <Textarea
            label={texts.notesLabel}
            description={texts.notesHint}
            value={draft.notes}
            maxLength={maxNotesLength}
            autosize
            minRows={3}
            maxRows={12}
            onKeyDown={submitsForm}
            onChange={(event) => set({ notes: event.currentTarget.value })}
          />
          {labels.length > 0 && (
            <Input.Wrapper label={texts.labelsLabel} labelElement="div" labelProps={{ id }}>
              <Group gap={6} mt={4} role="group" aria-labelledby={id}>
                {labels.map((label) => (
                  <Chip
                    key={label.id}
                    size="xs"
                    checked={draft.labels.includes(label.id)}
                    onChange={(on) =>
                      set({
                        labels: on
                          ? [...draft.labels, label.id]
                          : draft.labels.filter((one) => one !== label.id),
                      })
                    }
                  >
                    <span
                      className="pb-label-dot"
                      style={{ background: dotColour(label.colour) }}
                      aria-hidden="true"
                    />{' '}
                    <bdi>{label.name}</bdi>
                  </Chip>
                ))}
              </Group>
            </Input.Wrapper>
          )}
          <Textarea
            label={texts.checklistLabel}
            description={texts.checklistHint}
            value={draft.checklist}
            error={problem}
            autosize
            minRows={2}
            maxRows={12}
            onKeyDown={submitsForm}
            onChange={(event) => set({ checklist: event.currentTarget.value })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <SendButton type="submit">{common.save}</SendButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function itemProblem(items: readonly string[]): string | undefined {
  if (items.length > maxChecklistItems) return texts.manyItems({ max: maxChecklistItems });
  return items.some((text) => text.length > maxItemLength)
    ? texts.longItem({ max: maxItemLength })
    : undefined;
}
