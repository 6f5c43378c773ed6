import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { behindPin } from '../../technician/commands/behind-pin.ts';

/**
 * Commands of the page on which a technician edits the office's profile. The audit records when a draft is applied and when an earlier
 * version is restored, not when a draft is opened or edited.
 */
export function officeCommands(context: KioskContext) {
  const { editor } = context;
  const isThere = () => context.session().place.at === 'technician-office';
  const see = (stamp: Stamp, act: () => Result<null, Refusal>): Result<null, Refusal> => {
    if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
    if (!isThere()) return refuse({ kind: 'not-possible-here' });
    const seen = act();
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
    applyOffice: ({ stamp, from }) => behindPin(context, stamp, 'apply-office', () => editor.apply(from), { isThere }),
    returnOffice: ({ stamp, no }) => behindPin(context, stamp, 'return-office', () => editor.returnTo(no), { isThere }),
  } satisfies Partial<Commands>;
}
