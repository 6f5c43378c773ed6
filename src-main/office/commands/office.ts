import type { TechnicianAction } from '../../contract/shared/events.ts';
import { type Result, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { isTechnician } from '../../session/steps/session.ts';
import { behindPin } from '../../technician/commands/behind-pin.ts';

/**
 * Commands of the page on which a technician edits the office's profile. Opening and editing a draft is not audited; applying it, or
 * returning to an earlier version, is.
 */
export function officeCommands(context: KioskContext) {
  const { editor } = context;
  const isThere = () => isTechnician(context.session()) && context.session().place.at === 'technician-office';
  const act = (stamp: Stamp, action: TechnicianAction, done: () => Result<null, Refusal>) =>
    behindPin(context, stamp, action, done, { type: 'stay' }, isThere);
  const see = (stamp: Stamp, done: () => Result<null, Refusal>): Result<null, Refusal> => {
    if (!isCurrent(context, stamp)) return { ok: false, error: { kind: 'stale-command' } };
    if (!isThere()) return { ok: false, error: { kind: 'not-possible-here' } };
    const seen = done();
    if (seen.ok) context.apply({ type: 'stay' });
    return seen;
  };
  return {
    openOfficePart: ({ stamp, pointer }) => see(stamp, () => editor.open(pointer)),
    lookAtOffice: ({ stamp, part }) =>
      see(stamp, () => {
        editor.look(part);
        return succeed(null);
      }),
    changeOffice: ({ stamp, pointer, value }) => see(stamp, () => editor.change(pointer, value)),
    addToOffice: ({ stamp }) => see(stamp, () => editor.add()),
    removeFromOffice: ({ stamp }) => see(stamp, () => editor.remove()),
    dropOffice: ({ stamp }) =>
      see(stamp, () => {
        editor.drop();
        return succeed(null);
      }),
    sayOfficeAgain: ({ stamp }) => see(stamp, () => editor.sayAgain()),
    applyOffice: ({ stamp, from }) => act(stamp, 'apply-office', () => editor.apply(from)),
    returnOffice: ({ stamp, no }) => act(stamp, 'return-office', () => editor.returnTo(no)),
  } satisfies Partial<Commands>;
}
