import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import { loadAppearance } from '../../src-main/configuration/load.ts';
import type { ScreenSetting } from '../../src-main/contract/shared/office-profile.ts';
import { DEFAULT_SPEECH } from '../../src-main/contract/shared/speech-setting.ts';
import { DEFAULT_TOUCH } from '../../src-main/contract/shared/touch.ts';
import type { Appearance } from '../../src-main/session/contract/appearance.ts';

export function appearanceOf({
  panel = 'inch-21-5-portrait',
  theme = 'terrassa',
  shade = 'light',
}: Partial<ScreenSetting> = {}): Appearance {
  const loaded = loadAppearance({
    screen: { panel, theme, shade },
    touch: DEFAULT_TOUCH,
    speech: DEFAULT_SPEECH,
    configDir: join(repositoryRoot, 'config'),
  });
  if (!loaded.ok) throw new Error(loaded.error.detail);
  return loaded.value;
}
