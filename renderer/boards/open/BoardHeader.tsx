import { ActionIcon, Badge, Button, Group, Tabs } from '@mantine/core';
import { ArrowLeft, Eye, ListChecks, PenTool, UserPlus } from 'lucide-react';
import { memo } from 'react';
import type { BoardSession } from '#app/session/api.ts';
import type { NetworkSettings } from '#app/session/device/network.ts';
import { type Follow, PeopleStrip } from '../../people/PeopleStrip.tsx';
import { AppearanceMenu } from '../../ui/appearance/AppearanceMenu.tsx';
import { GuestBadge } from '../../ui/components/GuestBadge.tsx';
import { Hint } from '../../ui/hints/Hint.tsx';
import { common } from '../../ui/texts.ts';
import { NetworkButton } from '../start/NetworkDialog.tsx';
import { board as texts, viewing } from '../texts.ts';
import { BoardName } from './BoardName.tsx';
import { useViewParts } from './session/use-board-session.ts';
import { HealthLine } from './status/HealthLine.tsx';

export interface BoardHeaderActions {
  readonly onLeave: () => void;
  readonly onRename: (name: string, was: string) => void;
  readonly onInvite: () => void;
  readonly onPeople: () => void;
  /** Shows the place of a person. */
  readonly onFollow: (follow: Follow) => void;
  /** The whiteboard was chosen with the pointer: it gets the keyboard. */
  readonly onDraw: () => void;
}

/** Must be within the `Tabs` of the board. */
export const BoardHeader = memo(function BoardHeader({
  session,
  network,
  actions,
}: {
  readonly session: BoardSession;
  readonly network: NetworkSettings;
  readonly actions: BoardHeaderActions;
}) {
  const view = useViewParts(session, ['me', 'boardName', 'people']);
  const viewOnly = view.me.role === 'viewer';
  return (
    <header className="pb-surface pb-board-header">
      <div className="pb-board-title">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={common.backToBoards}
          title={common.backToBoards}
          onClick={actions.onLeave}
        >
          <ArrowLeft size={19} className="pb-points" />
        </ActionIcon>
        <div className="pb-board-names">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <BoardName name={view.boardName} {...(viewOnly ? {} : { onRename: actions.onRename })} />
            {viewOnly && <ViewOnlyBadge hint={view.me.access === 'view' ? viewing.hint : viewing.roleHint} />}
            {view.me.guest === true && <GuestBadge isMe />}
          </Group>
          <HealthLine session={session} />
        </div>
      </div>
      <Tabs.List aria-label={texts.tabList} className="pb-board-tabs">
        <Tabs.Tab
          value="whiteboard"
          leftSection={<PenTool size={16} />}
          // With the keyboard the tabs keep the focus: their arrow keys click as well, without a pointer's count.
          onClick={(event) => {
            if (event.detail > 0) actions.onDraw();
          }}
        >
          {texts.tabs.whiteboard}
        </Tabs.Tab>
        <Tabs.Tab value="tasks" leftSection={<ListChecks size={16} />}>
          {texts.tabs.tasks}
        </Tabs.Tab>
      </Tabs.List>
      <div className="pb-board-tools">
        <PeopleStrip
          people={view.people}
          live={session.live}
          onOpen={actions.onPeople}
          onFollow={actions.onFollow}
        />
        <Button
          size="sm"
          aria-label={texts.invite}
          leftSection={<UserPlus size={17} />}
          className="pb-invite"
          onClick={actions.onInvite}
        >
          <span className="pb-invite-label">{texts.invite}</span>
        </Button>
        <NetworkButton network={network} />
        <AppearanceMenu />
      </div>
    </header>
  );
});

function ViewOnlyBadge({ hint }: { readonly hint: string }) {
  return (
    <Hint label={hint} multiline w={260}>
      <Badge
        variant="light"
        flex="none"
        leftSection={<Eye size={13} />}
        tabIndex={0}
        aria-label={`${viewing.badge}. ${hint}`}
        data-testid="view-only"
      >
        {viewing.badge}
      </Badge>
    </Hint>
  );
}
