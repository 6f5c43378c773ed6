import { z } from 'zod';
import { Slug } from './ids.ts';

/** What a key of an audio keypad is for. `loudest` is a step of 12 dB (EN 301 549, 8.2.1.2). */
export const KeypadAction = z.enum([
  'up',
  'down',
  'select',
  'back',
  'help',
  'repeat',
  'louder',
  'softer',
  'loudest',
  'faster',
  'slower',
  'curtain',
  'ticket',
  'jack-in',
  'jack-out',
]);
export type KeypadAction = z.infer<typeof KeypadAction>;

/** Keys that no keyboard of an office has, by their place as a page hears of it (`code`). */
const KeypadKey = z
  .string()
  .regex(/^(F1[3-9]|F2[0-4]|AudioVolume(Up|Down|Mute))$/, 'expected F13 to F24, AudioVolumeUp, Down or Mute');

/** Without these nobody gets anywhere by a keypad alone. */
const NEEDED: readonly KeypadAction[] = ['up', 'down', 'select', 'back', 'help'];

/** One kind of audio keypad: what each of its keys is for. */
export const Keypad = z
  .strictObject({ keypadId: Slug, keys: z.record(KeypadKey, KeypadAction) })
  .superRefine(({ keys }, context) => {
    const actions = Object.values(keys);
    for (const action of NEEDED)
      if (!actions.includes(action))
        context.addIssue({ code: 'custom', path: ['keys'], message: `no key for ${action}` });
    if (actions.includes('jack-in') !== actions.includes('jack-out'))
      context.addIssue({ code: 'custom', path: ['keys'], message: 'a jack goes in and out: name both or neither' });
  });
export type Keypad = z.infer<typeof Keypad>;
