import type { CoreMethod, ParamsOf, Refusal } from '../contract/kiosk/kiosk-api.ts';
import { type Result, refuse } from '../domain/result.ts';
import { beforeCommand } from './before-command.ts';
import { createCommands } from './commands/all.ts';
import { scan } from './commands/check-in.ts';
import { givesNumber } from './first-number.ts';
import { createKioskContext, type KioskParts } from './kiosk-context.ts';
import { orderActions } from './order-actions.ts';
import { pairingHeldMs } from './pairing-code.ts';
import type { ScannedCode } from './read-codes.ts';
import { createRemoteOrders } from './remote-orders.ts';
import { RESUMABLE_PAGES, type ResumablePage } from './restart-policy.ts';
import { isPristine } from './session.ts';
import { slipNews } from './slips.ts';

export interface Kiosk {
  /** Answers one command whose parameters have been validated. */
  handle<M extends CoreMethod>(method: M, params: ParamsOf<M>): Result<unknown, Refusal>;
  /**
   * The same, after others were asked, where they have to be: another kiosk of the office within a third of a second, or some seconds for paper once more; before
   * the first number of a run the centre and siblings that may know this kiosk's numbers, for three seconds at most.
   */
  answer<M extends CoreMethod>(
    method: M,
    params: ParamsOf<M>,
  ): Result<unknown, Refusal> | Promise<Result<unknown, Refusal>>;
  /** A code was read: at any time, by whoever stands there. */
  scanned(code: ScannedCode): void;
  /** To be called about once a second: waiting times, the clock on screen, opening and closing. */
  tick(): void;
  /** To be called when a printer changed. */
  refresh(): void;
  /** Nobody is here whom a new start would disturb, and no paper is on its way. */
  atRest(): boolean;
  /** Where a technician stands behind the PIN and goes on after a new start; `null` elsewhere. */
  resumablePage(): ResumablePage | null;
  /**
   * The program is ending: a PIN that is still looked at lets nobody in and is told to nobody; a number that is looked up, or a code that
   * is read, gives no ticket, whose paper would not come. To be called before the queue is closed.
   */
  stop(): void;
  /** The store closes: what its parts still report is shown no more. To be called after `stop`, once the last paper has ended. */
  close(): void;
}

/** The kiosk as one person at a time meets it: the session, its commands and the screen that follows from both. */
export function createKiosk(parts: KioskParts): Kiosk {
  const context = createKioskContext(parts);
  const commands = createCommands(context);
  const { queue, centre, guessLimit, session, apply, refresh, stop, close } = context;
  queue.onChange(slipNews(context));
  centre.onChange(refresh);
  context.devices.onChange(refresh);
  context.travel.onChange(refresh);
  context.hub.onChange(refresh);
  context.predecessor.onChange(refresh);
  context.machine.selfTest.onChange(refresh);
  context.machine.diagnostics.onChange(refresh);
  context.help.onChange(refresh);
  centre.onAcknowledged((acknowledgement) => {
    // Result ignored: it is no call for help of this kiosk, or one that somebody has answered before.
    context.help.answer(acknowledgement.subjectId, null);
    apply({ type: 'acknowledged', acknowledgement });
  });
  /** Commands for which another kiosk is asked. */
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
      // Whatever became of the question, a person stands there.
      return asked.then(goOn, goOn);
    },
    scanned(code) {
      const unknown = context.firstNumber();
      if (unknown === null) scan(context, code);
      else void unknown.then(() => scan(context, code));
    },
    tick() {
      guessLimit.tick();
      context.help.tick();
      apply({ type: 'tick', heldMs: pairingHeldMs(context) });
      remote.look();
    },
    refresh,
    atRest: () =>
      underWay === 0 && (isPristine(session()) || resumablePage() === 'technician-first-run') && queue.waiting() === 0,
    resumablePage,
    stop() {
      remote.stop();
      stop();
    },
    close,
  };
}
