import { succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';

export function speechCommands({ speech }: KioskContext) {
  return {
    say: (params) => speech.say(params),
    hush(params) {
      speech.hush(params);
      return succeed(null);
    },
  } satisfies Partial<Commands>;
}
