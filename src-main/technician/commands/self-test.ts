import { queueTest } from '../../centre/steps/order-actions.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { askBehindPin, behindPin } from './behind-pin.ts';

export function selfTestCommands(context: KioskContext) {
  const { selfTest, diagnostics } = context.machine;
  const isAtTest = () => context.session().place.at === 'technician-test';
  const isOnPage = { isThere: () => isAtTest() || context.session().place.at === 'technician' };
  const print = (): Result<null, Refusal> => {
    const { printers } = context;
    if (!printers.canPrint())
      return refuse({ kind: 'not-possible-here', detail: printers.notice()?.condition ?? 'no-printer' });
    queueTest(context);
    return succeed(null);
  };
  return {
    runSelfTest: ({ stamp }) =>
      askBehindPin(context, stamp, 'run-self-test', () => selfTest.run(true), { isThere: isAtTest }),
    saveDiagnostics: ({ stamp }) =>
      askBehindPin(context, stamp, 'save-diagnostics', () => diagnostics.save(), isOnPage),
    printTest: ({ stamp }) => behindPin(context, stamp, 'print-test', print, isOnPage),
  } satisfies Partial<Commands>;
}
