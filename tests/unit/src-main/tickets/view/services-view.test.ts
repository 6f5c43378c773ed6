import { describe, expect, test } from 'vitest';
import type { QueueStates } from '../../../../../src-main/calling/ports/queue-state.ts';
import { UNKNOWN_QUEUES } from '../../../../../src-main/calling/steps/without-hub.ts';
import { ServiceId } from '../../../../../src-main/contract/shared/ids.ts';
import type { Language } from '../../../../../src-main/contract/shared/languages.ts';
import type { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { NO_STOPS } from '../../../../../src-main/office/steps/service-stops.ts';
import { servicesScreen } from '../../../../../src-main/tickets/view/services-view.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';

const details = shippedOffice();
const NOW = Date.parse('2026-11-25T10:00:00Z');
const PAUSED = ['certificats-i-volants', 'queixes-i-suggeriments', 'objectes-perduts'];

interface Wishes {
  groupId?: string | null;
  paused?: readonly string[];
  change?: Partial<OfficeProfile>;
  queueStates?: QueueStates;
  language?: Language;
}

function screenWith({
  groupId = null,
  paused = [],
  change = {},
  queueStates = UNKNOWN_QUEUES,
  language = 'ca',
}: Wishes = {}) {
  const pause = { reason: 'breakdown', untilMs: Date.parse('2026-11-25T11:00:00Z') } as const;
  const office = createOffice({ ...details, profile: { ...details.profile, ...change } }, [], createManualClock(NOW), {
    ...NO_STOPS,
    pausesOf: (serviceId) => (paused.includes(serviceId) ? [pause] : []),
  });
  const place = { at: 'services', visitType: 'walk-in', groupId, purpose: null, late: null } as const;
  const screen = servicesScreen(place, language, { office, checkIn: { takes: () => false }, queueStates });
  return screen;
}
const list = (wishes: Wishes = {}) => screenWith(wishes).choices;
const groupOf = (choices: ReturnType<typeof list>) => choices.find(({ kind }) => kind === 'group');

describe('the first list', () => {
  test('begins with the guidance service, wherever the profile has it', () => {
    const services = details.profile.services.toReversed();
    expect(list({ change: { services } })[0]?.name).toBe('No sé què necessito');
  });

  test('describes a group by its services in whole names if the profile does not describe it', () => {
    const groups = details.profile.groups.map((group) => ({ ...group, hint: undefined }));
    expect(groupOf(list({ change: { groups } }))?.subtitle).toBe('Certificats i volants, Queixes i suggeriments…');
    expect(groupOf(list())?.subtitle).toBe('Certificats, queixes, objectes');
    const isIn = (language: Language) => groupOf(list({ change: { groups }, language }))?.subtitle ?? '';
    expect(isIn('ar')).toMatch(/^[^,]+(، [^,]+)+$/);
    expect(isIn('zh-Hans')).toMatch(/^[^, ]+(、[^, ]+)+$/);
  });

  test('shows for a group of closed services why and until when', () => {
    const until = { date: '2026-11-25', time: '12:00' };
    expect(groupOf(list({ paused: PAUSED }))?.closed).toEqual({ reason: 'breakdown', note: null, until });
    expect(groupOf(list({ paused: PAUSED.slice(1) }))?.closed).toBeNull();
    const inside = list({ groupId: 'altres-gestions', paused: PAUSED.slice(1) });
    expect(inside.map(({ closed }) => closed?.reason ?? null)).toEqual([null, 'breakdown', 'breakdown']);
  });

  test('has no group with a single service, and no single group', () => {
    const { services, groups } = details.profile;
    const [first] = services.filter(({ groupId }) => groupId === 'altres-gestions');
    const alone = services.filter(({ groupId }) => groupId === undefined);
    if (!first) throw new Error('nothing is in the group');
    const withOne = list({ change: { services: [...alone, first] } });
    expect(withOne.at(-1)).toMatchObject({ kind: 'service', serviceId: first.serviceId });
    const grouped = services.filter(({ groupId }) => groupId === 'altres-gestions');
    expect(list({ change: { services: grouped, groups } })).toEqual(list({ groupId: 'altres-gestions' }));
    expect(list({ change: { services: [first], groups } })).toHaveLength(1);
  });

  test('shows whether several services, one or none are open', () => {
    const all = details.profile.services.map(({ serviceId }) => serviceId);
    expect(screenWith().open).toBe('several');
    expect(screenWith({ paused: all.slice(1) }).open).toBe('one');
    expect(screenWith({ paused: all }).open).toBe('none');
  });

  test('shows the queue where it is known', () => {
    const three = { waiting: 3, minutes: { from: 10, to: 20 } };
    const ofService = (id: string) => (id === ServiceId.parse('empadronament') ? three : null);
    const choices = list({ queueStates: { ...UNKNOWN_QUEUES, ofService } });
    const queues = choices.map((choice) => (choice.kind === 'service' ? choice.queue : null));
    expect(queues).toEqual([null, three, null, null, null, null]);
  });
});
