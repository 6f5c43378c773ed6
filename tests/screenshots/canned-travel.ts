import type { FoundOffice, OfficeTravelView } from '../../src-main/office/contract/office-travel.ts';

export const NOT_TRAVELLING: OfficeTravelView = {
  saving: { stage: 'none', file: null, check: null },
  looking: { at: null, isBusy: false, trouble: null },
  found: [],
};

const found = (no: number, name: string, office: Partial<NonNullable<FoundOffice['office']>>): FoundOffice => ({
  no,
  name,
  refused: null,
  office: {
    name: 'OAC Dídac Batlle',
    address: 'Carrer de la Unió, 26',
    slot: 2,
    made: { date: '2026-11-23', time: '17:05' },
    trust: 'unknown',
    check: '481902773516',
    ...office,
  },
});

export const STICK_FOUND: OfficeTravelView = {
  ...NOT_TRAVELLING,
  looking: { at: 'stick', isBusy: false, trouble: null },
  found: [
    found(1, 'torn-office-oac-dido-2-0.3.json', {}),
    { no: 2, name: 'torn-office-oac-dido-1-0.2.json', refused: 'changed', office: null },
    {
      ...found(3, 'torn-office-oac-districte-2-1-4.0.json', { name: 'OAC Districte 2', slot: 1 }),
      refused: 'other-office',
    },
  ],
};

export const SAVED: OfficeTravelView = {
  ...NOT_TRAVELLING,
  saving: { stage: 'saved', file: 'torn-office-oac-dido-2-0.3.json', check: '117354690028' },
};
