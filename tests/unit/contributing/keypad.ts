import { type Addition, newFile } from './addition.ts';

const keys = { F13: 'up', F14: 'down', F17: 'select', F18: 'back', F19: 'help' };

export const KEYPAD: Addition = {
  heading: 'An audio keypad',
  missed: [],
  first: [newFile('config/keypads/five-keys.json', JSON.stringify({ keypadId: 'five-keys', keys }))],
  answers: [],
  proof: `
    const { loadAppearance } = await import('../../../src-main/configuration/load.ts');
    const { SpeechSetting } = await import('../../../src-main/contract/shared/speech-setting.ts');
    const { DEFAULT_TOUCH } = await import('../../../src-main/contract/shared/touch.ts');
    const speech = SpeechSetting.parse({ keypad: 'five-keys' });
    const screen = { theme: 'terrassa', shade: 'light' } as const;
    const loaded = loadAppearance({ screen, touch: DEFAULT_TOUCH, speech, configDir: 'config' });
    expect(loaded).toMatchObject({ ok: true, value: { keypad: { F13: 'up', F17: 'select' } } });
  `,
};
