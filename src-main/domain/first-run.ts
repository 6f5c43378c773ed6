/** What a technician does with a kiosk that nobody has set up yet, in order. */
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

/** How each step ended that is behind the technician; those that are missing are still to be done. */
export type FirstRun = Readonly<Partial<Record<FirstRunStep, StepEnd>>>;

/** What holds whatever was noted of the steps: a PIN that is kept, a slot that was given, a centre that knows this kiosk and names its office. */
export interface KnownOfFirstRun extends Readonly<Record<'pin' | 'slot' | 'enrolled', boolean>> {
  /** Whether what the kiosk holds whose place this one has taken is at the centre; `none`: it has taken nobody's, and is not asked. */
  readonly replaced: 'none' | 'open' | 'sent';
}

export type FirstRunEvent =
  | { type: 'done'; step: FirstRunStep }
  | { type: 'skip'; step: FirstRunStep }
  /** To the step before, which is then to be done once more. */
  | { type: 'back' }
  /** One that is behind the technician is to be done once more. */
  | { type: 'again'; step: FirstRunStep }
  | { type: 'found'; known: KnownOfFirstRun };

/** A PIN is changed behind the PIN, a slot is given once, and an old disk is read once: nobody goes back to these. */
const ONCE: readonly FirstRunStep[] = ['pin', 'slot', 'replaced'];

/** The steps that a kiosk is asked for. */
export const stepsAsked = (takesPlace: boolean): readonly FirstRunStep[] =>
  takesPlace ? FIRST_RUN_STEPS : FIRST_RUN_STEPS.filter((step) => step !== 'replaced');

/** The step that is next; `null` when the first run is over. */
export const stepAt = (run: FirstRun): FirstRunStep | null =>
  FIRST_RUN_STEPS.find((step) => run[step] === undefined) ?? null;

/** Where "back" leads; `null` where nowhere. */
export function stepBefore(run: FirstRun): FirstRunStep | null {
  const at = stepAt(run);
  const behind = at === null ? FIRST_RUN_STEPS : FIRST_RUN_STEPS.slice(0, FIRST_RUN_STEPS.indexOf(at));
  return behind.findLast((step) => canRepeat(run, step)) ?? null;
}

const canRepeat = (run: FirstRun, step: FirstRunStep): boolean => run[step] === 'skipped' || !ONCE.includes(step);

/** The first run after an event. One that means nothing here changes nothing. */
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

/** What is known stands before a note: what was done when the power failed is done, and what was lost is asked for again. */
function found(run: FirstRun, { pin, slot, enrolled, replaced }: KnownOfFirstRun): FirstRun {
  const settles = [
    settled('pin', pin),
    settled('slot', slot),
    enrolled && settled('pairing', true),
    enrolled && settled('office', true),
    // Once it is sent, whoever set the kiosk up sees so and goes on.
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
