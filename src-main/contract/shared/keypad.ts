import { z } from 'zod';
import { Slug } from './ids.ts';

/** The actions of an audio keypad's keys. `loudest` sets the loudest volume, 12 dB above the usual one (EN 301 549, 8.2.1.2). */
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

/** The keys of a keypad that may have an action, named by `KeyboardEvent.code`. Keys that type characters are not allowed. */
const KeypadKey = z
  .string()
  .regex(/^(F1[3-9]|F2[0-4]|AudioVolume(Up|Down|Mute))$/, 'expected F13 to F24, AudioVolumeUp, Down or Mute');

/** Actions that a keypad must have, so that a citizen can operate the kiosk by keypad alone. */
const NEEDED: readonly KeypadAction[] = ['up', 'down', 'select', 'back', 'help'];

export const Keypad = z
  .strictObject({ keypadId: Slug, keys: z.record(KeypadKey, KeypadAction) })
  .superRefine(({ keys }, context) => {
    const actions = Object.values(keys);
    for (const action of NEEDED)
      if (!actions.includes(action))
        context.addIssue({ code: 'custom', path: ['keys'], message: `no key for ${action}` });
    if (actions.includes('jack-in') !== actions.includes('jack-out'))
      context.addIssue({
        code: 'custom',
        path: ['keys'],
        message: 'a jack has a key for plugging in and one for pulling out: name both or neither',
      });
  });
export type Keypad = z.infer<typeof Keypad>;
