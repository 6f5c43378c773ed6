import type { KioskContext } from '../kiosk-context.ts';
import { isTechnician } from '../session.ts';
import type { SessionEvent } from '../session-step.ts';
import { asked, behindPin } from './behind-pin.ts';
import type { Commands } from './command.ts';

const STAY: SessionEvent = { type: 'stay' };

/** On the technician's page of the self-test. */
export function selfTestCommands(context: KioskContext) {
  const { selfTest, diagnostics } = context.machine;
  const isThere = () => isTechnician(context.session()) && context.session().place.at === 'technician-test';
  const run = asked(() => selfTest.run(true));
  const save = asked(() => diagnostics.save());
  return {
    runSelfTest: ({ stamp }) => behindPin(context, stamp, 'run-self-test', run, STAY, isThere),
    saveDiagnostics: ({ stamp }) => behindPin(context, stamp, 'save-diagnostics', save, STAY, isThere),
  } satisfies Partial<Commands>;
}
