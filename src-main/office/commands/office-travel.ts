import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { askBehindPin, behindPin } from '../../technician/commands/behind-pin.ts';
import { onFirstRun } from '../../technician/commands/first-run.ts';
import type { ReadOffice } from '../ports/office-travel.ts';

type Page = 'office' | 'first-run';

/**
 * Exports and imports an office, on the technician's page of the office and at the office step of the first run. Searching for offices is
 * not audited.
 */
export function officeTravelCommands(context: KioskContext) {
  const { travel } = context;
  const onOffice = { isThere: () => pageOf(context) === 'office' };
  return {
    saveOffice: ({ stamp }) => askBehindPin(context, stamp, 'save-office', () => travel.save(), onOffice),
    findOffices: (params) => findOffices(context, params),
    takeOffice: ({ stamp, no, isSure }) =>
      pageOf(context) === 'first-run'
        ? onFirstRun(context, stamp, 'take-office', () => take(context, { no, isSure }, toFirstRun))
        : behindPin(context, stamp, 'take-office', () => take(context, { no, isSure }, toEditor), onOffice),
  } satisfies Partial<Commands>;
}

/**
 * The page on which an office can be imported and that is now on the screen: the page of the office, or the office step of the first run.
 * `null`: neither is on the screen.
 */
function pageOf({ session, firstRun }: KioskContext): Page | null {
  const { at } = session().place;
  if (at === 'technician-office') return 'office';
  return at === 'technician-first-run' && firstRun.at() === 'office' ? 'first-run' : null;
}

function findOffices(context: KioskContext, { stamp, at }: ParamsOf<'findOffices'>): Result<null, Refusal> {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const page = pageOf(context);
  if (page === null) return refuse({ kind: 'not-possible-here' });
  const isOffice = page === 'office';
  context.travel.look(at, { bare: !isOffice, only: isOffice ? context.office.profile.officeId : null });
  context.refresh();
  return succeed(null);
}

type Taken = (context: KioskContext, office: ReadOffice) => Result<null, Refusal>;

function take(
  context: KioskContext,
  { no, isSure }: Pick<ParamsOf<'takeOffice'>, 'no' | 'isSure'>,
  then: Taken,
): Result<null, Refusal> {
  const taken = context.travel.take(no, isSure);
  if (!taken.ok) return refuse({ kind: 'not-possible-here', detail: taken.error.kind });
  const done = then(context, taken.value);
  if (!done.ok) return done;
  context.log.event('office-taken', { check: taken.value.check, keyId: taken.value.keyId });
  context.travel.look(null, { bare: false, only: null });
  return done;
}

const toEditor: Taken = ({ editor }, office) => editor.adopt(office);

const toFirstRun: Taken = ({ firstRun }, { profile, carried, check, keyId }) =>
  firstRun.move(
    { type: 'done', step: 'office' },
    {
      office: {
        from: 'elsewhere',
        officeId: profile.officeId,
        document: JSON.stringify(profile),
        carried: [...carried],
        check,
        keyId,
      },
    },
  );
