import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { ArrowLeftToLine, ArrowRightToLine, Check, Languages, Monitor, Moon, Sun } from 'lucide-react';
import { useContext, useSyncExternalStore } from 'react';
import { appearance as texts } from '../texts.ts';
import { directionChoices, type LayoutDirection, LayoutDirectionContext } from './direction.ts';

const schemes = ['light', 'dark', 'auto'] as const;
const icons = { light: Sun, dark: Moon, auto: Monitor } as const;

/** Colours and direction of the layout, on this device. */
export function AppearanceMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const layout = useContext(LayoutDirectionContext);
  const Current = icons[colorScheme];
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.menu} title={texts.menu}>
          <Current size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map((scheme) => {
          const Icon = icons[scheme];
          return (
            <Menu.Item
              key={scheme}
              leftSection={<Icon size={16} />}
              rightSection={scheme === colorScheme ? <Check size={16} /> : undefined}
              aria-current={scheme === colorScheme}
              onClick={() => setColorScheme(scheme)}
            >
              {texts.scheme[scheme]}
            </Menu.Item>
          );
        })}
        {layout !== undefined && <Directions layout={layout} />}
      </Menu.Dropdown>
    </Menu>
  );
}

const directionIcons = { auto: Languages, ltr: ArrowRightToLine, rtl: ArrowLeftToLine } as const;

function Directions({ layout }: { readonly layout: LayoutDirection }) {
  const current = useSyncExternalStore(
    (listener) => layout.subscribe(listener),
    () => layout.choice(),
  );
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{texts.directions}</Menu.Label>
      {directionChoices.map((choice) => {
        const Icon = directionIcons[choice];
        return (
          <Menu.Item
            key={choice}
            leftSection={<Icon size={16} />}
            rightSection={choice === current ? <Check size={16} /> : undefined}
            aria-current={choice === current}
            onClick={() => layout.choose(choice)}
          >
            {texts.direction[choice]}
          </Menu.Item>
        );
      })}
    </>
  );
}
