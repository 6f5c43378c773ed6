import { succeed } from '../../domain/result.ts';
import type { KioskContext } from '../kiosk-context.ts';
import type { Commands } from './command.ts';

/** What is read aloud is the page's to choose: it says what it shows, and changes no session. */
export function speechCommands({ speech }: KioskContext) {
  return {
    say: (params) => speech.say(params),
    hush(params) {
      speech.hush(params);
      return succeed(null);
    },
  } satisfies Partial<Commands>;
}
