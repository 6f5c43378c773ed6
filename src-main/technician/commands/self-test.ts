import { queueTest } from '../../centre/steps/order-actions.ts';
import { refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { isTechnician } from '../../session/steps/session.ts';
import type { SessionEvent } from '../../session/steps/session-step.ts';
import type { TechnicianPage } from '../steps/technician-login.ts';
import { asked, behindPin } from './behind-pin.ts';

const STAY: SessionEvent = { type: 'stay' };

export function selfTestCommands(context: KioskContext) {
  const { selfTest, diagnostics } = context.machine;
  const isAt = (...pages: readonly TechnicianPage[]) => {
    const { at } = context.session().place;
    return isTechnician(context.session()) && pages.some((page) => page === at);
  };
  const isThere = () => isAt('technician-test');
  const isOnPage = () => isAt('technician-test', 'technician');
  const run = asked(() => selfTest.run(true));
  const save = asked(() => diagnostics.save());
  const print = () => {
    if (!context.printers.canPrint())
      return refuse({
        kind: 'not-possible-here' as const,
        detail: context.printers.notice()?.condition ?? 'no-printer',
      });
    queueTest(context);
    return succeed(null);
  };
  return {
    runSelfTest: ({ stamp }) => behindPin(context, stamp, 'run-self-test', run, STAY, isThere),
    saveDiagnostics: ({ stamp }) => behindPin(context, stamp, 'save-diagnostics', save, STAY, isOnPage),
    printTest: ({ stamp }) => behindPin(context, stamp, 'print-test', print, STAY, isOnPage),
  } satisfies Partial<Commands>;
}
