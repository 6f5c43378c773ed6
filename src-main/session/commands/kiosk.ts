import { offersHours } from '../../booking/steps/bookable.ts';
import { orderActions } from '../../centre/steps/order-actions.ts';
import { createRemoteOrders } from '../../centre/steps/remote-orders.ts';
import { scan } from '../../check-in/commands/check-in.ts';
import type { ScannedCode } from '../../check-in/steps/read-codes.ts';
import { type Result, refuse } from '../../domain/result.ts';
import { announceHelp } from '../../staff/steps/asked-of-staff.ts';
import { takesNote } from '../../technician/commands/network.ts';
import { RESUMABLE_PAGES, type ResumablePage } from '../../technician/steps/restart-policy.ts';
import { pairingHeldMs } from '../../technician/view/pairing-code.ts';
import { beforeCommand } from '../../tickets/commands/before-command.ts';
import { givesNumber } from '../../tickets/steps/first-number.ts';
import { slipNews } from '../../tickets/steps/slip-news.ts';
import type { CoreMethod, ParamsOf, Refusal } from '../contract/kiosk-api.ts';
import { createKioskContext, type KioskContext, type KioskParts } from '../steps/kiosk-context.ts';
import { isPristine } from '../steps/session.ts';
import { createCommands } from './all.ts';

export interface Kiosk {
  handle<M extends CoreMethod>(method: M, params: ParamsOf<M>): Result<unknown, Refusal>;
  /**
   * Like `handle`, but asks other sources first where a command needs it: sibling kiosks for at most a third of a second, or some seconds
   * for a reprint; before the first number of a run, the centre and the siblings that may know this kiosk's numbers, for at most three
   * seconds.
   */
  answer<M extends CoreMethod>(
    method: M,
    params: ParamsOf<M>,
  ): Result<unknown, Refusal> | Promise<Result<unknown, Refusal>>;
  scanned(code: ScannedCode): void;
  /** To be called about once a second: handles time limits, the clock on the screen, opening and closing. */
  tick(): void;
  refresh(): void;
  /** Whether a restart would disturb no citizen and no print job. */
  atRest(): boolean;
  /** The current technician's page if it can continue after a restart; else `null`. */
  resumablePage(): ResumablePage | null;
  /** The code of the named person who works as technician; `null`: the shared PIN was used, or no technician is at work. */
  codeInUse(): string | null;
  /**
   * To be called when the program ends, before the print queue is closed: a PIN check in progress is discarded, and a document number that
   * is being looked up or a scanned code issues no ticket, because its paper could not be printed.
   */
  stop(): void;
  /** To be called before the store closes, after `stop` and once the last print job has ended: later changes are not shown. */
  close(): void;
}

/** Creates the session of the citizen at the kiosk, its commands and the screen that follows from both. */
export function createKiosk(parts: KioskParts): Kiosk {
  const context = createKioskContext(parts);
  const commands = createCommands(context);
  const { queue, centre, guessLimit, session, apply, refresh, stop, close } = context;
  const { devices, travel, notes, hub, predecessor } = context;
  const { selfTest, networks, diagnostics } = context.machine;
  queue.onChange(slipNews(context));
  for (const shown of [centre, devices, travel, notes, hub, predecessor, selfTest, networks, diagnostics])
    shown.onChange(refresh);
  context.help.onChange(() => {
    announceHelp(context);
    refresh();
  });
  centre.onAcknowledged((acknowledgement) => {
    // Result ignored: the subject is no call of this kiosk, or the call has been answered already.
    context.help.answer(acknowledgement.subjectId, null);
    apply({ type: 'acknowledged', acknowledgement });
  });
  let underWay = 0;
  const resumablePage = () => RESUMABLE_PAGES.find((page) => page === session().place.at) ?? null;
  const { orders, clock, log } = context;
  const remote = createRemoteOrders({ orders, actions: orderActions(context, parts.restart), clock, log });
  centre.onOrdered(remote.look);
  refresh();
  remote.look();
  return {
    handle: (method, params) => commands[method](params),
    answer(method, params) {
      const unknown = givesNumber(method) ? context.firstNumber() : null;
      const asked =
        unknown === null
          ? beforeCommand(context, method, params)
          : unknown.then(() => beforeCommand(context, method, params) ?? undefined);
      if (asked === null) return commands[method](params);
      underWay += 1;
      const goOn = (): Result<unknown, Refusal> => {
        underWay -= 1;
        return context.isStopped() ? refuse({ kind: 'core-down' }) : commands[method](params);
      };
      // The command runs even if asking the others failed, because a citizen waits.
      return asked.then(goOn, goOn);
    },
    scanned(code) {
      const unknown = takesNote(context) ? null : context.firstNumber();
      if (unknown === null) scan(context, code);
      else void unknown.then(() => scan(context, code));
    },
    tick() {
      guessLimit.tick();
      context.help.tick();
      announceHelp(context);
      endWithCode(context);
      apply({ type: 'tick', heldMs: pairingHeldMs(context) });
      if (offersHours(session(), context)) context.bookable.look();
      remote.look();
    },
    refresh,
    atRest: () =>
      underWay === 0 && (isPristine(session()) || resumablePage() === 'technician-first-run') && queue.waiting() === 0,
    resumablePage,
    codeInUse: () => context.record.codeOf(session().sessionId),
    stop() {
      remote.stop();
      stop();
    },
    close,
  };
}

function endWithCode({ record, gate, session, apply }: KioskContext): void {
  const codeId = record.codeOf(session().sessionId);
  if (codeId !== null && !gate.holds(codeId)) apply({ type: 'finish' });
}
