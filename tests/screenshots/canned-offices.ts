import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { Screen } from '../../src-main/session/contract/view-state.ts';
import type { Language } from './canned-services.ts';
import { said } from './canned-words.ts';

const DIRECTIONS = {
  ca: 'A peu, 10 minuts pel carrer Major. En bus, la línia 3 fins a la plaça.',
  es: 'A pie, 10 minutos por la calle Mayor. En bus, la línea 3 hasta la plaza.',
  en: 'On foot, 10 minutes along Carrer Major. By bus, line 3 as far as the square.',
} as const;

export function otherOffices(language: Language): Readonly<Record<string, Screen>> {
  const there = {
    screen: 'other-office',
    name: 'OAC Districte 2',
    address: 'Carrer de Sant Damià, 200',
    day: '2026-11-24',
    hours: [
      { from: '08:30', to: '15:00' },
      { from: '16:00', to: '18:00' },
    ],
    directions: said(DIRECTIONS, language),
    paper: null,
    place: null,
  } as const satisfies Screen;
  const minutes = { from: 70, to: 120 };
  const long = {
    screen: 'long-wait',
    serviceId: ServiceId.parse('empadronament'),
    reach: 'not',
    endsAt: '14:00',
    service: said({ ca: 'Empadronament', es: 'Empadronamiento', en: 'Residence registration' }, language),
    queue: { waiting: 24, minutes },
    next: { date: '2026-11-25', time: '08:30' },
    phone: '937 397 000',
    elsewhere: { name: there.name, address: there.address },
    byKey: false,
  } as const satisfies Screen;
  return {
    'long-wait': long,
    'long-wait-doubtful': { ...long, reach: 'doubtful', elsewhere: null },
    'long-wait-likely': {
      ...long,
      reach: 'likely',
      endsAt: null,
      elsewhere: null,
      phone: null,
      next: null,
      byKey: true,
    },
    'other-office': there,
    'other-office-coming': { ...there, paper: 'coming' },
    'other-office-no-paper': { ...there, day: '2026-12-01', hours: [], paper: 'paper-out' },
    'other-office-little-known': { ...there, hours: null, directions: null, paper: 'out' },
  };
}
