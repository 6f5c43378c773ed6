import { z } from 'zod';
import { KeypadAction } from '../../contract/shared/keypad.ts';
import { Panel } from '../../contract/shared/panel.ts';
import { SpeechSetting } from '../../contract/shared/speech-setting.ts';
import { Shade, Theme } from '../../contract/shared/theme.ts';
import { TouchSettings } from '../../contract/shared/touch.ts';

/**
 * The settings by which this kiosk's screen looks, takes touches and speaks. The page reads them once for each start of the core, because
 * only a restart changes them.
 */
export const Appearance = z.strictObject({
  panel: Panel,
  theme: Theme,
  shade: Shade,
  touch: TouchSettings,
  speech: SpeechSetting,
  keypad: z.record(z.string(), KeypadAction),
});
export type Appearance = z.infer<typeof Appearance>;
