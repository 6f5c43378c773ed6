import { Change } from '../../src-main/contract/centre/twin.ts';
import { CALLING_CLASSES } from '../../src-main/domain/calling-order.ts';
import { minuteOf } from '../../src-main/domain/opening-hours.ts';
import type { TwinOffice } from './office-day.ts';

/**
 * Returns the office with a change. The same people come as without the change, because each citizen's random numbers depend only on the
 * citizen.
 */
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

export const deskHoursOf = (change: Change): number =>
  change.kind === 'desk' ? (minuteOf(change.to) - minuteOf(change.from)) / 60 : 0;

/**
 * Reads a change as typed: `desk=10:00-12:00` or `desk=10:00-12:00@mon,wed`, `breaks=10:30/20,11:00/20`, `appointments=0.33`, `freed=0.5`,
 * `afar=0.3`, `weights=4/3/1` (appointment, preferential, walk-in), `one-line=padro+registre`. `null`: the text is not a change.
 */
export function readChange(text: string): Change | null {
  const [kind = '', value = ''] = text.split('=', 2);
  const parsed = Change.safeParse({ kind, ...membersOf(kind, value) });
  if (!parsed.success || (parsed.data.kind === 'desk' && parsed.data.from >= parsed.data.to)) return null;
  return parsed.data;
}

function membersOf(kind: string, value: string): Record<string, unknown> {
  switch (kind) {
    case 'desk': {
      const [times = '', days] = value.split('@', 2);
      const [from, to] = times.split('-', 2);
      return { from, to, ...(days === undefined ? {} : { days: days.split(',') }) };
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
