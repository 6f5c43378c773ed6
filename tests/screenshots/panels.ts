import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { appearanceOf } from '../support/appearance.ts';

/** Panels of the usual size, 21.5 inches, come first. */
const IDS = readdirSync(join(repositoryRoot, 'config', 'panels'))
  .map((file) => file.replace('.json', ''))
  .sort((one, other) => Number(other.includes('21-5')) - Number(one.includes('21-5')) || one.localeCompare(other));

export const PANELS: readonly Panel[] = IDS.map((panel) => appearanceOf({ panel }).panel);

export function panelNamed(panelId: string): Panel {
  const panel = PANELS.find((other) => other.panelId === panelId);
  if (panel === undefined) throw new Error(`no panel “${panelId}”`);
  return panel;
}
