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
   * Like `handle`, but a command that needs a number first asks other machines. For a new number it waits at most a third of a second for a
   * sibling kiosk, for a reprint some seconds. Before the first number since the program started it waits at most three seconds for the
   * centre and the sibling kiosks, which may know numbers that this kiosk's disk has lost.
   */
  answer<M extends CoreMethod>(
    method: M,
    params: ParamsOf<M>,
  ): Result<unknown, Refusal> | Promise<Result<unknown, Refusal>>;
  scanned(code: ScannedCode): void;
  /** To be called about once a second: handles time limits, the clock on the screen, and opening and closing of the office. */
  tick(): void;
  refresh(): void;
  /** Whether a restart would disturb no citizen and no print job. */
  atRest(): boolean;
  /** The technician's page on the screen if the technician can continue there after a restart; otherwise `null`. */
  resumablePage(): ResumablePage | null;
  /** Id of the code with which a named person entered as technician; `null`: the shared PIN was used, or no technician is at work. */
  codeInUse(): string | null;
  /**
   * To be called when the program ends, before the print queue is closed. A PIN check in progress is discarded. A document number that is
   * being looked up, or a scanned code, issues no ticket, because its paper could not be printed.
   */
  stop(): void;
  /**
   * To be called after `stop` and after the last print job, before the store closes. No view state is composed from then on, because
   * composing reads the store.
   */
  close(): void;
}

/** Creates the citizen's session, the commands that change it, and the view state composed from it. */
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
      // The command runs even if the sibling kiosks or the centre could not be asked, because a citizen waits.
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
