export const FIRST_RUN_STEPS = [
  'language',
  'pin',
  'panel',
  'network',
  'pairing',
  'office',
  'slot',
  'replaced',
  'printer',
  'scanner',
  'ticket',
] as const;
export type FirstRunStep = (typeof FIRST_RUN_STEPS)[number];

export const STEP_ENDS = ['done', 'skipped'] as const;
export type StepEnd = (typeof STEP_ENDS)[number];

/** How each past step ended; a step without an entry is still to be done. */
export type FirstRun = Readonly<Partial<Record<FirstRunStep, StepEnd>>>;

/**
 * Facts that take precedence over the stored steps: whether a PIN is saved, a slot is assigned, and the centre knows this kiosk and its
 * office.
 */
export interface KnownOfFirstRun extends Readonly<Record<'pin' | 'slot' | 'enrolled', boolean>> {
  /** Whether the data of the replaced kiosk is at the centre. `none`: this kiosk replaces no other kiosk, and the step counts as done. */
  readonly replaced: 'none' | 'open' | 'sent';
}

export type FirstRunEvent =
  | { type: 'done'; step: FirstRunStep }
  | { type: 'skip'; step: FirstRunStep }
  | { type: 'back' }
  | { type: 'again'; step: FirstRunStep }
  | { type: 'found'; known: KnownOfFirstRun };

/** Steps that cannot be repeated once they are done: a PIN is first forgotten (`forgetPin`), a slot is assigned once, a disk read once. */
const ONCE: readonly FirstRunStep[] = ['pin', 'slot', 'replaced'];

export const stepsAsked = (takesPlace: boolean): readonly FirstRunStep[] =>
  takesPlace ? FIRST_RUN_STEPS : FIRST_RUN_STEPS.filter((step) => step !== 'replaced');

export const stepAt = (run: FirstRun): FirstRunStep | null =>
  FIRST_RUN_STEPS.find((step) => run[step] === undefined) ?? null;

/** The step to which "back" leads; `null` if there is none. */
export function stepBefore(run: FirstRun): FirstRunStep | null {
  const at = stepAt(run);
  const behind = at === null ? FIRST_RUN_STEPS : FIRST_RUN_STEPS.slice(0, FIRST_RUN_STEPS.indexOf(at));
  return behind.findLast((step) => canRepeat(run, step)) ?? null;
}

const canRepeat = (run: FirstRun, step: FirstRunStep): boolean => run[step] === 'skipped' || !ONCE.includes(step);

export function stepFirstRun(run: FirstRun, event: FirstRunEvent): FirstRun {
  switch (event.type) {
    case 'done':
      return event.step === stepAt(run) ? { ...run, [event.step]: 'done' } : run;
    case 'skip':
      return event.step === stepAt(run) ? { ...run, [event.step]: 'skipped' } : run;
    case 'back': {
      const before = stepBefore(run);
      return before === null ? run : without(run, before);
    }
    case 'again':
      return run[event.step] !== undefined && canRepeat(run, event.step) ? without(run, event.step) : run;
    case 'found':
      return found(run, event.known);
  }
}

function without(run: FirstRun, step: FirstRunStep): FirstRun {
  const { [step]: _again, ...rest } = run;
  return rest;
}

/**
 * Corrects the stored steps: a step that was finished before a power failure counts as done, and a step whose result was lost is asked for
 * again.
 */
function found(run: FirstRun, { pin, slot, enrolled, replaced }: KnownOfFirstRun): FirstRun {
  const settles = [
    settled('pin', pin),
    settled('slot', slot),
    enrolled && settled('pairing', true),
    enrolled && settled('office', true),
    // The step stays open after the data was sent, so that the technician sees the result and confirms it.
    replaced !== 'sent' && settled('replaced', replaced === 'none'),
  ];
  return settles.reduce<FirstRun>((next, settle) => (settle === false ? next : settle(next)), run);
}

const settled =
  (step: FirstRunStep, isDone: boolean) =>
  (run: FirstRun): FirstRun => {
    if (isDone) return run[step] === 'done' ? run : { ...run, [step]: 'done' };
    return run[step] === 'done' ? without(run, step) : run;
  };
