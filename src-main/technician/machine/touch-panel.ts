import { calibrate, type TouchMatrix, UNTOUCHED } from '../../domain/touch-calibration.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TouchPanel } from '../ports/machine.ts';
import { askMachine } from './asked-of-machine.ts';

interface TouchPanelParts {
  /** The kiosk's own folder in memory, from systemd's RUNTIME_DIRECTORY; `null`: no service calibrates the panel. */
  folder: string | null;
  /** The matrix that a technician kept at this kiosk; `null`: none. */
  kept: TouchMatrix | null;
  clock: Pick<Clock, 'monotonicMs'>;
}

/** A trial of a matrix ends after this time without a confirmation, because a person cannot answer on a panel that misplaces touches. */
const CONFIRMED_WITHIN_MS = 15_000;

/** Asks the service `torn-touch`, by a file that it watches, to give the touch panel a matrix; an unconfirmed matrix is taken back. */
export function openTouchPanel({ folder, kept, clock }: TouchPanelParts): TouchPanel {
  let matrix = kept ?? UNTOUCHED;
  let trial: { matrix: TouchMatrix; untilMs: number } | null = null;
  let stage: ReturnType<TouchPanel['state']>['stage'] = 'none';

  const ask = (next: TouchMatrix): boolean =>
    folder !== null && askMachine(folder, 'touch-matrix', next.join(' ')) === null;
  // The kept matrix is requested at each start, which also replaces an unconfirmed matrix of an earlier run.
  ask(matrix);
  return {
    canBeCalibrated: folder !== null,
    state: () => ({
      stage,
      endsInSeconds: trial === null ? 0 : Math.max(0, Math.ceil((trial.untilMs - clock.monotonicMs()) / 1_000)),
    }),
    tried: () => trial?.matrix ?? null,
    calibrate(touches) {
      if (trial !== null) return false;
      const next = calibrate({ ...touches, before: matrix });
      if (next !== null && !ask(next)) return false;
      if (next !== null) trial = { matrix: next, untilMs: clock.monotonicMs() + CONFIRMED_WITHIN_MS };
      stage = next === null ? 'disagree' : 'trying';
      return true;
    },
    confirm() {
      if (trial === null) return;
      matrix = trial.matrix;
      trial = null;
      stage = 'kept';
    },
    look() {
      if (trial === null || clock.monotonicMs() < trial.untilMs || !ask(matrix)) return;
      trial = null;
      stage = 'undone';
    },
  };
}
