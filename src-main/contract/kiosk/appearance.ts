import { z } from 'zod';
import { KeypadAction } from '../shared/keypad.ts';
import { Panel } from '../shared/panel.ts';
import { SpeechSetting } from '../shared/speech-setting.ts';
import { Shade, Theme } from '../shared/theme.ts';
import { TouchSettings } from '../shared/touch.ts';

/** How this kiosk's screen looks, takes touches and speaks, whoever stands before it: asked for once when the page has a core again, as it changes with a restart only. */
export const Appearance = z.strictObject({
  panel: Panel,
  theme: Theme,
  shade: Shade,
  touch: TouchSettings,
  speech: SpeechSetting,
  /** What each key of the audio keypad is for. */
  keypad: z.record(z.string(), KeypadAction),
});
export type Appearance = z.infer<typeof Appearance>;
