import { z } from 'zod';
import { CallingSetting } from '../../src-main/contract/shared/calling.ts';
import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { TimeOfDay } from '../../src-main/contract/shared/times.ts';
import { CALLING_CLASSES } from '../../src-main/domain/calling-order.ts';
import { minuteOf } from '../../src-main/domain/opening-hours.ts';
import type { TwinOffice } from './office-day.ts';
import { DeskShift } from './twin-profile.ts';

const Share = z.number().min(0).max(1);

/** A question to the twin: what if this were otherwise? */
export const Change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('desk'), ...DeskShift.omit({ breaks: true }).shape }),
  /** The breaks of the desks, given to them in turn. */
  z.strictObject({
    kind: z.literal('breaks'),
    breaks: z.array(z.strictObject({ from: TimeOfDay, minutes: z.number().min(0).max(240) })),
  }),
  z.strictObject({ kind: z.literal('appointments'), share: Share }),
  z.strictObject({ kind: z.literal('freed'), share: Share }),
  z.strictObject({ kind: z.literal('afar'), share: Share }),
  /** The weight of a waiting minute for each class. */
  z.strictObject({ kind: z.literal('weights'), calling: CallingSetting }),
  /** Desks that call one of these services call all of them. */
  z.strictObject({ kind: z.literal('one-line'), services: z.array(ServiceId).min(2) }),
]);
export type Change = z.infer<typeof Change>;
export type ChangeKind = Change['kind'];

/** The office as it would be. Its people stay the same, because their random numbers are named by the citizen. */
export function changed(office: TwinOffice, change: Change): TwinOffice {
  const { part, profile } = office;
  switch (change.kind) {
    case 'desk': {
      const { kind: _, ...shift } = change;
      return { ...office, part: { ...part, desks: [...part.desks, { ...shift, breaks: [] }] } };
    }
    case 'breaks': {
      const { breaks } = change;
      const desks = part.desks.map((desk, no) => {
        const own = breaks[no % Math.max(1, breaks.length)];
        return { ...desk, breaks: own === undefined ? [] : [own] };
      });
      return { ...office, part: { ...part, desks } };
    }
    case 'appointments':
      return { ...office, part: { ...part, appointments: { ...part.appointments, share: change.share } } };
    case 'freed':
      return { ...office, part: { ...part, appointments: { ...part.appointments, freed: change.share } } };
    case 'afar':
      return { ...office, part: { ...part, afar: { ...part.afar, share: change.share } } };
    case 'weights':
      return { ...office, profile: { ...profile, calling: change.calling } };
    case 'one-line': {
      const desks = part.desks.map((desk) => {
        const { services } = desk;
        if (services === undefined || !services.some((id) => change.services.includes(id))) return desk;
        return { ...desk, services: [...new Set([...services, ...change.services])] };
      });
      return { ...office, part: { ...part, desks } };
    }
  }
}

/** Desk hours on a day that the change takes. */
export const deskHoursOf = (change: Change): number =>
  change.kind === 'desk' ? (minuteOf(change.to) - minuteOf(change.from)) / 60 : 0;

/**
 * Reads a change as typed: `desk=10:00-12:00`, `breaks=10:30/20,11:00/20`, `appointments=0.33`, `freed=0.5`, `afar=0.3`, `weights=4/3/1`
 * (appointment, preferential, walk-in), `one-line=padro+registre`. `null`: it is none.
 */
export function readChange(text: string): Change | null {
  const [kind = '', value = ''] = text.split('=', 2);
  const parsed = Change.safeParse({ kind, ...membersOf(kind, value) });
  return parsed.success ? parsed.data : null;
}

function membersOf(kind: string, value: string): Record<string, unknown> {
  switch (kind) {
    case 'desk': {
      const [from, to] = value.split('-', 2);
      return { from, to };
    }
    case 'breaks':
      return {
        breaks: value.split(',').map((one) => {
          const [from, minutes] = one.split('/', 2);
          return { from, minutes: Number(minutes) };
        }),
      };
    case 'weights': {
      const numbers = value.split('/').map(Number);
      return { calling: { weights: Object.fromEntries(CALLING_CLASSES.map((one, at) => [one, numbers[at]])) } };
    }
    case 'one-line':
      return { services: value.split('+') };
    default:
      return { share: value === '' ? undefined : Number(value) };
  }
}
