import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { loadAppearance } from '../../../src-main/configuration/load.ts';
import { DEFAULT_SPEECH } from '../../../src-main/contract/shared/speech-setting.ts';
import { DEFAULT_TOUCH } from '../../../src-main/contract/shared/touch.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const screen = { panel: 'inch-15-portrait', theme: 'terrassa', shade: 'light' } as const;
let configDir = '';
const load = (panel?: string) =>
  loadAppearance({ screen, touch: DEFAULT_TOUCH, speech: DEFAULT_SPEECH, panel, configDir });

beforeEach(() => {
  configDir = temporaryFolder();
  for (const folder of ['panels', 'themes', 'keypads'])
    cpSync(join('config', folder), join(configDir, folder), { recursive: true });
});

test('a panel named at start replaces the profile’s, and touch settings are the office’s', () => {
  expect(load()).toMatchObject({ ok: true, value: { panel: { panelId: 'inch-15-portrait' }, touch: DEFAULT_TOUCH } });
  expect(load('inch-32-portrait')).toMatchObject({ ok: true, value: { panel: { panelId: 'inch-32-portrait' } } });
});

test('a missing or invalid panel or theme is refused with its place and the reason', () => {
  expect(load('inch-99')).toMatchObject({ ok: false, error: { kind: 'profile-invalid' } });
  expect(JSON.stringify(load('inch-99'))).toContain('inch-99.json');
  writeFileSync(join(configDir, 'panels', 'inch-15-portrait.json'), '{"panelId": "inch-15-portrait", "pxPerMm": 0}');
  expect(JSON.stringify(load())).toMatch(/screen\/panel.*inch-15-portrait\.json.*pxPerMm/);
  writeFileSync(join(configDir, 'panels', 'inch-15-portrait.json'), 'not JSON');
  expect(JSON.stringify(load())).toContain('inch-15-portrait.json');
  cpSync(join('config', 'panels'), join(configDir, 'panels'), { recursive: true });
  rmSync(join(configDir, 'themes', 'terrassa.json'));
  expect(JSON.stringify(load())).toMatch(/screen\/theme.*terrassa\.json/);
});
